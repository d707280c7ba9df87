package org.anychat.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anychat.contracts.ProcessApi.Figure;

/** Reads the gauges and counters of the catalogue from a registry. Blocks for a moment, as what it reads may. */
final class FigureReader {
    private static final String OWN = "anychat_";

    private FigureReader() {}

    static List<Figure> read(MeterRegistry registry) {
        List<Figure> figures = new ArrayList<>();
        for (Meter meter : registry.getMeters()) {
            String name = meter.getId().getName();
            double value = value(meter);
            if (name.startsWith(OWN) && !Double.isNaN(value)) {
                figures.add(new Figure(name, labels(meter), value));
            }
        }
        return figures;
    }

    private static double value(Meter meter) {
        if (meter instanceof Gauge gauge) {
            return gauge.value();
        } else if (meter instanceof FunctionCounter counter) {
            return counter.count();
        }
        return meter instanceof Counter counter ? counter.count() : Double.NaN;
    }

    private static Map<String, String> labels(Meter meter) {
        return meter.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue));
    }
}
