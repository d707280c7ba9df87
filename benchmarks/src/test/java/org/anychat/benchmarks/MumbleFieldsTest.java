package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MumbleFieldsTest {
    /** The examples of the encoding's own description: field 1 is 150, field 2 is "testing". */
    @Test
    void shouldEncodeNumbersAndStrings() {
        byte[] message = new MumbleFields().with(1, 150).with(2, "testing").encode();

        assertArrayEquals(HexFormat.of().parseHex("089601120774657374696e67"), message);
    }

    @Test
    void shouldPassOverWhatHasNoBytes() throws IOException {
        // Fields 1 (a number), 3 (four bytes), 4 (eight bytes), then 2.
        byte[] message = HexFormat.of().parseHex("0896011d0102030421010203040506070812026869");

        Map<Integer, byte[]> fields = MumbleFields.bytesOf(message);

        assertEquals(1, fields.size());
        assertEquals("hi", new String(fields.get(2), StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseWhatEndsTooSoon() {
        byte[] message = new MumbleFields().with(1, 150).with(2, "testing").encode();

        for (int length : new int[] {1, 2, 4, 5, message.length - 1}) {
            byte[] part = java.util.Arrays.copyOf(message, length);
            assertThrows(IOException.class, () -> MumbleFields.bytesOf(part), length + " bytes");
        }
    }
}
