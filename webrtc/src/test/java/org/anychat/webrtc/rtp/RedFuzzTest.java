package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A whole packet, header and all, in an array that ends where it ends. */
class RedFuzzTest {
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket other = new RtpPacket();
    private final Red red = new Red();

    @FuzzTest
    void shouldKeepToItsPacket(byte[] data) {
        byte[] bytes = data.clone();
        if (!packet.wrap(bytes, 0, bytes.length) || !red.wrap(packet)) {
            return;
        }
        assertArrayEquals(data, bytes, "reading changes nothing");
        int number = packet.sequenceNumber();
        int primaryLength = packet.payloadLength() - red.overheadBytes();
        assertTrue(primaryLength > 0 && red.redundantCount() <= Red.MAX_REDUNDANT);
        byte[] primary = Arrays.copyOfRange(
                bytes, packet.payloadOffset() + red.overheadBytes(), packet.payloadOffset() + packet.payloadLength());
        restoreAll(bytes.length, number);
        int redundant = red.redundantCount();
        red.payloadTypes(42);
        assertTrue(red.wrap(packet) && red.carriesOnly(42));
        assertEquals(redundant, red.redundantCount());
        red.unwrap();
        assertEquals(number, packet.sequenceNumber());
        int from = packet.payloadOffset();
        assertArrayEquals(primary, Arrays.copyOfRange(bytes, from, from + packet.payloadLength()));
        assertTrue(other.wrap(bytes, 0, packet.length()));
        assertEquals(primaryLength, other.payloadLength());
    }

    private void restoreAll(int length, int number) {
        for (int block = 0; block < red.redundantCount(); block++) {
            byte[] restored = new byte[length];
            int restoredLength = red.restore(block, 7, restored);
            assertTrue(other.wrap(restored, 0, restoredLength));
            assertEquals(7, other.payloadType());
            assertEquals((number - red.redundantCount() + block) & 0xFFFF, other.sequenceNumber());
            assertTrue(!red.isRestorable(block) || other.payloadLength() > 0);
        }
    }
}
