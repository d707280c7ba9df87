package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Servers that take turns under the same load, so that what else the machine does meets all of them.
 *
 * @param rounds turns of each
 * @param seconds of a turn
 * @param warmUp before the first
 */
record Turns(int rounds, double seconds, WarmUp warmUp) {
    /** Prints the turns of each server, and where a JVM runs it, what its threads took; returns the turns. */
    Map<String, ServerTurns> take(String title, RunningServers running, int viewersOfEach) throws InterruptedException {
        return take(title, running, name -> viewersOfEach);
    }

    /** The same where the publishers of each server have another number of viewers. */
    Map<String, ServerTurns> take(String title, RunningServers running, ToIntFunction<String> viewersOfEach)
            throws InterruptedException {
        System.out.println(title);
        running.each(warmUp::run);
        Map<String, List<ForwardingWindow>> windows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            running.each(
                    round,
                    server -> windows.computeIfAbsent(server.name(), name -> new ArrayList<>())
                            .add(ForwardingWindow.measure(server, viewersOfEach.applyAsInt(server.name()), seconds)));
        }
        System.out.println(ServerTurns.header());
        Map<String, ServerTurns> all = new LinkedHashMap<>();
        Map<String, PacketCpu> ofThreads = new LinkedHashMap<>();
        running.each(server -> {
            String name = server.name();
            ServerTurns turns = new ServerTurns(windows.get(name));
            all.put(name, turns);
            System.out.println(turns.line(name) + "   CPU " + turns.spread());
            if (server.warmsUp()) {
                ofThreads.put(name, turns.meanCpu());
            }
        });
        ofThreads.forEach((name, cpu) -> cpu.print(name));
        return all;
    }
}
