package org.anychat.server.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.anychat.protocol.ErrorCode;

/** Counts by the code of a reply. Codes that the error table does not have, as a plug-in may say them, are one. */
final class OutcomeCodes {
    private static final String OTHER = "other";

    private final Metric metric;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private Meters meters;

    OutcomeCodes(Metric metric) {
        this.metric = metric;
    }

    void register(Meters registered) {
        meters = registered;
        count(ErrorCode.SUCCESS.number(), 0);
    }

    void count(int code) {
        count(code, 1);
    }

    private void count(int code, int times) {
        String label = ErrorCode.ofNumber(code).isPresent() ? Integer.toString(code) : OTHER;
        counts.computeIfAbsent(label, this::added).add(times);
    }

    private LongAdder added(String label) {
        LongAdder count = new LongAdder();
        meters.counter(metric, count::sum, label);
        return count;
    }
}
