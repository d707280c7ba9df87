package org.anychat.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private long nowNs = Long.MAX_VALUE - 5;

    @Test
    void shouldTellTheTimeOfItsBeginningAndWhatHasPassedSince() {
        SteadyClock clock = new SteadyClock(1_700_000_000_000L, () -> nowNs);
        assertEquals(1_700_000_000_000L, clock.getAsLong());

        nowNs += TimeUnit.MINUTES.toNanos(2);

        assertEquals(1_700_000_120_000L, clock.getAsLong());
    }
}
