package org.anychat.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What faults of one kind have cost, one after the other. */
final class Toll {
    private final String fault;
    private final List<Cost> costs = new ArrayList<>();

    /**
     * What one fault has cost those who were there.
     *
     * @param requestsMs until the last of the users had a request answered
     * @param newcomerMs until somebody new had logged in, entered a room and left it
     * @param gapMs      the longest time that a viewer was without sound
     * @param lost       packets of sound that did not come, at the viewer who missed most
     * @param sessions   users who were thrown out or had to log in anew
     * @param seen       how often others saw somebody leave or enter
     */
    record Cost(long requestsMs, long newcomerMs, long gapMs, long lost, long sessions, long seen) {}

    Toll(String fault) {
        this.fault = fault;
    }

    void add(Cost cost) {
        costs.add(cost);
    }

    /** The highest value of all. */
    long worst(ToLongFunction<Cost> what) {
        return costs.stream().mapToLong(what).max().orElse(0);
    }

    void print() {
        System.out.println(this);
    }

    /** One line of the table in docs/performance.md. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "CHAOS | %s | %d | %s | %s | %s | %s | %d | %d |",
                fault,
                costs.size(),
                spread(Cost::requestsMs),
                spread(Cost::newcomerMs),
                spread(Cost::gapMs),
                spread(Cost::lost),
                costs.stream().mapToLong(Cost::sessions).sum(),
                costs.stream().mapToLong(Cost::seen).sum());
    }

    /** Median and 95th percentile, by nearest rank. */
    private String spread(ToLongFunction<Cost> what) {
        long[] sorted = costs.stream().mapToLong(what).sorted().toArray();
        return sorted.length == 0 ? "-" : rank(sorted, 50) + " / " + rank(sorted, 95);
    }

    private static long rank(long[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }
}
