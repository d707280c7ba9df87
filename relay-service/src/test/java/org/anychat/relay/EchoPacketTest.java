package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EchoPacketTest {
    /** RFC 8489 section 5: type Binding indication, no attributes, magic cookie, transaction. */
    private static final byte[] BYTES =
            HexFormat.of().parseHex("00110000" + "2112a442" + "0102030405060708" + "090a0b0c");

    @Test
    void shouldWriteABindingIndication() {
        assertArrayEquals(BYTES, new EchoPacket(0x0102030405060708L, 0x090a0b0c).encode());
    }

    @Test
    void shouldReadItsOwnAtAnyOffset() {
        EchoPacket packet = EchoPacket.draw(new SecureRandom());
        byte[] around = new byte[30];
        System.arraycopy(packet.encode(), 0, around, 7, 20);
        assertEquals(Optional.of(packet), EchoPacket.decode(around, 7, 20));
    }

    @Test
    void shouldTakeNothingElseForOne() {
        for (int length = 0; length < BYTES.length; length++) {
            assertEquals(Optional.empty(), EchoPacket.decode(BYTES, 0, length));
        }
        assertEquals(Optional.empty(), EchoPacket.decode(Arrays.copyOf(BYTES, 24), 0, 24));
        for (int i = 0; i < 8; i++) {
            byte[] other = BYTES.clone();
            other[i] ^= 1;
            assertEquals(Optional.empty(), EchoPacket.decode(other, 0, other.length));
        }
    }
}
