package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class ResendLimiterTest {
    private static final long ROUND_TRIP_NS = 50_000_000;

    private final FakeClock clock = new FakeClock();
    private final ResendLimiter limiter = new ResendLimiter();

    @Test
    void shouldSendAPacketAgainOncePerRoundTrip() {
        assertTrue(admit(7));
        assertFalse(admit(7));
        clock.advanceNs(ROUND_TRIP_NS);
        assertTrue(admit(7));
    }

    @Test
    void shouldSendAPacketAgainOnlySoOften() {
        int sent = 0;
        for (int i = 0; i < 100; i++) {
            sent += admit(7) ? 1 : 0;
            clock.advanceNs(ROUND_TRIP_NS);
        }
        assertEquals(ResendLimiter.MAX_RESENDS, sent);
    }

    @Test
    void shouldKeepPacketsApart() {
        assertTrue(admit(0));
        assertTrue(admit(1));
        assertTrue(admit(65_535));
    }

    @Test
    void shouldHoldTheRateWhateverIsAskedFor() {
        int sent = 0;
        for (int i = 0; i < 5000; i++) {
            sent += admit(i) ? 1 : 0;
        }
        assertEquals(ResendLimiter.MAX_PER_WINDOW, sent);
        clock.advanceNs(ResendLimiter.WINDOW_NS);
        assertTrue(admit(6000));
    }

    private boolean admit(int sequenceNumber) {
        return limiter.admit(sequenceNumber, ROUND_TRIP_NS, clock.nowNs());
    }
}
