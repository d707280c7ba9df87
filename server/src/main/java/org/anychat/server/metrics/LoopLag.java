package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.histogram;

import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long work waits for the process's event loops: each is given a task a second that does nothing. */
final class LoopLag implements MetricSource {
    private static final Metric LAG = histogram(
            "anychat_event_loop_lag_seconds",
            "How long a task waited for its event loop; more than a few milliseconds: too much work, or somebody blocks.",
            "任务等待事件循环的时间；超过数毫秒说明负载过高或被阻塞。");

    static final List<Metric> ALL = List.of(LAG);

    private static final long INTERVAL_MS = 1_000;

    private final Vertx vertx;
    private final List<Probe> probes = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "loop-lag");
        thread.setDaemon(true);
        return thread;
    });

    LoopLag(Vertx vertx) {
        this.vertx = vertx;
    }

    /** One loop; a loop that is stuck gets no second task. */
    private record Probe(EventExecutor loop, AtomicBoolean waiting) {
        void ask(Timer lag) {
            if (waiting.compareAndSet(false, true)) {
                long askedNs = System.nanoTime();
                loop.execute(() -> {
                    lag.record(System.nanoTime() - askedNs, TimeUnit.NANOSECONDS);
                    waiting.set(false);
                });
            }
        }
    }

    @Override
    public void register(Meters meters) {
        Timer lag = meters.histogram(LAG);
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            probes.add(new Probe(loop, new AtomicBoolean()));
        }
        var unused = clock.scheduleAtFixedRate(
                () -> probes.forEach(probe -> probe.ask(lag)), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<?> refresh() {
        return Future.succeededFuture();
    }

    void close() {
        clock.shutdownNow();
    }
}
