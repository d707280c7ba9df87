package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private final ReceptionStatistics statistics = new ReceptionStatistics(90_000);

    private void receive(int from, int to) {
        for (int i = from; i <= to; i++) {
            statistics.onPacket(i & 0xFFFF, 0, 0);
        }
    }

    @Test
    void shouldCountWrapsInTheExtendedSequence() {
        receive(65_530, 65_540);
        assertEquals(0x1_0004, statistics.extendedHighestSequence());
        assertEquals(0, statistics.cumulativeLost());
        assertEquals(11, statistics.packetsReceived());
    }

    @Test
    void shouldReportTheShareLostInEachInterval() {
        receive(0, 74);
        receive(100, 199);
        assertEquals(25, statistics.cumulativeLost());
        assertEquals(25 * 256 / 200, statistics.takeFractionLost());
        receive(200, 299);
        assertEquals(0, statistics.takeFractionLost());
        assertEquals(25, statistics.cumulativeLost());
    }

    @Test
    void shouldCountDuplicatesAsNegativeLoss() {
        receive(0, 9);
        receive(5, 9);
        assertEquals(-5, statistics.cumulativeLost());
        assertEquals(0, statistics.takeFractionLost());
    }

    @Test
    void shouldRestartOnlyAfterTwoPacketsFarOff() {
        receive(0, 9);
        assertFalse(statistics.onPacket(30_000, 0, 0));
        assertEquals(9, statistics.extendedHighestSequence());
        assertTrue(statistics.onPacket(30_001, 0, 0));
        assertEquals(30_001, statistics.extendedHighestSequence());
        assertEquals(0, statistics.cumulativeLost());
    }

    @Test
    void shouldStayAtZeroJitterForAnEvenStream() {
        for (int i = 0; i < 100; i++) {
            statistics.onPacket(i, i * 3000, i * TimeUnit.SECONDS.toNanos(1) / 30);
        }
        assertTrue(statistics.jitter() <= 1, "rounding only: " + statistics.jitter());
    }

    @Test
    void shouldApproachTheMeanDeviationOfAnUnevenStream() {
        // Every other packet is 10 ms late: each transit differs from the one before by 900 ticks of 90 kHz.
        for (int i = 0; i < 500; i++) {
            long lateNs = i % 2 == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(10);
            statistics.onPacket(i, i * 1800, i * TimeUnit.MILLISECONDS.toNanos(20) + lateNs);
        }
        assertEquals(900, statistics.jitter(), 1);
    }

    @Test
    void shouldSayHowOldTheLastSenderReportIs() {
        assertEquals(0, statistics.delaySinceLastSenderReport(5));
        statistics.onSenderReport(0x1122_3344_5566_7788L, 1_000);
        assertEquals(0x3344_5566, statistics.lastSenderReport());
        assertEquals(0x8000, statistics.delaySinceLastSenderReport(1_000 + TimeUnit.MILLISECONDS.toNanos(500)));
    }
}
