package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/** Feedback from anybody says what its header promises, and what we heard is what our own feedback says. */
class TransportFeedbackFuzzTest {
    private static final int HEADER_LENGTH = 12;
    private static final int MAX_PACKETS = 300;

    private final RtcpReader reader = new RtcpReader();
    private final TransportFeedback feedback = new TransportFeedback();

    /** The bytes behind the header of a packet, and the arrivals of packets, three bytes each. */
    @FuzzTest
    void shouldSayWhatIsThere(byte[] data) {
        checkForeign(data);
        checkOwn(ByteBuffer.wrap(data));
    }

    private void checkForeign(byte[] data) {
        int length = HEADER_LENGTH + (data.length & ~3);
        byte[] packet = new byte[length];
        ByteBuffer.wrap(packet)
                .putShort((short) 0x8FCD)
                .putShort((short) (length / 4 - 1))
                .putLong(1);
        System.arraycopy(data, 0, packet, HEADER_LENGTH, length - HEADER_LENGTH);
        if (!reader.wrap(packet, 0, length) || !reader.next() || !feedback.wrap(reader)) {
            return;
        }
        Count count = new Count(feedback.baseSequenceNumber());
        feedback.forEach(count);
        assertEquals(feedback.statusCount(), count.statuses);
    }

    private void checkOwn(ByteBuffer arrivals) {
        TransportFeedbackBuilder builder = new TransportFeedbackBuilder();
        TreeMap<Integer, Long> expected = new TreeMap<>();
        int sequenceNumber = 1000;
        long ticks = 1_000_000;
        while (arrivals.remaining() >= 3 && expected.size() < MAX_PACKETS) {
            sequenceNumber += 1 + (arrivals.get() & 3);
            ticks += arrivals.getShort() / 4;
            builder.onPacket(sequenceNumber, ticks * TransportFeedback.TICK_US * 1000);
            expected.put(sequenceNumber, ticks * TransportFeedback.TICK_US);
        }
        byte[] buffer = new byte[1 << 14];
        RtcpWriter writer = new RtcpWriter();
        TreeMap<Integer, Long> told = new TreeMap<>();
        while (builder.append(writer.wrap(buffer, 0, buffer.length), 1, 2)) {
            assertTrue(reader.wrap(buffer, 0, writer.length()) && reader.next() && feedback.wrap(reader));
            assertTrue(feedback.statusCount() > 0, "feedback that says nothing, for ever");
            feedback.forEach(new TransportFeedback.Visitor() {
                @Override
                public void onReceived(int sequenceNumber, long arrivalUs) {
                    told.put(sequenceNumber, arrivalUs);
                }

                @Override
                public void onMissing(int sequenceNumber) {
                    assertTrue(!expected.containsKey(sequenceNumber));
                }
            });
        }
        assertEquals(expected, told);
    }

    private static final class Count implements TransportFeedback.Visitor {
        private int next;
        private int statuses;

        Count(int base) {
            next = base;
        }

        @Override
        public void onReceived(int sequenceNumber, long arrivalUs) {
            onMissing(sequenceNumber);
        }

        @Override
        public void onMissing(int sequenceNumber) {
            assertEquals(next, sequenceNumber);
            next = (next + 1) & 0xFFFF;
            statuses++;
        }
    }
}
