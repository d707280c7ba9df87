package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtxTest {
    private static final byte[] ORIGINAL = HexFormat.of()
            .parseHex(
                    "90e0" // V=2 X=1, M=1 PT=96
                            + "1234" // sequence number
                            + "00000bb8" // timestamp
                            + "0000000a" // SSRC
                            + "bede0001" // one-byte form
                            + "31000100" // id 3
                            + "a1a2a3a4"); // payload
    private static final byte[] RETRANSMISSION = HexFormat.of()
            .parseHex(
                    "90e1" // PT=97
                            + "0007" // sequence number of the RTX stream
                            + "00000bb8" // timestamp of the original
                            + "0000000b" // SSRC of the RTX stream
                            + "bede0001" + "31000100" //
                            + "1234" // OSN
                            + "a1a2a3a4");

    private final RtpPacket packet = new RtpPacket();

    @Test
    void shouldEncapsulateInPlace() {
        byte[] buffer = new byte[64];
        System.arraycopy(ORIGINAL, 0, buffer, 5, ORIGINAL.length);
        packet.wrap(buffer, 5, ORIGINAL.length);

        int length = Rtx.encapsulate(packet, 97, 0xB, 7);

        assertArrayEquals(RETRANSMISSION, Arrays.copyOfRange(buffer, 5, 5 + length));
        assertEquals(length, packet.length());
    }

    @Test
    void shouldDecapsulateInPlaceAndCutPadding() {
        byte[] buffer = new byte[64];
        System.arraycopy(RETRANSMISSION, 0, buffer, 5, RETRANSMISSION.length);
        buffer[5] |= 0x20;
        buffer[5 + RETRANSMISSION.length + 3] = 4;
        assertTrue(packet.wrap(buffer, 5, RETRANSMISSION.length + 4));

        assertTrue(Rtx.decapsulate(packet, 96, 0xA));

        assertArrayEquals(ORIGINAL, Arrays.copyOfRange(buffer, 5, 5 + packet.length()));
    }

    @Test
    void shouldRefuseAProbe() {
        for (String payload : new String[] {"", "12", "1234"}) {
            byte[] buffer = HexFormat.of().parseHex("806100070000000200000003" + payload);
            byte[] before = buffer.clone();
            packet.wrap(buffer, 0, buffer.length);
            assertFalse(Rtx.decapsulate(packet, 96, 0xA));
            assertArrayEquals(before, buffer);
        }
    }
}
