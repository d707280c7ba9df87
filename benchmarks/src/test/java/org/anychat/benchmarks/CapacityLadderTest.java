package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityLadderTest {
    @Test
    void shouldGrowUntilTooManyThenHalveTwice() {
        CapacityLadder ladder = new CapacityLadder(100, 50, 1500);

        assertEquals(List.of(100, 150, 225, 187, 206), climb(ladder, 200));
        assertEquals(187, ladder.best());
        assertFalse(ladder.open());
    }

    @Test
    void shouldFindTheEndBelowWhereItBegan() {
        CapacityLadder ladder = new CapacityLadder(160, 20, 1500);

        assertEquals(List.of(160, 80, 40, 60, 50), climb(ladder, 49));
        assertEquals(40, ladder.best());
    }

    @Test
    void shouldEndWhereNobodyIsCarried() {
        CapacityLadder ladder = new CapacityLadder(20, 20, 1500);

        assertEquals(List.of(20, 10, 5), climb(ladder, 0));
        assertEquals(0, ladder.best());
    }

    @Test
    void shouldSayThatTheEndWasNotFound() {
        CapacityLadder ladder = new CapacityLadder(1000, 20, 1500);

        assertEquals(List.of(1000, 1200, 1440), climb(ladder, 10_000));
        assertTrue(ladder.open());
    }

    /** What a growth of less than one viewer would be goes on for ever. */
    @Test
    void shouldGrowByOneAtLeast() {
        CapacityLadder ladder = new CapacityLadder(5, 1, 7);

        assertEquals(List.of(5, 6, 7), climb(ladder, 10_000));
    }

    private static List<Integer> climb(CapacityLadder ladder, int carried) {
        List<Integer> tried = new ArrayList<>();
        while (!ladder.done()) {
            tried.add(ladder.viewers());
            ladder.tried(ladder.viewers() <= carried);
        }
        return tried;
    }
}
