package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.histogram;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.anychat.contracts.ServiceError;
import org.anychat.runtime.bus.CallObserver;

/** How the calls of this process to services went, by method. There are as many as the contracts have. */
final class BusMetrics implements MetricSource, CallObserver {
    private static final Metric CALLS = histogram(
            "anychat_bus_call_seconds",
            "Calls of this process to services, its own included, until their reply.",
            "本进程对各服务（含自身）的调用直到回复的耗时。",
            "call");
    private static final Metric FAILURES = counter(
            "anychat_bus_call_failures_total",
            "Of them, those without an answer: nobody there, none in time, a fault. Refusals are answers.",
            "其中没有答复的调用数：服务不在、超时或故障。拒绝也是答复。",
            "call");

    static final List<Metric> ALL = List.of(CALLS, FAILURES);

    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private Meters meters;

    private record Call(Timer timer, LongAdder failures) {}

    @Override
    public void register(Meters registered) {
        meters = registered;
    }

    @Override
    public void onCall(String call, long durationNs, int code) {
        Call known = calls.computeIfAbsent(call, this::added);
        known.timer().record(durationNs, TimeUnit.NANOSECONDS);
        if (code != 0 && ServiceError.ofCode(code).retryable()) {
            known.failures().increment();
        }
    }

    private Call added(String call) {
        LongAdder failures = new LongAdder();
        meters.counter(FAILURES, failures::sum, call);
        return new Call(meters.histogram(CALLS, call), failures);
    }

    @Override
    public Future<?> refresh() {
        return Future.succeededFuture();
    }
}
