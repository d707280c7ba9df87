package org.anychat.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * What a load program has counted since its last reset. Latencies run from the publisher's call of the kernel to the
 * kernel's receipt at the viewer.
 */
record LoadReport(
        long sent, long delivered, long duplicates, long wrong, long droppedHere, Latency latency, long cpuUs) {
    /** In microseconds, of every eighth packet. */
    record Latency(long p50Us, long p99Us, long p999Us, long maxUs) {}

    static LoadReport parse(String line) {
        Map<String, Long> values = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
            }
        }
        return new LoadReport(
                values.get("sent"),
                values.get("delivered"),
                values.get("duplicates"),
                values.get("forged") + values.get("strangers") + values.get("errors"),
                values.get("dropped"),
                new Latency(values.get("p50"), values.get("p99"), values.get("p999"), values.get("max")),
                values.get("cpu"));
    }
}
