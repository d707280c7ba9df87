package org.anychat.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.cluster.ClusterAwayException;
import org.anychat.runtime.cluster.ClusterListener;
import org.anychat.runtime.cluster.ClusterMember;
import org.anychat.runtime.config.ServiceKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of this process of which one instance is active in the cluster: deploys them while it is this process's
 * turn, and takes them away when it is not. Changes happen one after another on one context.
 */
final class ActiveRoles implements ClusterListener {
    /** So often a service is tried whose failure the cluster has no part in; then another process may do better. */
    static final int MAX_ATTEMPTS = 6;

    private static final Logger log = LoggerFactory.getLogger(ActiveRoles.class);
    private static final long FIRST_PAUSE_MS = 500;
    private static final long MAX_PAUSE_MS = 10_000;
    private static final int MAX_DOUBLINGS = 10;
    private static final long NO_TIMER = -1;

    /** What carries out a decision. */
    interface Stage {
        /** Deploys a service. */
        Future<String> deploy(ServiceKind service);

        Future<Void> undeploy(String deployment);

        /** Another process is the active one: what the service needs may be made ready, where nobody notices. */
        void standBy(ServiceKind service);

        /** A service that should be active cannot be, and waiting does not help; the process is of no use. */
        void onFailed(ServiceKind service, Throwable failure);
    }

    private final Context context;
    private final NodeId self;
    private final Set<ServiceKind> own;
    private final Stage stage;
    private final Map<ServiceKind, String> deployments = new EnumMap<>(ServiceKind.class);
    private final Map<ServiceKind, NodeId> activeAt = new EnumMap<>(ServiceKind.class);
    private final Promise<Void> settled = Promise.promise();
    private volatile Set<ServiceKind> missing = Set.of();
    private volatile boolean away = true;
    /** Why services that should be active here are not, for people. */
    private final Map<ServiceKind, String> troubles = new ConcurrentSkipListMap<>();

    private final Map<ServiceKind, Integer> attempts = new EnumMap<>(ServiceKind.class);
    private final long firstPauseMs;
    /** The timer of the next attempt, where one has failed. */
    private long nextAttempt = NO_TIMER;
    /** None while it is away. */
    private List<ClusterMember> members = List.of();

    private Future<Void> last = Future.succeededFuture();
    private boolean stopped;

    ActiveRoles(Context context, NodeId self, Set<ServiceKind> own, Stage stage) {
        this(context, self, own, stage, FIRST_PAUSE_MS);
    }

    /** The last is how long it waits before it tries again what has failed; then twice as long each time. */
    ActiveRoles(Context context, NodeId self, Set<ServiceKind> own, Stage stage, long firstPauseMs) {
        this.context = context;
        this.self = self;
        this.own = own;
        this.stage = stage;
        this.firstPauseMs = firstPauseMs;
    }

    /** Done when the first members are known and what is active here for them is deployed. */
    Future<Void> settled() {
        return settled.future();
    }

    /** Why the process cannot do its part though it has started, for people. Any thread. */
    Optional<String> obstacle() {
        if (away) {
            return Optional.of("it has no cluster at the moment");
        }
        // Without a relay users can log in, and a relay comes back by itself.
        Set<ServiceKind> needed = missing.stream()
                .filter(service -> service.hasOneActive() && own.contains(ServiceKind.GATEWAY))
                .collect(Collectors.toCollection(TreeSet::new));
        return needed.isEmpty()
                ? troubles.values().stream().findFirst()
                : Optional.of("no process of the cluster runs " + labels(needed));
    }

    /** Whether no process of the cluster runs a service, as far as this one knows. Any thread. */
    boolean misses(ServiceKind service) {
        return away || missing.contains(service);
    }

    /** Takes everything away, the last one first. */
    Future<Void> stop() {
        return onContext(() -> {
            stopped = true;
            return undeployAll();
        });
    }

    @Override
    public void onMembers(List<ClusterMember> members) {
        onContext(() -> stopped ? Future.succeededFuture() : follow(members)).onFailure(settled::tryFail);
    }

    @Override
    public void onAway() {
        away = true;
        onContext(this::undeployAll);
    }

