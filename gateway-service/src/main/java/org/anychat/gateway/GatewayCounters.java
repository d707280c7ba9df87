package org.anychat.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.anychat.protocol.RequestType;

/** The gateway's counters. Any thread may count and read. */
public final class GatewayCounters {
    private final Map<GatewayCounter, LongAdder> adders = new EnumMap<>(GatewayCounter.class);

    private final RequestObserver requests;

    /** Makes counters that all stand at 0. */
    public GatewayCounters() {
        this(RequestObserver.NONE);
    }

    /**
     * Makes counters that all stand at 0.
     *
     * @param requests hears how requests went
     */
    public GatewayCounters(RequestObserver requests) {
        this.requests = requests;
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
     * A request was answered. The gateway's context.
     *
     * @param type what was asked
     * @param code the reply's, 0 for success
     * @param durationNs from its turn to its reply
     */
    public void answered(RequestType type, int code, long durationNs) {
        requests.onAnswered(type, code, durationNs);
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
