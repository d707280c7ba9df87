package org.anychat.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.anychat.server.metrics.Metric.Kind;

/** The meters of one source, so that they go with it. Any thread. */
final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final List<Meter> registered = new CopyOnWriteArrayList<>();
    /** Micrometer holds what counters read but weakly. */
    private final List<Supplier<? extends Number>> held = new CopyOnWriteArrayList<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void gauge(Metric metric, Supplier<Number> value, String... labels) {
        require(metric, Kind.GAUGE);
        registered.add(Gauge.builder(metric.name(), value)
                .description(metric.english())
                .tags(tags(metric, labels))
                .register(registry));
    }

    void counter(Metric metric, Supplier<Long> value, String... labels) {
        seconds(metric, () -> value.get(), labels);
    }

    /** A counter of something that has fractions. */
    void seconds(Metric metric, Supplier<? extends Number> value, String... labels) {
        require(metric, Kind.COUNTER);
        held.add(value);
        registered.add(FunctionCounter.builder(
                        metric.name(), value, supplier -> supplier.get().doubleValue())
                .description(metric.english())
                .tags(tags(metric, labels))
                .register(registry));
    }

    Timer histogram(Metric metric, String... labels) {
        require(metric, Kind.HISTOGRAM);
        // Micrometer adds the unit.
        Timer timer = Timer.builder(metric.name().replaceAll("_seconds$", ""))
                .description(metric.english())
                .tags(tags(metric, labels))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        registered.add(timer);
        return timer;
    }

    void remove() {
        registered.forEach(registry::remove);
        registered.clear();
        held.clear();
    }

    private static void require(Metric metric, Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(metric.name() + " is a " + metric.kind());
        }
    }

    private static Tags tags(Metric metric, String... values) {
        if (metric.labels().size() != values.length) {
            throw new IllegalArgumentException(metric.name() + " has the labels " + metric.labels());
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.labels().get(i), values[i]));
        }
        return Tags.of(tags);
    }
}
