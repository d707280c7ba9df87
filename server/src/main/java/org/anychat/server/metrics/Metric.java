package org.anychat.server.metrics;

import java.util.List;

/**
 * A metric as it is documented and exported.
 *
 * @param kind what it is to Prometheus
 * @param name with its unit, as Prometheus has it
 * @param labels the names of its labels; each has a small set of values that no user and no client can add to
 * @param english what it means
 * @param chinese the same
 */
record Metric(Kind kind, String name, List<String> labels, String english, String chinese) {
    enum Kind {
        GAUGE,
        COUNTER,
        /** Its buckets, sum and count; beside it a gauge of the same name and {@code _max} has the longest of the last minutes. */
        HISTOGRAM
    }

    static Metric gauge(String name, String english, String chinese, String... labels) {
        return new Metric(Kind.GAUGE, name, List.of(labels), english, chinese);
    }

    static Metric counter(String name, String english, String chinese, String... labels) {
        return new Metric(Kind.COUNTER, name, List.of(labels), english, chinese);
    }

    static Metric histogram(String name, String english, String chinese, String... labels) {
        return new Metric(Kind.HISTOGRAM, name, List.of(labels), english, chinese);
    }

    /** What is counted or measured in, for people. */
    String unit() {
        String bare = name.replaceAll("_total$", "");
        return List.of("seconds", "bytes", "ratio").stream()
                .filter(unit -> bare.endsWith("_" + unit))
                .findFirst()
                .orElse("");
    }
}
