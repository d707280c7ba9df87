package org.anychat.auth.plugin;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts by reason. Any thread. */
final class PluginCounters {
    private final Map<PluginCounter, LongAdder> counts = new EnumMap<>(PluginCounter.class);

    PluginCounters() {
        for (PluginCounter counter : PluginCounter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void count(PluginCounter counter) {
        counts.get(counter).increment();
    }

    void count(PluginCounter counter, int times) {
        counts.get(counter).add(times);
    }

    long value(PluginCounter counter) {
        return counts.get(counter).sum();
    }

    /** All counts above 0, for a log; empty where there is none. */
    @Override
    public String toString() {
        return Arrays.stream(PluginCounter.values())
                .filter(counter -> value(counter) > 0)
                .map(counter -> counter + "=" + value(counter))
                .collect(Collectors.joining(", "));
    }
}
