package org.anychat.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class OutcomeCodesTest {
    private static final Metric LOGINS = Metric.counter("anychat_test_total", "A test.", "测试。", "code");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);

    @Test
    void shouldHaveNoMoreCodesThanTheErrorTable() {
        OutcomeCodes codes = new OutcomeCodes(LOGINS);
        codes.register(meters);
        for (ErrorCode code : ErrorCode.values()) {
            codes.count(code.number());
        }
        for (int code = -1_000; code < 200_000; code++) {
            codes.count(code);
        }
        Set<Meter> counters = Set.copyOf(registry.getMeters());
        assertEquals(ErrorCode.values().length + 1, counters.size());
        assertTrue(registry.scrape().contains("anychat_test_total{code=\"other\"}"), registry.scrape());
        assertTrue(registry.scrape().contains("anychat_test_total{code=\"200\"} 2.0"), registry.scrape());
    }

    @Test
    void shouldLeaveNothingBehind() {
        new OutcomeCodes(LOGINS).register(meters);
        assertEquals(1, registry.getMeters().size());
        meters.remove();
        assertEquals(0, registry.getMeters().size());
    }
}
