package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StunUsernameTest {
    @RegisterExtension
    final SeededRandom random = new SeededRandom();

    @Test
    void shouldFindTheLocalPartBehindOtherAttributesAtAnOffset() {
        byte[] check = request("relay:client");
        byte[] moved = new byte[check.length + 7];
        System.arraycopy(check, 0, moved, 7, check.length);
        assertEquals("relay", StunUsername.localUfrag(moved, 7, check.length));
    }

    @Test
    void shouldFindNothingInAResponse() {
        byte[] response = request("relay:client");
        response[0] = 1;
        assertNull(StunUsername.localUfrag(response, 0, response.length));
    }

    @Test
    void shouldFindNothingWithoutAColonOrFarBehindOne() {
        byte[] without = request("relayclient");
        assertNull(StunUsername.localUfrag(without, 0, without.length));
        byte[] far = request("x".repeat(65) + ":y");
        assertNull(StunUsername.localUfrag(far, 0, far.length));
    }

    @Test
    void shouldFindNothingInAnythingCutShort() {
        byte[] check = request("relay:client");
        for (int length = 0; length < check.length; length++) {
            byte[] cut = Arrays.copyOf(check, length);
            assertNull(StunUsername.localUfrag(cut, 0, length), "length " + length);
        }
    }

    @Test
    void shouldReadNothingBeyondHostileBytes() {
        for (int i = 0; i < 100_000; i++) {
            byte[] hostile = request("relay:client");
            for (int j = 0; j < 4; j++) {
                hostile[random.random().nextInt(hostile.length)] =
                        (byte) random.random().nextInt();
            }
            int length = random.random().nextInt(hostile.length + 1);
            StunUsername.localUfrag(Arrays.copyOf(hostile, length), 0, length);
        }
    }

    /** Header, PRIORITY, USERNAME. */
    private static byte[] request(String username) {
        byte[] name = username.getBytes(StandardCharsets.US_ASCII);
        int padded = (name.length + 3) & ~3;
        return ByteBuffer.allocate(20 + 8 + 4 + padded)
                .putShort((short) 0x0001)
                .putShort((short) (8 + 4 + padded))
                .putInt(0x2112A442)
                .put(new byte[12])
                .putShort((short) 0x0024)
                .putShort((short) 4)
                .putInt(1)
                .putShort((short) 0x0006)
                .putShort((short) name.length)
                .put(name)
                .array();
    }
}
