package org.anychat.server.health;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.client.media.MediaResources;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.echo.EchoLine;
import org.anychat.server.echo.EchoOutcome;
import org.anychat.server.echo.MediaEcho;
import org.anychat.server.health.DeepReport.RelayReport;
import org.anychat.webrtc.dtls.DtlsWorkers;

/**
 * Sends media to each relay that takes rooms and waits until it comes back, as a client would, but in a room that nobody
 * knows. One run at a time; whoever asks the same meanwhile, or some seconds later, gets its result, and so does who asks
 * for one relay after all of them; another question waits for its turn. Any thread.
 */
public final class DeepHealth {
    /** How long a result is given to who asks again. */
    static final long KEEP_NS = TimeUnit.SECONDS.toNanos(5);

    private static final String ALL = "";
    private static final int MAX_RELAYS = 32;
    /** So many runs, one of which is on, are waited for. */
    private static final int MAX_UNDER_WAY = 4;

    private static final DtlsWorkers.Limits DTLS_LIMITS = new DtlsWorkers.Limits(8, 2, 64);

    private final Vertx vertx;
    private final Context context;
    private final EchoLine line;
    private final Supplier<Optional<OwnRelay>> own;
    private final LongSupplier nowNs;
    private final SecureRandom random = new SecureRandom();
    private volatile MediaResources resources;
    /** What was asked, all relays or one, and has not been answered for long. */
    private final Map<String, Run> runs = new HashMap<>();

    private Future<DeepReport> last = Future.succeededFuture();

    /**
     * The relay of this process.
     *
     * @param relay its name
     * @param inside where it listens, seen from this process
     */
    public record OwnRelay(NodeId relay, InetSocketAddress inside) {}

    private record Run(long askedNs, Future<DeepReport> report) {}

    /**
     * Makes a check that has not run.
     *
     * @param vertx where it runs
     * @param bus the bus of the process
     * @param self the process
     * @param own its relay, asked at each run
     * @param nowNs a monotonic clock
     */
    public DeepHealth(Vertx vertx, Bus bus, NodeId self, Supplier<Optional<OwnRelay>> own, LongSupplier nowNs) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.line = new EchoLine(bus, EchoLine.Purpose.HEALTH.of(self), random);
        this.own = own;
        this.nowNs = nowNs;
    }

    /**
     * Runs, or takes part in the run that is under way or has just been.
     *
     * @param relay which one; empty for all that take rooms
     * @return how it went; never fails
     */
    public Future<DeepReport> check(Optional<String> relay) {
        Promise<DeepReport> answer = Promise.promise();
        context.runOnContext(here -> latest(relay.orElse(ALL)).onComplete(answer));
        return answer.future();
    }

    private Future<DeepReport> latest(String key) {
        runs.values().removeIf(this::isOld);
        Run own = runs.get(key);
        if (own != null) {
            return own.report();
        }
        Run all = runs.get(ALL);
        return all == null
                ? next(key)
                : all.report()
                        .compose(report ->
                                report.of(key).map(Future::succeededFuture).orElseGet(() -> next(key)));
    }

    private boolean isOld(Run run) {
        return run.report().isComplete() && nowNs.getAsLong() - run.askedNs() >= KEEP_NS;
    }

    /** A run after those that are under way, so that however many ask, there is one run's media at a time. */
    private Future<DeepReport> next(String key) {
        Run own = runs.get(key);
        if (own != null) {
            return own.report();
        }
        long underWay =
                runs.values().stream().filter(run -> !run.report().isComplete()).count();
        if (underWay >= MAX_UNDER_WAY) {
            return Future.succeededFuture(
                    DeepReport.troubled("other checks are under way; ask again in a few seconds"));
        }
        Run run = new Run(nowNs.getAsLong(), last.transform(over -> run(key)));
        runs.put(key, run);
        last = run.report();
        // What no relay has had a part in costs nothing to ask again, and is not kept for names that anybody makes up.
        return last.onSuccess(report -> {
            if (report.relays().isEmpty()) {
                runs.remove(key, run);
            }
        });
    }

    private Future<DeepReport> run(String relay) {
        return line.relays()
                .compose(relays -> tryAll(chosen(relays, relay), relay))
                .otherwise(failure -> DeepReport.troubled(
                        "at step relays: the room service does not say which there are" + " (" + words(failure) + ")"));
    }

    private static List<NodeId> chosen(List<RelayStatus> relays, String wanted) {
        return relays.stream()
                .filter(status -> wanted.isEmpty()
                        ? status.mode() == RelayMode.OPEN
                        : status.relay().value().equals(wanted))
                .limit(MAX_RELAYS)
                .map(RelayStatus::relay)
                .toList();
    }

    private Future<DeepReport> tryAll(List<NodeId> relays, String wanted) {
        if (relays.isEmpty()) {
            return Future.succeededFuture(DeepReport.troubled(
                    wanted.isEmpty()
                            ? "at step relays: no relay takes rooms"
                            : "at step relays: no relay of that name is alive"));
        }
        return Future.all(relays.stream().map(this::tryOne).toList())
                .map(all -> new DeepReport(all.<RelayReport>list(), ""));
    }

    private Future<RelayReport> tryOne(NodeId relay) {
        List<InetSocketAddress> inside = own.get()
                .filter(here -> here.relay().equals(relay))
                .map(here -> List.of(here.inside()))
                .orElse(List.of());
        MediaEcho echo = new MediaEcho(
                resources(),
                task -> vertx.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false),
                new BusSignalling(context, line, relay),
                inside,
                false);
        Promise<EchoOutcome> ended = Promise.promise();
        echo.run().whenComplete((outcome, failure) -> context.runOnContext(here -> ended.complete(outcome)));
        return ended.future().map(outcome -> new RelayReport(relay.value(), outcome));
    }

    private MediaResources resources() {
        if (resources == null) {
            EventLoop loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
            resources = new MediaResources(loop, new DtlsWorkers(DTLS_LIMITS, random), random);
        }
        return resources;
    }

    private static String words(Throwable failure) {
        return failure instanceof ServiceException known ? known.error().name() : String.valueOf(failure.getMessage());
    }

    /**
     * Ends what is under way.
     *
     * @return done when relays cannot call any more
     */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(here -> line.close().onComplete(closed));
        return closed.future()
                .eventually(() -> resources == null
                        ? Future.succeededFuture()
                        : vertx.executeBlocking(() -> {
                            resources.dtlsWorkers().close();
                            return null;
                        }));
    }
}
