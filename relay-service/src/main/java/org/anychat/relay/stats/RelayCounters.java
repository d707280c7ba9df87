package org.anychat.relay.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of one media loop. One thread adds, without locked instructions; every thread may read. */
public final class RelayCounters {
    private static final RelayCounter[] COUNTERS = RelayCounter.values();

    private final Map<RelayCounter, AtomicLong> values = new EnumMap<>(RelayCounter.class);

    /** Makes counters at zero. */
    public RelayCounters() {
        for (RelayCounter counter : COUNTERS) {
            values.put(counter, new AtomicLong());
        }
    }

    /**
     * Counts one. Owning loop only.
     *
     * @param counter what happened
     */
    public void add(RelayCounter counter) {
        add(counter, 1);
    }

    /**
     * Counts several. Owning loop only.
     *
     * @param counter what happened
     * @param count how often, 0 or more
     */
    public void add(RelayCounter counter, long count) {
        AtomicLong value = values.get(counter);
        value.setOpaque(value.getPlain() + count);
    }

    /**
     * Reads one counter, from any thread.
     *
     * @param counter which
     * @return its value a moment ago
     */
    public long value(RelayCounter counter) {
        return values.get(counter).getOpaque();
    }

    /**
     * Reads and adds up the counters of several loops, from any thread.
     *
     * @param loops the loops' counters
     * @return the sums, one per counter
     */
    public static Map<RelayCounter, Long> sum(Iterable<RelayCounters> loops) {
        Map<RelayCounter, Long> sums = new EnumMap<>(RelayCounter.class);
        for (RelayCounter counter : COUNTERS) {
            long sum = 0;
            for (RelayCounters loop : loops) {
                sum += loop.value(counter);
            }
            sums.put(counter, sum);
        }
        return sums;
    }
}
