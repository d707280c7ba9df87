package org.anychat.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/** Windows for tests: a thousand packets a second of one server, of which one thing or another is said. */
final class Windows {
    private Windows() {}

    static ForwardingWindow of(double cpuUs, double lossPercent) {
        return of(cpuUs, lossPercent, "1:1000", 0);
    }

    static ForwardingWindow of(double cpuUs, double lossPercent, String latencies, long droppedHere) {
        Map<ThreadTimes.Kind, PacketCpu.Part> parts = new EnumMap<>(ThreadTimes.Kind.class);
        parts.put(ThreadTimes.Kind.EVENT_LOOPS, new PacketCpu.Part(cpuUs, 0));
        return new ForwardingWindow(
                1000,
                lossPercent,
                new PacketCpu(cpuUs, 0, parts),
                cpuUs,
                Latencies.parse(latencies, 4),
                100,
                0.1,
                0,
                droppedHere);
    }
}
