package org.anychat.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * What a load program has counted since its last reset. Latencies run from the publisher's call of the kernel to the
 * kernel's receipt at the viewer.
 *
 * @param feedback about transport-wide numbers, how often it was sent
 */
record LoadReport(
        long sent,
        long delivered,
        long duplicates,
        long wrong,
        long droppedHere,
        Bytes bytes,
        long attacks,
        long feedback,
        Latencies latency,
        long cpuUs) {
    /** Of all datagrams that came, and of those of attacks that were sent. */
    record Bytes(long in, long out) {}

    static LoadReport parse(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new LoadReport(
                value(words, "sent"),
                value(words, "delivered"),
                value(words, "duplicates"),
                value(words, "forged") + value(words, "strangers") + value(words, "errors"),
                value(words, "dropped"),
                new Bytes(value(words, "bytes_in"), value(words, "bytes_out")),
                value(words, "attacks"),
                value(words, "feedback"),
                Latencies.parse(words.get("latencies"), value(words, "max")),
                value(words, "cpu"));
    }

    private static long value(Map<String, String> words, String name) {
        return Long.parseLong(words.get(name));
    }
}
