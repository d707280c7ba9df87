package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A datagram of the standby's, or a text of its mirror: none, or one that written and read again is the same. */
class StandbyCodecFuzzTest {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        StandbyCodec.isForWitness(data, 0, data.length);
        StandbyCodec.decode(data, 0, data.length).ifPresent(message -> {
            byte[] written = StandbyCodec.encode(message, KEY);
            assertEquals(data.length, written.length);
            assertEquals(Optional.of(message), StandbyCodec.decode(written, 0, written.length));
            assertTrue(written.length <= StandbyCodec.QUESTION_BYTES);
        });
        String text = new String(data, StandardCharsets.UTF_8);
        MirrorMessage.parse(text).ifPresent(message -> assertEquals(text, message.text()));
    }
}
