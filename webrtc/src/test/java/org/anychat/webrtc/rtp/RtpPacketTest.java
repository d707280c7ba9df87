package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    /** Everything RFC 3550 §5.1 knows: CSRCs, an extension in the one-byte form, payload and padding. */
    private static final byte[] FULL = HexFormat.of()
            .parseHex(
                    "b2" // V=2 P=1 X=1 CC=2
                            + "e0" // M=1 PT=96
                            + "fffe" // sequence number
                            + "80000001" // timestamp
                            + "deadbeef" // SSRC
                            + "00000011" // CSRC 0
                            + "00000022" // CSRC 1
                            + "bede0002" // one-byte form, 2 words
                            + "10ff" // id 1, 1 byte: audio level
                            + "311234" // id 3, 2 bytes: transport-wide sequence number
                            + "000000" // padding
                            + "a1a2a3" // payload
                            + "000003"); // padding of 3

    private final RtpPacket packet = new RtpPacket();

    @Test
    void shouldLeaveItsHeaderAloneWhereThePayloadIsRemoved() {
        byte[] bytes = FULL.clone();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        int header = packet.headerLength();
        assertEquals(header, packet.removePayload());
        assertTrue(packet.wrap(bytes, 0, header));
        assertEquals(0, packet.payloadLength());
        assertEquals(0, packet.paddingLength());
        assertFalse(packet.marker());
        assertEquals(96, packet.payloadType());
        assertEquals(0xFFFE, packet.sequenceNumber());
        assertEquals(0x22, packet.csrc(1));
        assertEquals(0x12, bytes[packet.extensions().find(3)]);
    }

    @Test
    void shouldReadEveryFieldAtANonZeroOffset() {
        byte[] buffer = new byte[FULL.length + 20];
        Arrays.fill(buffer, (byte) 0x55);
        System.arraycopy(FULL, 0, buffer, 7, FULL.length);

        assertTrue(packet.wrap(buffer, 7, FULL.length));
        assertEquals(96, packet.payloadType());
        assertTrue(packet.marker());
        assertEquals(0xFFFE, packet.sequenceNumber());
        assertEquals(0x80000001, packet.timestamp());
        assertEquals(0xDEADBEEF, packet.ssrc());
        assertEquals(2, packet.csrcCount());
        assertEquals(0x22, packet.csrc(1));
        assertEquals(32, packet.headerLength());
        assertEquals(39, packet.payloadOffset());
        assertEquals(3, packet.payloadLength());
        assertEquals(3, packet.paddingLength());
    }

    @Test
    void shouldLeaveTheNeighboursOfEachSetFieldAlone() {
        byte[] buffer = FULL.clone();
        packet.wrap(buffer, 0, buffer.length);
        packet.payloadType(127);
        packet.marker(false);
        packet.sequenceNumber(0x1_0003);
        packet.timestamp(-1);
        packet.ssrc(0x01020304);

        byte[] expected = FULL.clone();
        byte[] changed = HexFormat.of().parseHex("7f0003ffffffff01020304");
        System.arraycopy(changed, 0, expected, 1, changed.length);
        assertArrayEquals(expected, buffer);
    }

    @Test
    void shouldRejectWhatIsCutInsideHeaderOrPadding() {
        for (int length = 0; length < 32; length++) {
            assertFalse(packet.wrap(FULL, 0, length), "length " + length);
        }
        assertFalse(packet.wrap(FULL, 0, 32), "padding bit without a count");
        assertFalse(packet.wrap(FULL, 0, 33), "a count beyond the payload");
    }

    @Test
    void shouldRejectAnotherVersion() {
        byte[] buffer = FULL.clone();
        buffer[0] = (byte) ((buffer[0] & 0x3F) | 0x40);
        assertFalse(packet.wrap(buffer, 0, buffer.length));
    }

    @Test
    void shouldRejectPaddingOfZeroOrOverThePayload() {
        byte[] buffer = FULL.clone();
        buffer[buffer.length - 1] = 0;
        assertFalse(packet.wrap(buffer, 0, buffer.length));
        buffer[buffer.length - 1] = 7;
        assertFalse(packet.wrap(buffer, 0, buffer.length));
        buffer[buffer.length - 1] = 6;
        assertTrue(packet.wrap(buffer, 0, buffer.length));
        assertEquals(0, packet.payloadLength());
    }

    @Test
    void shouldCutPaddingOff() {
        byte[] buffer = FULL.clone();
        packet.wrap(buffer, 0, buffer.length);
        packet.removePadding();
        assertEquals(FULL.length - 3, packet.length());
        assertTrue(packet.wrap(buffer, 0, packet.length()));
        assertEquals(3, packet.payloadLength());
        assertEquals(0, packet.paddingLength());
    }

    @Test
    void shouldPadToAMultipleAndKeepThePayload() {
        byte[] buffer = new byte[40];
        Arrays.fill(buffer, (byte) 0x55);
        byte[] plain = HexFormat.of().parseHex("80600001000000020000000300a1a2");
        System.arraycopy(plain, 0, buffer, 3, plain.length);
        packet.wrap(buffer, 3, plain.length);

        assertEquals(24, packet.padTo(8 * 3));
        assertTrue(packet.wrap(buffer, 3, 24));
        assertEquals(3, packet.payloadLength());
        assertEquals(9, packet.paddingLength());
        assertEquals(0x55, buffer[3 + 24]);
        packet.removePadding();
        assertArrayEquals(plain, Arrays.copyOfRange(buffer, 3, 3 + packet.length()));
    }

    @Test
    void shouldPadNeitherWhatFitsNorWhatIsPadded() {
        byte[] fitting = new byte[40];
        fitting[0] = (byte) 0x80;
        packet.wrap(fitting, 0, 32);
        assertEquals(32, packet.padTo(16));
        assertEquals(0, packet.paddingLength());

        byte[] padded = Arrays.copyOf(FULL, 80);
        packet.wrap(padded, 0, FULL.length);
        assertEquals(FULL.length, packet.padTo(16));
        assertEquals(3, packet.paddingLength());
    }

    @Test
    void shouldForgetTheExtensionsOfThePacketBefore() {
        packet.wrap(FULL, 0, FULL.length);
        byte[] plain = HexFormat.of().parseHex("80600001000000020000000300");
        assertTrue(packet.wrap(plain, 0, plain.length));
        assertEquals(HeaderExtensions.NOT_FOUND, packet.extensions().find(1));
    }
}
