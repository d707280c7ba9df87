package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RedTest {
    private static final String HEADER = "90ef0007" // V=2, X, M, PT 111, number 7
            + "00001000" // timestamp 4096
            + "00000005" // SSRC
            + "bede000110550000"; // one extension

    // Two packets of 20 ms before, 960 and 1920 samples ago, and the primary.
    private static final String TWO_BEFORE = "ef1e0002" // 1, PT 111, offset 1920, 2 bytes
            + "ef0f0003" // 1, PT 111, offset 960, 3 bytes
            + "6f" // 0, PT 111
            + "aaaa" + "bbbbbb" + "cccccccc";

    private final RtpPacket packet = new RtpPacket();
    private final Red red = new Red();

    private byte[] packet(String payload) {
        byte[] buffer = HexFormat.of().parseHex("99" + HEADER + payload);
        assertTrue(packet.wrap(buffer, 1, buffer.length - 1));
        return buffer;
    }

    private boolean wrap(String payload) {
        packet(payload);
        return red.wrap(packet);
    }

    private String bytes() {
        return HexFormat.of().formatHex(packet.buffer(), packet.offset(), packet.offset() + packet.length());
    }

    /** The layout of RFC 2198's example, which gives no bytes: LPC (7) of 14 bytes, 20 ms of 8 kHz older, before DVI4 (5). */
    @Test
    void shouldReadTheLayoutOfTheRfc() {
        assertTrue(wrap("8702800e" + "05" + "11".repeat(14) + "22".repeat(84)));
        assertEquals(1, red.redundantCount());
        assertEquals(4 + 1 + 14, red.overheadBytes());
        assertEquals(6, red.sequenceNumber(0));
        assertFalse(red.carriesOnly(5));
        assertFalse(red.carriesOnly(7));
    }

    @Test
    void shouldReadEveryBlock() {
        assertTrue(wrap(TWO_BEFORE));
        assertEquals(2, red.redundantCount());
        assertTrue(red.carriesOnly(111));
        assertEquals(5, red.sequenceNumber(0));
        assertEquals(6, red.sequenceNumber(1));
        assertEquals(9 + 5, red.overheadBytes());
    }

    @Test
    void shouldReadAPrimaryAlone() {
        assertTrue(wrap("6f" + "cc"));
        assertEquals(0, red.redundantCount());
        assertEquals(1, red.overheadBytes());
        assertTrue(red.carriesOnly(111));
    }

    @Test
    void shouldUnwrapThePrimary() {
        byte[] buffer = packet(TWO_BEFORE + "000003");
        buffer[1] |= 0x20; // padding of three bytes
        assertTrue(packet.wrap(buffer, 1, buffer.length - 1) && red.wrap(packet));
        red.unwrap();
        assertEquals(HEADER + "cccccccc", bytes());
        assertEquals(4, packet.payloadLength());
        assertEquals(0, packet.paddingLength());
    }

    @Test
    void shouldRenumberEveryBlock() {
        assertTrue(wrap(TWO_BEFORE));
        red.payloadTypes(96);
        assertEquals(HEADER + "e01e0002" + "e00f0003" + "60" + "aaaa" + "bbbbbb" + "cccccccc", bytes());
        assertTrue(red.wrap(packet) && red.carriesOnly(96));
    }

    @Test
    void shouldRestoreThePacketsBefore() {
        assertTrue(wrap(TWO_BEFORE));
        byte[] restored = new byte[100];
        int length = red.restore(0, 63, restored);
        assertEquals(
                "903f0005" + "00000880" + "00000005" + "bede000110550000" + "aaaa",
                HexFormat.of().formatHex(restored, 0, length));
        length = red.restore(1, 63, restored);
        assertEquals(
                "903f0006" + "00000c40" + "00000005" + "bede000110550000" + "bbbbbb",
                HexFormat.of().formatHex(restored, 0, length));
    }

    @Test
    void shouldNotRestoreWhatIsEmptyOrNotOlder() {
        assertTrue(wrap("ef0f0000" + "ef000001" + "6f" + "aa" + "cc"));
        assertFalse(red.isRestorable(0), "no bytes");
        assertFalse(red.isRestorable(1), "the same time");
    }

    @Test
    void shouldRejectEveryTruncation() {
        // The length of the primary is what remains: only with nothing left of it is a packet too short.
        for (int length = 0; length <= TWO_BEFORE.length() - 8; length += 2) {
            assertFalse(wrap(TWO_BEFORE.substring(0, length)), "bytes " + length / 2);
        }
        assertTrue(wrap(TWO_BEFORE.substring(0, TWO_BEFORE.length() - 6)));
    }

    @Test
    void shouldRejectBlocksBeyondThePacketAndEndlessHeaders() {
        assertFalse(wrap("ef0f03ff" + "6f" + "aa"), "longer than the payload");
        assertFalse(wrap("ef0f0001".repeat(400)), "no primary");
        String most = "ef0f0001".repeat(Red.MAX_REDUNDANT) + "6f" + "aa".repeat(Red.MAX_REDUNDANT) + "cc";
        assertTrue(wrap(most));
        assertFalse(wrap("ef0f0001" + most), "one too many");
    }
}
