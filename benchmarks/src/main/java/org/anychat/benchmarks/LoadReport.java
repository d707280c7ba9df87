package org.anychat.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * What a load program has counted since its last reset. Latencies run from the publisher's call of the kernel to the
 * kernel's receipt at the viewer.
 */
record LoadReport(
        long sent,
        long delivered,
        long duplicates,
        long wrong,
        long droppedHere,
        Bytes bytes,
        long attacks,
        Latency latency,
        long cpuUs) {
    /** Of all datagrams that came, and of those of attacks that were sent. */
    record Bytes(long in, long out) {}

    /** In microseconds, of the packets that were opened. */
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
                new Bytes(values.get("bytes_in"), values.get("bytes_out")),
                values.get("attacks"),
                new Latency(values.get("p50"), values.get("p99"), values.get("p999"), values.get("max")),
                values.get("cpu"));
    }
}
