package org.anychat.webrtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossBasedRateTest {
    private static final double CEILING = 50_000_000;
    private static final double ALLOWED = 1_000_000;
    private static final long MS = 1_000;

    private final LossBasedRate rate = new LossBasedRate(CEILING);
    private long nowUs = 7_000_000;

    /** A fifth of an interval's packets are missing. */
    private boolean lossyInterval(long roundTripMs) {
        nowUs += 200 * MS;
        for (int i = 0; i < 40; i++) {
            rate.onArrived();
        }
        for (int i = 0; i < 10; i++) {
            rate.onMissing();
        }
        return rate.update(Math.min(ALLOWED, rate.rateBps()), roundTripMs * MS, nowUs);
    }

    @Test
    void shouldFallOnceForWhatWasUnderWayWhenItFell() {
        rate.update(ALLOWED, 600 * MS, nowUs);
        assertTrue(lossyInterval(600));
        assertEquals(0.9 * ALLOWED, rate.rateBps(), 1);
        for (int i = 0; i < 4; i++) {
            assertFalse(lossyInterval(600), "sent before the fall could be felt");
        }
        assertEquals(0.9 * ALLOWED, rate.rateBps(), 1);
        assertTrue(lossyInterval(600));
        assertEquals(0.81 * ALLOWED, rate.rateBps(), 1);
    }

    @Test
    void shouldFallAgainSoonOnAShortPath() {
        rate.update(ALLOWED, 20 * MS, nowUs);
        assertTrue(lossyInterval(20));
        assertFalse(lossyInterval(20));
        assertTrue(lossyInterval(20));
    }
}
