package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.anychat.benchmarks.ThreadTimes.Kind;
import org.junit.jupiter.api.Test;

class ServerTurnsTest {
    /** One turn of three with a collection of the heap, which a median of turns would leave out. */
    private final ServerTurns turns = new ServerTurns(List.of(
            Windows.of(5, 0, "200:1000", 0),
            Windows.of(11, 0.3, "200:990,9000:10", 2),
            Windows.of(5, 0, "200:1000", 1)));

    @Test
    void shouldHaveTheLatePacketsOfAllTurns() {
        assertEquals(200, turns.latency().p99Us());
        assertEquals(9000, turns.latency().p999Us());
    }

    @Test
    void shouldHaveMedianAndMeanOfCpu() {
        assertEquals(5, turns.cpu().total());
        assertEquals(7, turns.meanCpu().total(), 1e-9);
        assertEquals(7, turns.meanCpu().byKind().get(Kind.EVENT_LOOPS).total(), 1e-9);
        assertEquals("5.00 to 11.00", turns.spread());
    }

    @Test
    void shouldHaveTheLossOfAllTurns() {
        assertEquals(0.1, turns.lossPercent(), 1e-9);
        assertEquals(3, turns.droppedHere());
    }
}