    private Future<Void> onContext(Supplier<Future<Void>> change) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(here -> {
            last = last.transform(before -> change.get());
            last.onComplete(done);
        });
        return done.future();
    }

    private Future<Void> follow(List<ClusterMember> members) {
        report(members);
        away = false;
        this.members = members;
        attempts.clear();
        return takeTurns();
    }

    private Future<Void> takeTurns() {
        Future<Void> taken = Future.succeededFuture();
        for (ServiceKind service : ServiceKind.values()) {
            if (service.hasOneActive() && own.contains(service)) {
                NodeId active = ClusterMember.active(service, members);
                taken = taken.compose(done -> turn(service, active));
            }
        }
        return taken.onSuccess(done -> {
            if (troubles.isEmpty()) {
                settled.tryComplete();
            }
        });
    }

    private Future<Void> turn(ServiceKind service, NodeId active) {
        if (!active.equals(activeAt.put(service, active))) {
            log.info(
                    active.equals(self) ? "This process is the active {}" : "This process stands by as {} for {}",
                    service.label(),
                    active);
            if (!active.equals(self)) {
                stage.standBy(service);
            }
        }
        if (active.equals(self) && !deployments.containsKey(service)) {
            return deploy(service);
        }
        return active.equals(self) ? Future.succeededFuture() : undeploy(service);
    }

    private Future<Void> deploy(ServiceKind service) {
        // What composing it throws is a failure as any other.
        return Future.<Void>succeededFuture()
                .compose(turn -> stage.deploy(service))
                .<Void>map(deployment -> {
                    deployments.put(service, deployment);
                    if (troubles.remove(service) != null) {
                        log.info("This process is the active {} now", service.label());
                    }
                    return null;
                })
                .recover(failure -> onFailed(service, failure));
    }

    /**
     * Clients and media of this process do not depend on its turn, so that it goes on without, and tries again. What only
     * an administrator can mend, or stays as it is, ends the process, so that it is another's turn.
     */
    private Future<Void> onFailed(ServiceKind service, Throwable failure) {
        int attempt = attempts.merge(service, 1, Integer::sum);
        if (isFinal(failure, attempt)) {
            stage.onFailed(service, failure);
            return Future.failedFuture(failure);
        }
        long pauseMs = Math.min(firstPauseMs << Math.min(attempt - 1, MAX_DOUBLINGS), MAX_PAUSE_MS);
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        log.warn(
                "This process could not become the active {}, and tries again in {} ms: {}",
                service.label(),
                pauseMs,
                why);
        log.debug("Failed to become the active {}", service.label(), failure);
        troubles.put(service, "it could not become the active " + service.label() + " yet: " + why);
        retryIn(pauseMs);
        return Future.succeededFuture();
    }

    /** There is one next attempt, whatever has failed. */
    private void retryIn(long pauseMs) {
        context.owner().cancelTimer(nextAttempt);
        nextAttempt = context.owner().setTimer(pauseMs, timer -> onContext(this::retry));
    }

    /** Before it has started there are no clients whom its end would hurt. */
    private boolean isFinal(Throwable failure, int attempt) {
        return !ClusterAwayException.isBehind(failure)
                && (failure instanceof StartException || !settled.future().isComplete() || attempt >= MAX_ATTEMPTS);
    }

    /** Unless the cluster has gone, or it is another's turn, or it has succeeded meanwhile. */
    private Future<Void> retry() {
        return troubles.isEmpty() ? Future.succeededFuture() : takeTurns();
    }

    private Future<Void> undeployAll() {
        activeAt.clear();
        members = List.of();
        context.owner().cancelTimer(nextAttempt);
        Future<Void> undeployed = Future.succeededFuture();
        ServiceKind[] services = ServiceKind.values();
        for (int i = services.length - 1; i >= 0; i--) {
            ServiceKind service = services[i];
            undeployed = undeployed.eventually(() -> undeploy(service));
        }
        return undeployed;
    }

    private Future<Void> undeploy(ServiceKind service) {
        troubles.remove(service);
        String deployment = deployments.remove(service);
        return deployment == null ? Future.succeededFuture() : stage.undeploy(deployment);
    }

    /** Whoever reads the log should know for whom the server waits. */
    private void report(List<ClusterMember> members) {
        Set<ServiceKind> present =
                members.stream().flatMap(member -> member.services().stream()).collect(Collectors.toSet());
        Set<ServiceKind> absent = Stream.of(ServiceKind.values())
                .filter(service -> !present.contains(service))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ServiceKind.class)));
        if (!absent.equals(missing)) {
            missing = Collections.unmodifiableSet(absent);
            if (absent.isEmpty()) {
                log.info("Every service is there: {} processes", members.size());
            } else {
                log.warn("Waiting for {}: no process of the cluster runs it", labels(absent));
            }
        }
    }

    private static String labels(Set<ServiceKind> services) {
        Function<ServiceKind, String> label = ServiceKind::label;
        return services.stream().map(label).collect(Collectors.joining(" and "));
    }
}
