package org.anychat.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeClockTest {
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE - 1_500_000, 1_000);
    private final List<String> ran = new ArrayList<>();

    @Test
    void shouldStandStillUntilAdvanced() {
        assertEquals(clock.nowNs(), clock.nowNs());
        assertEquals(1_000, clock.epochMs());
    }

    @Test
    void shouldAdvanceBothClocksAcrossTheOverflowOfNanoTime() {
        long before = clock.nowNs();

        clock.advanceMs(5);

        assertEquals(5_000_000, clock.nowNs() - before);
        assertEquals(1_005, clock.epochMs());
    }

    @Test
    void shouldRunTasksInOrderOfTimeAndThenOfPlanning() {
        clock.schedule(2_000_000, () -> ran.add("second"));
        clock.schedule(1_000_000, () -> ran.add("first"));
        clock.schedule(2_000_000, () -> ran.add("third"));
        clock.schedule(2_000_001, () -> ran.add("late"));

        clock.advanceMs(2);

        assertEquals(List.of("first", "second", "third"), ran);
    }

    @Test
    void shouldShowATaskItsOwnMoment() {
        long before = clock.nowNs();
        clock.schedule(3_000, () -> ran.add(String.valueOf(clock.nowNs() - before)));

        clock.advanceMs(1);

        assertEquals(List.of("3000"), ran);
    }

    @Test
    void shouldRunWhatATaskPlansWithinTheSameAdvance() {
        clock.schedule(1, () -> clock.schedule(1, () -> ran.add("nested")));

        clock.advanceNs(2);

        assertEquals(List.of("nested"), ran);
    }

    @Test
    void shouldRepeatForEver() {
        clock.every(10, nowNs -> ran.add("tick"));

        clock.advanceNs(35);

        assertEquals(3, ran.size());
    }

    @Test
    void shouldNotRunBackwards() {
        assertThrows(IllegalArgumentException.class, () -> clock.advanceNs(-1));
    }
}
