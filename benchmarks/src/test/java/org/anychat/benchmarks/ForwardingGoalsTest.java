package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardingGoalsTest {
    private static final String OF_JANUS = "CPU per delivered packet, of janus's";
    private static final String CAPACITY = "delivered packets/s on one core, times Janus's";

    private final GoalTable table = new GoalTable();
    private final ForwardingGoals goals = new ForwardingGoals(table);

    @Test
    void shouldJudgeTheRatioOfBoth() {
        goals.judgeRooms(Map.of("anychat", turns(3, 0), "janus", turns(10, 0)));

        assertEquals(List.of(OF_JANUS + " (by means 0.30): 0.30, goal at most 0.35: met"), table.words());
    }

    @Test
    void shouldTellOfTheTurnsThatAMedianLeavesOut() {
        ServerTurns own = new ServerTurns(List.of(Windows.of(3, 0), Windows.of(3, 0), Windows.of(9, 0)));

        goals.judgeRooms(Map.of("anychat", own, "janus", turns(10, 0)));

        assertEquals(List.of(OF_JANUS + " (by means 0.50): 0.30, goal at most 0.35: met"), table.words());
    }

    /** What a server did not forward has cost it nothing. */
    @Test
    void shouldNotJudgeByAServerThatLosesPackets() {
        goals.judgeRooms(Map.of("anychat", turns(3, 0), "janus", turns(100, 40)));

        assertEquals(List.of(OF_JANUS + ": not judged, janus lost 40.00 % of its packets"), table.words());
    }

    /** Of those that are lost nobody knows how late they would have been. */
    @Test
    void shouldNotJudgeLatencyWhereMoreIsLostThanItIsJudgedBy() {
        goals.judgeLatency(Map.of("anychat", turns(3, 0.2)));

        assertEquals(List.of("latency: not judged, anychat lost 0.20 % of its packets"), table.words());
    }

    @Test
    void shouldJudgeLatencyByAllTurns() {
        ServerTurns own = new ServerTurns(List.of(
                Windows.of(3, 0, "300:1000", 0),
                Windows.of(3, 0, "300:900,7000:100", 0),
                Windows.of(3, 0, "300:1000", 0)));

        goals.judgeLatency(Map.of("anychat", own));

        assertEquals(
                List.of(
                        "latency p50, ms: 0.30, goal at most 0.50: met",
                        "latency p99, ms: 7.00, goal at most 2.00: NOT met",
                        "latency p99.9, ms: 7.00, goal at most 6.00: NOT met"),
                table.words());
    }

    @Test
    void shouldNotJudgeWhereTheLoadHasLostPackets() {
        ServerTurns own = new ServerTurns(List.of(Windows.of(3, 0, "1:1", 4)));

        goals.judgeRooms(Map.of("anychat", own, "janus", turns(10, 0)));

        assertEquals(
                List.of(OF_JANUS + ": not judged, the load itself had no room for 4 of anychat's packets"),
                table.words());
    }

    @Test
    void shouldNotJudgeByAServerThatHasFailed() {
        table.failed("janus", new IOException("no such feed"));

        goals.judgeRooms(Map.of("anychat", turns(3, 0)));
        goals.judgeCapacity(Map.of("anychat", new Capacity(60_000, 400, true)));

        assertEquals(
                List.of(OF_JANUS + ": not judged, janus has failed", CAPACITY + ": not judged, janus has failed"),
                table.words());
    }

    @Test
    void shouldNotJudgeByAServerThatNobodyAskedFor() {
        goals.judgeRooms(Map.of("anychat", turns(3, 0)));
        goals.judgeCapacity(Map.of("anychat", new Capacity(60_000, 400, true)));

        assertEquals(List.of(), table.words());
    }

    @Test
    void shouldJudgeCapacityByEndsThatWereFound() {
        Capacity janus = new Capacity(20_000, 130, true);

        goals.judgeCapacity(Map.of("anychat", new Capacity(50_000, 325, true), "janus", janus));
        goals.judgeCapacity(Map.of("anychat", new Capacity(50_000, 325, false), "janus", janus));
        goals.judgeCapacity(Map.of("anychat", new Capacity(70_000, 455, false), "janus", janus));
        goals.judgeCapacity(
                Map.of("anychat", new Capacity(70_000, 455, true), "janus", new Capacity(20_000, 130, false)));

        assertEquals(
                List.of(
                        CAPACITY + ": 2.50, goal at least 3.00: NOT met",
                        CAPACITY + ": not judged, it is 2.50 at least, the end was not found",
                        CAPACITY + ": 3.50, goal at least 3.00: met",
                        CAPACITY + ": not judged, the end of what janus carries was not found"),
                table.words());
    }

    /** A little too much for a core does not come late enough within a turn to be lost. */
    @Test
    void shouldNotCallCarriedWhatPilesUp() {
        assertTrue(Capacity.carries(Windows.of(3, 0.05, "900:99,80000:1", 0)));
        assertFalse(Capacity.carries(Windows.of(3, 0.05, "900:98,80000:2", 0)));
        assertFalse(Capacity.carries(Windows.of(3, 0.1, "900:100", 0)));
        assertFalse(Capacity.loadKeptUp(Windows.of(3, 5, "900:100", 1)));
        assertTrue(Capacity.loadKeptUp(Windows.of(3, 5, "900:100", 0)));
    }

    private static ServerTurns turns(double cpuUs, double lossPercent) {
        return new ServerTurns(List.of(Windows.of(cpuUs, lossPercent)));
    }
}
