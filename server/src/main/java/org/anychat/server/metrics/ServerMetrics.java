package org.anychat.server.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.contracts.ProcessApi.Figure;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.gateway.RequestObserver;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.server.standby.StandbyFigures;

/**
 * The numbers of one process: a registry, and who shows what in it. A reading asks each service's own context for what
 * only that may read, and waits no longer than a second for it; the rest happens on a worker. Any thread.
 */
public final class ServerMetrics implements AutoCloseable {
    private static final long PATIENCE_MS = 1_000;

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<MetricSource, Meters> sources = new ConcurrentHashMap<>();
    private final GatewayMetrics gateway = new GatewayMetrics();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final CpuLoad cpu = new CpuLoad();
    private final LoopLag lag;
    /** Readings that are under way: who asks meanwhile gets the same. */
    private final Map<Format, Future<String>> running = new ConcurrentHashMap<>();

    /** How numbers are written. */
    public enum Format {
        /** Prometheus' text format. */
        PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
        /** OpenMetrics. */
        OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        /**
         * The format that a client wants.
         *
         * @param accept its {@code Accept}, or null
         * @return OpenMetrics where it takes that, else Prometheus' own
         */
        public static Format wanted(String accept) {
            return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        }

        /**
         * Its {@code Content-Type}.
         *
         * @return with version and character set
         */
        public String contentType() {
            return contentType;
        }
    }

    /** What goes away with a service. */
    @FunctionalInterface
    public interface Shown {
        /** Shows the numbers of a service no more. */
        void remove();
    }

    /**
     * Makes a registry with the numbers of the machine, the JVM and the event loops.
     *
     * @param vertx where services run
     * @param home the server's folder, whose disk is watched
     */
    public ServerMetrics(Vertx vertx, Path home) {
        this.vertx = vertx;
        this.lag = new LoopLag(vertx);
        List<MeterBinder> machine = List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                collections,
                cpu,
                new FileDescriptorMetrics(),
                new UptimeMetrics(),
                new DiskSpaceMetrics(home.toFile()));
        machine.forEach(binder -> binder.bindTo(registry));
        show(lag);
    }

    /**
     * How busy the processors are.
     *
     * @return the same for all who ask
     */
    public CpuLoad cpu() {
        return cpu;
    }

    /**
     * Shows what the process knows of itself, and how its calls over the bus go.
     *
     * @param view the process
     * @param standby what it is to a second server
     * @param bus its bus
     */
    public void showProcess(ProcessView view, Supplier<StandbyFigures> standby, Bus bus) {
        show(new NodeMetrics(view));
        show(new StandbyMetrics(standby));
        BusMetrics calls = new BusMetrics();
        show(calls);
        bus.observe(calls);
    }

    /**
     * Shows a service that has been deployed.
     *
     * @param service the service
     * @return to be removed with it
     */
    public Shown show(AuthServiceVerticle service) {
        return show(new AuthMetrics(service));
    }

    /**
     * Shows a service that has been deployed.
     *
     * @param service the service
     * @return to be removed with it
     */
    public Shown show(RoomServiceVerticle service) {
        return show(new RoomMetrics(service));
    }

    /**
     * Shows a service that has been deployed.
     *
     * @param service the service
     * @return to be removed with it
     */
    public Shown show(LicenseServiceVerticle service) {
        return show(new LicenseMetrics(service));
    }

    /**
     * Shows a service that has been deployed.
     *
     * @param service the service
     * @return to be removed with it
     */
    public Shown show(RelayServiceVerticle service) {
        return show(new RelayMetrics(service));
    }

    /**
     * Shows a service that has been deployed.
     *
     * @param service the service, which tells {@link #requests}
     * @return to be removed with it
     */
    public Shown show(GatewayServiceVerticle service) {
        gateway.of(service);
        return show(gateway);
    }

    /**
     * Who hears of requests of clients.
     *
     * @return for the gateway of the process
     */
    public RequestObserver requests() {
        return gateway;
    }

    private Shown show(MetricSource source) {
        Meters meters = new Meters(registry);
        source.register(meters);
        sources.put(source, meters);
        return () -> {
            sources.remove(source);
            meters.remove();
        };
    }

    /**
     * Reads all numbers.
     *
     * @param format how they are written
     * @return the text
     */
    public Future<String> read(Format format) {
        Promise<String> answer = Promise.promise();
        Future<String> underWay = running.putIfAbsent(format, answer.future());
        if (underWay != null) {
            return underWay;
        }
        reading(format).onComplete(done -> running.remove(format)).onComplete(answer);
        return answer.future();
    }

    /**
     * Reads the numbers that are no histograms.
     *
     * @return those of the project's own
     */
    public Future<List<Figure>> figures() {
        return refreshed().compose(done -> vertx.executeBlocking(() -> FigureReader.read(registry), false));
    }

    private Future<String> reading(Format format) {
        return refreshed().compose(done -> vertx.executeBlocking(() -> registry.scrape(format.contentType()), false));
    }

    private Future<Void> refreshed() {
        Promise<Void> refreshed = Promise.promise();
        Future.join(sources.keySet().stream().map(MetricSource::refresh).toList())
                .onComplete(done -> refreshed.tryComplete());
        long patience = vertx.setTimer(PATIENCE_MS, late -> refreshed.tryComplete());
        return refreshed.future().onComplete(done -> vertx.cancelTimer(patience));
    }

    @Override
    public void close() {
        lag.close();
        collections.close();
        registry.close();
    }
}
