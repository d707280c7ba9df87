package org.anychat.webrtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedback;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What receivers may say, true or not. */
class ForgedFeedbackTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = 5_000_000_000L;
    private static final int PACKET_BYTES = 1000;
    private static final int FORGERIES = 20_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthEstimator.Limits.DEFAULT);
    private final TransportFeedback feedback = new TransportFeedback();
    private final RtcpReader reader = new RtcpReader();
    private final byte[] buffer = new byte[1500];
    private final RtcpWriter writer = new RtcpWriter();
    private long nowNs = START_NS;

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            nowNs += 10 * MS;
            estimator.onSent(PACKET_BYTES, nowNs);
            estimator.onTimer(nowNs);
        }
    }

    /** Feedback about packets, told as come in intervals. */
    private int write(int first, int count, long arrivalIntervalNs) {
        TransportFeedbackBuilder builder = new TransportFeedbackBuilder();
        for (int i = 0; i < count; i++) {
            builder.onPacket((first + i) & 0xFFFF, nowNs + i * arrivalIntervalNs);
        }
        writer.wrap(buffer, 0, buffer.length);
        assertTrue(builder.append(writer, 1, 2));
        return writer.length();
    }

    private boolean deliver(int length) {
        return reader.wrap(buffer, 0, length)
                && reader.next()
                && feedback.wrap(reader)
                && estimator.onFeedback(feedback, nowNs);
    }

    @Test
    void shouldRefuseWordOfPacketsThatWereNeverSent() {
        assertFalse(deliver(write(0, 10, MS)));
        send(10);
        assertFalse(deliver(write(5, 10, MS)));
        assertFalse(deliver(write(40_000, 10, MS)));
        assertEquals(BandwidthEstimator.Limits.DEFAULT.startBps(), estimator.estimateBps());
        assertEquals(0, estimator.acknowledgedBps());
        assertTrue(deliver(write(0, 10, MS)));
    }

    @Test
    void shouldRefuseATinyPacketThatTellsOfSixtyThousand() {
        send(100);
        int length = write(99, 1, MS);
        NetworkOrder.put16(buffer, 12, 100 - 60_000);
        NetworkOrder.put16(buffer, 14, 60_000);
        assertFalse(deliver(length));
    }

    @Test
    void shouldNotBeMovedByARepetitionAndSoonNotLookAtIt() {
        send(100);
        int length = write(0, 100, 10 * MS);
        byte[] first = buffer.clone();
        assertTrue(deliver(length));
        long before = estimator.acknowledgedBps();
        int looked = 0;
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(first, 0, buffer, 0, length);
            looked += deliver(length) ? 1 : 0;
        }
        assertTrue(looked <= 3, "looked " + looked);
        assertEquals(before, estimator.acknowledgedBps());
    }

    @Test
    void shouldNotBeRaisedByArrivalsAllAtOnce() {
        estimator.want(0);
        long sentBps = (PACKET_BYTES + BandwidthEstimator.OVERHEAD_BYTES) * 8 * 100L;
        for (int i = 0; i < 600; i++) {
            send(10);
            deliver(write(10 * i, 10, 0));
            long limit = sentBps * 3 / 2 * 104 / 100 + 10_000;
            assertTrue(estimator.estimateBps() <= limit, "estimate " + estimator.estimateBps());
        }
    }

    @Test
    void shouldSurviveWhateverComes() {
        Random random = seeded.random();
        long most = 0;
        int taken = 0;
        estimator.want(20_000_000);
        send(100);
        for (int i = 0; i < FORGERIES; i++) {
            send(random.nextInt(12));
            int back = 1 + random.nextInt(60);
            int first = (estimator.nextSequenceNumber() - back) & 0xFFFF;
            int length = write(first, 1 + random.nextInt(back), random.nextInt(40) * MS);
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                buffer[12 + random.nextInt(length - 12)] = (byte) random.nextInt();
            }
            taken += deliver(length) ? 1 : 0;
            most = Math.max(most, estimator.estimateBps());
        }
        assertTrue(taken >= FORGERIES / 2, "taken " + taken);
        assertTrue(most <= 3_000_000, "estimate " + most);
    }

    @Test
    void shouldAllocateNothingOnceTheHistoryHasItsSize() {
        TransportFeedbackBuilder builder = new TransportFeedbackBuilder();
        run(builder, 20_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        run(builder, 20_000);
        long perPacket = (threads.getThreadAllocatedBytes(id) - before) / 20_000;
        assertEquals(0, perPacket);
    }

    private void run(TransportFeedbackBuilder builder, int packets) {
        for (int i = 0; i < packets; i++) {
            nowNs += MS;
            builder.onPacket(estimator.nextSequenceNumber(), nowNs + 20 * MS);
            estimator.onSent(PACKET_BYTES, nowNs);
            if (i % 100 == 99) {
                estimator.onTimer(nowNs);
                writer.wrap(buffer, 0, buffer.length);
                builder.append(writer, 1, 2);
                assertTrue(deliver(writer.length()));
            }
        }
    }
}
