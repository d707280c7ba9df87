package org.anychat.server.monitor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.anychat.runtime.config.MonitorConfig;
import org.anychat.server.health.DeepReport;
import org.anychat.server.metrics.ServerMetrics;
import org.anychat.server.metrics.ServerMetrics.Format;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of health checks and metrics, which every kind of process has. Three questions of health, three answers:
 * {@code /health/live} says that the process works at all, whatever others do, so that it need not be killed; {@code /health/ready} says whether it can
 * do its part now; {@code /health/deep} whether media comes back from the relays, which takes a while.
 */
public final class MonitorServer {
    private static final Logger log = LoggerFactory.getLogger(MonitorServer.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int IDLE_SECONDS = 10;
    private static final long HEAD_MS = 10_000;
    private static final int MAX_LINE_BYTES = 1_024;

    private final Vertx vertx;
    private final MonitorConfig config;
    private final Supplier<Optional<String>> obstacle;
    private final ServerMetrics metrics;
    private final Deep deep;
    private final long headMs;

    /** Sends media to relays and waits until it comes back. */
    @FunctionalInterface
    public interface Deep {
        /**
         * Runs, or takes part in a run.
         *
         * @param relay which one; empty for all
         * @return how it went; never fails
         */
        Future<DeepReport> check(Optional<String> relay);
    }

    /**
     * Makes a port that is not open.
     *
     * @param vertx where it runs, and with which it ends
     * @param config where to listen
     * @param obstacle what keeps the process from doing its part, in a few words; asked on an event loop
     * @param metrics what {@code /metrics} shows
     * @param deep what {@code /health/deep} shows
     */
    public MonitorServer(
            Vertx vertx, MonitorConfig config, Supplier<Optional<String>> obstacle, ServerMetrics metrics, Deep deep) {
        this(vertx, config, obstacle, metrics, deep, HEAD_MS);
    }

    /** With another time for the head of a request, and from an answer to the next. */
    MonitorServer(
            Vertx vertx,
            MonitorConfig config,
            Supplier<Optional<String>> obstacle,
            ServerMetrics metrics,
            Deep deep,
            long headMs) {
        this.headMs = headMs;
        this.vertx = vertx;
        this.deep = deep;
        this.metrics = metrics;
        this.config = config;
        this.obstacle = obstacle;
    }

    /**
     * Opens the port, where there is one.
     *
     * @return done when it may be asked; fails, with words for people, where the port is taken or the address not this
     *     machine's
     */
    public Future<Void> start() {
        return config.isOpen() ? listen(config.firstAddress()) : Future.succeededFuture();
    }

    /**
     * Opens the port in the network of the cluster, too, where the configuration says so.
     *
     * @param own where the other processes find this one; empty in a process that is alone
     * @return as of {@link #start}
     */
    public Future<Void> join(Optional<InetAddress> own) {
        return config.isOpen() && config.isInCluster() && own.isPresent()
                ? listen(own.get().getHostAddress())
                : Future.succeededFuture();
    }

    private Future<Void> listen(String address) {
        MonitorVisits visits = new MonitorVisits(vertx, headMs);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(address)
                        .setPort(config.port())
                        .setIdleTimeout(IDLE_SECONDS)
                        // With it a connection is known only once it has shown which version it speaks.
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(MAX_LINE_BYTES))
                .connectionHandler(visits::onConnection)
                .requestHandler(request -> {
                    visits.onRequest(request);
                    answer(request);
                });
        String place = address + ":" + config.port();
        return server.listen()
                .onSuccess(open -> log.info("Health checks and metrics are answered at {}", place))
                .recover(failure -> Future.failedFuture(new BindException("MonitorPort " + place + " cannot be opened ("
                        + failure.getMessage() + "). Change MonitorPort or MonitorAddress, or stop who has the port.")))
                .mapEmpty();
    }

    private void answer(HttpServerRequest request) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!reads) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD").putHeader(HttpHeaders.CONNECTION, "close");
            reply(request, METHOD_NOT_ALLOWED, "405 Method Not Allowed");
            return;
        }
        switch (request.path()) {
            case "/health/live" -> reply(request, OK, "alive");
            case "/health/ready" -> ready(request);
            case "/health/deep" -> deep(request);
            case "/metrics" -> metrics(request);
            default -> reply(request, NOT_FOUND, "404 Not Found");
        }
    }

    private void ready(HttpServerRequest request) {
        Optional<String> why = obstacle.get();
        reply(
                request,
                why.isEmpty() ? OK : UNAVAILABLE,
                why.map(words -> "not ready: " + words).orElse("ready"));
    }

    private void deep(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        boolean json = accepted != null && accepted.contains("application/json");
        deep.check(Optional.ofNullable(request.getParam("relay"))).onSuccess(report -> {
            int status = report.isGood() ? OK : UNAVAILABLE;
            if (json) {
                reply(request, status, "application/json", report.json().encode() + "\n");
            } else {
                reply(request, status, report.text());
            }
        });
    }

    private void metrics(HttpServerRequest request) {
        Format format = Format.wanted(request.getHeader(HttpHeaders.ACCEPT));
        metrics.read(format)
                .onSuccess(text -> reply(request, OK, format.contentType(), text))
                .onFailure(failure -> {
                    log.warn("The metrics could not be read", failure);
                    reply(request, FAILED, "500 the metrics could not be read; the log says why");
                });
    }

    private static void reply(HttpServerRequest request, int status, String text) {
        reply(request, status, "text/plain; charset=utf-8", text + "\n");
    }

    private static void reply(HttpServerRequest request, int status, String type, String text) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(text);
        }
    }
}
