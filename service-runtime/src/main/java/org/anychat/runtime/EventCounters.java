package org.anychat.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of one service, one per constant. Any thread may count and read.
 *
 * @param <E> what is counted
 */
public final class EventCounters<E extends Enum<E>> {
    private final Map<E, LongAdder> adders;

    /**
     * Makes counters that all stand at 0.
     *
     * @param events what is counted
     */
    public EventCounters(Class<E> events) {
        adders = new EnumMap<>(events);
        for (E event : events.getEnumConstants()) {
            adders.put(event, new LongAdder());
        }
    }

    /**
     * Counts one.
     *
     * @param event what happened
     */
    public void count(E event) {
        adders.get(event).increment();
    }

    /**
     * Counts several.
     *
     * @param event what happened
     * @param times how often, 0 or more
     */
    public void count(E event, long times) {
        adders.get(event).add(times);
    }

    /**
     * Reads a counter.
     *
     * @param event which
     * @return its value since the start
     */
    public long value(E event) {
        return adders.get(event).sum();
    }
}
