package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardingGoalsTest {
    private final GoalTable table = new GoalTable();
    private final ForwardingGoals goals = new ForwardingGoals(table);

    @Test
    void shouldJudgeTheRatioOfBoth() {
        goals.judgeRooms(Map.of("anychat", window(3, 0), "janus", window(10, 0)));

        assertEquals(List.of("CPU per delivered packet, of janus's: 0.30, goal at most 0.35: met"), table.words());
    }

    /** What a server did not forward has cost it nothing. */
    @Test
    void shouldNotJudgeByAServerThatLosesPackets() {
        goals.judgeRooms(Map.of("anychat", window(3, 0), "janus", window(100, 40)));

        assertEquals(
                List.of("CPU per delivered packet, of janus's: not judged, janus lost 40.0 % of its packets"),
                table.words());
    }

    @Test
    void shouldNotJudgeByAServerThatHasFailed() {
        table.failed("janus", new IOException("no such feed"));

        goals.judgeRooms(Map.of("anychat", window(3, 0)));

        assertEquals(List.of("CPU per delivered packet, of janus's: not judged, janus has failed"), table.words());
    }

    @Test
    void shouldNotJudgeByAServerThatNobodyAskedFor() {
        goals.judgeRooms(Map.of("anychat", window(3, 0)));

        assertEquals(List.of(), table.words());
    }

    private static ForwardingWindow window(double cpuUs, double lossPercent) {
        return new ForwardingWindow(
                1000,
                lossPercent,
                new PacketCpu(cpuUs, 0, new EnumMap<>(ThreadTimes.Kind.class)),
                new LoadReport.Latency(1, 2, 3, 4),
                100,
                0.1,
                0,
                0);
    }
}
