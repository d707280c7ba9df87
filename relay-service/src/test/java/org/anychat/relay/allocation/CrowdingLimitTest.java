package org.anychat.relay.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class CrowdingLimitTest {
    private static final long SENT = 1_000_000;
    private static final long WANTED = 2_000_000;

    private final FakeClock clock = new FakeClock();
    private final CrowdingLimit limit = new CrowdingLimit();

    private long passes(boolean crowded, long ms) {
        for (long passed = 0; passed < ms; passed += 10) {
            clock.advanceMs(10);
            limit.update(crowded, SENT, WANTED, clock.nowNs());
        }
        return limit.limitBps();
    }

    @Test
    void shouldLimitNothingBeforeTheFirstTime() {
        assertEquals(CrowdingLimit.NONE_BPS, passes(false, 10_000));
    }

    @Test
    void shouldFallFromWhatWasSentAndFurtherWhileItLasts() {
        assertEquals(850_000, passes(true, 10));
        assertEquals(850_000, passes(true, 190));
        assertEquals(722_500, passes(true, 10));
    }

    @Test
    void shouldNotFallFasterWhereItComesAndGoes() {
        passes(true, 10);
        passes(false, 10);
        assertEquals(850_000, passes(true, 10));
    }

    /** What still waits was sent before less was granted. */
    @Test
    void shouldNotTakeTheLastOfAQueueForWhatIsSentNow() {
        passes(true, 10);
        clock.advanceMs(210);
        limit.update(true, SENT / 5, WANTED, clock.nowNs());
        assertEquals(722_500, limit.limitBps());

        for (int i = 0; i < 121; i++) {
            clock.advanceMs(10);
            limit.update(false, SENT / 5, WANTED, clock.nowNs());
        }
        limit.update(true, SENT / 5, WANTED, clock.nowNs());
        assertEquals(170_000, limit.limitBps());
    }

    @Test
    void shouldNotEndSound() {
        for (int i = 0; i < 20; i++) {
            passes(true, 10_000);
            passes(false, 10);
        }
        assertEquals(50_000, passes(true, 1_000));
    }

    @Test
    void shouldNotFallForEverWhileNothingGoesAtAll() {
        assertTrue(passes(true, 60_000) >= 190_000);
    }

    @Test
    void shouldGrowSlowlyAndEndWhereThereIsRoomForEverything() {
        passes(true, 10);
        assertEquals(892_500, passes(false, 1_000));
        assertTrue(passes(false, 9_000) < 1_400_000);
        assertEquals(CrowdingLimit.NONE_BPS, passes(false, 20_000));
    }
}
