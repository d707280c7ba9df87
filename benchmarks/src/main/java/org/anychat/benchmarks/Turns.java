package org.anychat.benchmarks;

import java.io.IOException;
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
    /** Prints the medians of each server, and where a JVM runs it, what its threads took; returns the medians. */
    Map<String, ForwardingWindow> take(String title, Map<String, Forwarder> running, int viewersOfEach)
            throws IOException, InterruptedException {
        return take(title, running, name -> viewersOfEach);
    }

    /** The same where the publishers of each server have another number of viewers. */
    Map<String, ForwardingWindow> take(
            String title, Map<String, Forwarder> running, ToIntFunction<String> viewersOfEach)
            throws IOException, InterruptedException {
        System.out.println(title);
        for (Forwarder server : running.values()) {
            warmUp.run(server);
        }
        Map<String, List<ForwardingWindow>> windows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Forwarder> entry : running.entrySet()) {
                windows.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                        .add(ForwardingWindow.measure(
                                entry.getValue(), viewersOfEach.applyAsInt(entry.getKey()), seconds));
            }
        }
        System.out.println(ForwardingWindow.header());
        Map<String, ForwardingWindow> medians = new LinkedHashMap<>();
        windows.forEach((name, all) -> {
            medians.put(name, ForwardingWindow.median(all));
            System.out.println(medians.get(name).line(name) + "   CPU " + ForwardingWindow.spread(all));
        });
        medians.forEach((name, median) -> {
            if (running.get(name).warmsUp()) {
                median.cpu().print(name);
            }
        });
        return medians;
    }
}
