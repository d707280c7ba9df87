package org.anychat.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The gateway's counters. Any thread may count and read. */
public final class GatewayCounters {
    private final Map<GatewayCounter, LongAdder> adders = new EnumMap<>(GatewayCounter.class);

    /** Makes counters that all stand at 0. */
    public GatewayCounters() {
        for (GatewayCounter counter : GatewayCounter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    /**
     * Counts one.
     *
     * @param counter what happened
     */
    public void count(GatewayCounter counter) {
        adders.get(counter).increment();
    }

    /**
     * Counts several.
     *
     * @param counter what happened
     * @param times how often, 0 or more
     */
    public void count(GatewayCounter counter, int times) {
        adders.get(counter).add(times);
    }

    /**
     * Reads a counter.
     *
     * @param counter which
     * @return how often it happened since the start
     */
    public long value(GatewayCounter counter) {
        return adders.get(counter).sum();
    }
}
