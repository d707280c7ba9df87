package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.anychat.benchmarks.ThreadTimes.Cpu;
import org.anychat.benchmarks.ThreadTimes.Kind;
import org.anychat.benchmarks.ThreadTimes.OfThread;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
    @Test
    void shouldReadTimesBehindANameThatHasParenthesesAndBlanks() {
        OfThread thread = ThreadTimes.parse(
                "42 (C2 CompilerThre) (x)) S 1 42 42 0 -1 4194304 5 0 0 0 37 11 0 0 20 0 30 0 100 0 0");

        assertEquals(new OfThread(Kind.C2, new Cpu(370_000, 110_000)), thread);
    }

    @Test
    void shouldDivideWhatAThreadRanInProportion() {
        OfThread thread = new OfThread(Kind.GC, new Cpu(30_000, 10_000)).lasting(41_000);

        assertEquals(new OfThread(Kind.GC, new Cpu(30_750, 10_250)), thread);
        assertEquals(new OfThread(Kind.GC, new Cpu(9_000, 0)), new OfThread(Kind.GC, Cpu.NONE).lasting(9_000));
    }

    @Test
    void shouldTellThreadsByTheirNames() {
        assertEquals(Kind.EVENT_LOOPS, Kind.of("vert.x-eventloo"));
        assertEquals(Kind.C1, Kind.of("C1 CompilerThre"));
        assertEquals(Kind.GC, Kind.of("GC Thread#0"));
        assertEquals(Kind.GC, Kind.of("G1 Service"));
        assertEquals(Kind.VM, Kind.of("VM Thread"));
        assertEquals(Kind.OTHERS, Kind.of("hazelcast"));
    }

    @Test
    void shouldTellWhatEndedThreadsTookByTheProcess() {
        ThreadTimes before = new ThreadTimes(
                Map.of(1, new OfThread(Kind.EVENT_LOOPS, new Cpu(100, 10)), 2, new OfThread(Kind.C2, new Cpu(50, 0))),
                new Cpu(200, 10));
        ThreadTimes after = new ThreadTimes(
                Map.of(1, new OfThread(Kind.EVENT_LOOPS, new Cpu(400, 30)), 3, new OfThread(Kind.C1, new Cpu(7, 1))),
                new Cpu(600, 40));

        Map<Kind, Cpu> used = after.since(before);

        assertEquals(
                Map.of(Kind.EVENT_LOOPS, new Cpu(300, 20), Kind.C1, new Cpu(7, 1), Kind.ENDED, new Cpu(93, 9)), used);
    }

    @Test
    void shouldFindThisProcess() throws java.io.IOException {
        ThreadTimes now = ThreadTimes.of(ProcessHandle.current().pid(), 5_000_000);

        long compilers = now.threads().values().stream()
                .filter(thread -> thread.kind() == Kind.C1 || thread.kind() == Kind.C2)
                .count();
        assertEquals(true, compilers > 0, "compilers among " + now.threads());
        assertEquals(5_000_000, now.whole().totalUs());
    }
}
