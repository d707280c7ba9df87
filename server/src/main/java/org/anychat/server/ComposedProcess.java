package org.anychat.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.cluster.ClusterLink;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.server.metrics.ProcessView;

/** What monitoring and operators are told of the process itself. */
final class ComposedProcess implements ProcessView {
    private final NodeId node;
    private final Deployments deployments;
    private final Supplier<Optional<String>> obstacle;
    private final Supplier<String> serviceNames;
    private final Supplier<Place> place;

    /**
     * The process's place among others, as it is by now.
     *
     * @param roles null in a process that is alone
     * @param link null in a process that is alone
     * @param standsBy whether it stands by for another server
     */
    record Place(ActiveRoles roles, ClusterLink link, boolean standsBy) {}

    ComposedProcess(
            NodeId node,
            Deployments deployments,
            Supplier<Optional<String>> obstacle,
            Supplier<String> serviceNames,
            Supplier<Place> place) {
        this.node = node;
        this.deployments = deployments;
        this.obstacle = obstacle;
        this.serviceNames = serviceNames;
        this.place = place;
    }

    @Override
    public String version() {
        return BuildVersion.text();
    }

    @Override
    public String node() {
        return node.value();
    }

    @Override
    public String services() {
        return serviceNames.get();
    }

    @Override
    public boolean isReady() {
        return obstacle.get().isEmpty();
    }

    @Override
    public boolean works(ServiceKind service) {
        return deployments.works(service);
    }

    @Override
    public boolean misses(ServiceKind service) {
        Place now = place.get();
        return now.roles() == null
                ? !now.standsBy() && !deployments.works(service)
                : now.roles().misses(service);
    }

    @Override
    public int members() {
        ClusterLink link = place.get().link();
        return link == null ? 1 : link.members();
    }

    @Override
    public boolean isSafe() {
        ClusterLink link = place.get().link();
        return link == null || link.isSafe();
    }

    @Override
    public long rejoins() {
        ClusterLink link = place.get().link();
        return link == null ? 0 : link.rejoins();
    }
}
