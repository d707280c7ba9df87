package org.anychat.benchmarks;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One-way latencies of packets, in microseconds.
 *
 * @param packets how many took how long; what is within 1.6 % stands as one
 * @param maxUs the longest
 */
record Latencies(SortedMap<Long, Long> packets, long maxUs) {
    static final Latencies NONE = new Latencies(new TreeMap<>(), 0);

    Latencies {
        packets = Collections.unmodifiableSortedMap(new TreeMap<>(packets));
    }

    /** Reads {@code US:PACKETS,US:PACKETS}, as the load program tells them. */
    static Latencies parse(String words, long maxUs) {
        SortedMap<Long, Long> packets = new TreeMap<>();
        for (String word : words.isEmpty() ? new String[0] : words.split(",", -1)) {
            int colon = word.indexOf(':');
            packets.merge(Long.valueOf(word.substring(0, colon)), Long.valueOf(word.substring(colon + 1)), Long::sum);
        }
        return new Latencies(packets, maxUs);
    }

    /** Those of both, as if they had been measured at once. */
    Latencies plus(Latencies other) {
        SortedMap<Long, Long> both = new TreeMap<>(packets);
        other.packets.forEach((us, count) -> both.merge(us, count, Long::sum));
        return new Latencies(both, Math.max(maxUs, other.maxUs));
    }

    long p50Us() {
        return quantileUs(0.5);
    }

    long p99Us() {
        return quantileUs(0.99);
    }

    long p999Us() {
        return quantileUs(0.999);
    }

    /** For people. */
    String ms() {
        return String.format("%.2f / %.2f / %.2f", p50Us() / 1000.0, p99Us() / 1000.0, p999Us() / 1000.0);
    }

    /** What so great a part took at most, 0 of none. */
    private long quantileUs(double part) {
        long all = packets.values().stream().mapToLong(Long::longValue).sum();
        long sum = 0;
        for (var entry : packets.entrySet()) {
            sum += entry.getValue();
            if (sum >= part * all) {
                return entry.getKey();
            }
        }
        return 0;
    }
}
