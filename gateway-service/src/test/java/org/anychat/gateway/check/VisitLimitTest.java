package org.anychat.gateway.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VisitLimitTest {
    private final AtomicLong nowNs = new AtomicLong(-5);
    private final VisitLimit limit = new VisitLimit(nowNs::get);

    @Test
    void shouldBoundWhatOneAddressHasAtOnce() {
        assertTrue(limit.enter("a"));
        assertTrue(limit.enter("a"));
        assertFalse(limit.enter("a"));
        assertTrue(limit.enter("b"));

        limit.leave("a");
        assertTrue(limit.enter("a"));
    }

    @Test
    void shouldBoundWhatAllHaveAtOnce() {
        for (int i = 0; i < VisitLimit.AT_ONCE; i++) {
            assertTrue(limit.enter("address " + i));
        }
        assertFalse(limit.enter("one more"));

        limit.leave("address 3");
        assertTrue(limit.enter("one more"));
    }

    @Test
    void shouldBoundWhatOneAddressBeginsInAMinute() {
        for (int i = 0; i < VisitLimit.PER_MINUTE_AND_ADDRESS; i++) {
            assertTrue(limit.enter("a"));
            limit.leave("a");
        }
        assertFalse(limit.enter("a"));
        assertTrue(limit.enter("b"));

        nowNs.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertTrue(limit.enter("a"));
    }

    @Test
    void shouldRememberABoundedNumberOfAddresses() {
        for (int i = 0; i < VisitLimit.ADDRESSES; i++) {
            assertTrue(limit.enter("address " + i));
            limit.leave("address " + i);
        }
        assertFalse(limit.enter("one more"));
        assertTrue(limit.enter("address 0"));
    }
}
