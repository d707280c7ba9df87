package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RestTest {
    private static final long START_MS = 1_000_000;

    private final Rest rest = new Rest();

    private long waitMs(long nowMs) {
        long untilMs = nowMs;
        while (rest.rests(untilMs)) {
            untilMs += 500;
        }
        return untilMs - nowMs;
    }

    @Test
    void shouldDoubleWithEachEnd() {
        rest.end(true, 0, START_MS);
        assertEquals(10_000, waitMs(START_MS));

        rest.end(true, 0, START_MS + 10_000);

        assertEquals(20_000, waitMs(START_MS + 10_000));
    }

    @Test
    void shouldCountOneLostPathOnceWhateverWentByIt() {
        rest.end(true, 1_000, START_MS);
        rest.end(true, 1_000, START_MS);
        rest.end(true, 1_000, START_MS + 1_000);
        assertEquals(11_000, waitMs(START_MS));

        rest.end(true, 0, START_MS + 11_000);

        assertEquals(20_000, waitMs(START_MS + 11_000));
    }

    @Test
    void shouldWaitForAFailureThatFollowsAnotherEnd() {
        rest.end(false, 1_000, START_MS);
        rest.end(true, 1_000, START_MS + 500);

        assertEquals(10_000, waitMs(START_MS + 500));
    }

    @Test
    void shouldCountAnAttemptThatEndsSoonerThanItsRest() {
        rest.end(true, 0, START_MS);
        rest.begin(START_MS + 10_000);
        rest.end(true, 0, START_MS + 10_500);

        assertEquals(20_000, waitMs(START_MS + 10_500));
    }

    @Test
    void shouldBeginAnewOnceAllWentWellForLong() {
        rest.end(true, 0, START_MS);
        rest.end(true, 300_001, START_MS + 400_000);
        rest.end(true, 300_001, START_MS + 400_000);

        assertEquals(10_000, waitMs(START_MS + 400_000));
    }
}
