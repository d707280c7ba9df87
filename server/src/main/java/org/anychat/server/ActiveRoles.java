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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
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
    private static final Logger log = LoggerFactory.getLogger(ActiveRoles.class);

    /** What carries out a decision. */
    interface Stage {
        /** Deploys a service. */
        Future<String> deploy(ServiceKind service);

        Future<Void> undeploy(String deployment);

        /** Another process is the active one: what the service needs may be made ready, where nobody notices. */
        void standBy(ServiceKind service);

        /** A service that should be active cannot be; the process is of no use. */
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
    private Future<Void> last = Future.succeededFuture();
    private boolean stopped;

    ActiveRoles(Context context, NodeId self, Set<ServiceKind> own, Stage stage) {
        this.context = context;
        this.self = self;
        this.own = own;
        this.stage = stage;
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
        return needed.isEmpty() ? Optional.empty() : Optional.of("no process of the cluster runs " + labels(needed));
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
        onContext(() -> stopped ? Future.succeededFuture() : follow(members))
                .onSuccess(settled::tryComplete)
                .onFailure(settled::tryFail);
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
        Future<Void> followed = Future.succeededFuture();
        for (ServiceKind service : ServiceKind.values()) {
            if (service.hasOneActive() && own.contains(service)) {
                NodeId active = ClusterMember.active(service, members);
                followed = followed.compose(done -> turn(service, active));
            }
        }
        return followed;
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
            return stage.deploy(service)
                    .onSuccess(deployment -> deployments.put(service, deployment))
                    .onFailure(failure -> stage.onFailed(service, failure))
                    .mapEmpty();
        }
        return active.equals(self) ? Future.succeededFuture() : undeploy(service);
    }

    private Future<Void> undeployAll() {
        activeAt.clear();
        Future<Void> undeployed = Future.succeededFuture();
        ServiceKind[] services = ServiceKind.values();
        for (int i = services.length - 1; i >= 0; i--) {
            ServiceKind service = services[i];
            undeployed = undeployed.eventually(() -> undeploy(service));
        }
        return undeployed;
    }

    private Future<Void> undeploy(ServiceKind service) {
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
