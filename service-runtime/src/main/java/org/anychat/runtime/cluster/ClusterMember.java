package org.anychat.runtime.cluster;

import java.util.List;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.ServiceKind;

/**
 * A process of the cluster as the others see it.
 *
 * @param node its id on the bus
 * @param services what it runs
 * @param address its host and port for the others
 * @param version the version of its program
 */
public record ClusterMember(NodeId node, Set<ServiceKind> services, String address, String version) {
    /**
     * Finds whose instance of a service is active: the one of the member that has been there longest.
     *
     * @param service a service with one active instance
     * @param members the members in the order in which they came
     * @return the node, or null where nobody runs the service
     */
    public static NodeId active(ServiceKind service, List<ClusterMember> members) {
        return members.stream()
                .filter(member -> member.services().contains(service))
                .findFirst()
                .map(ClusterMember::node)
                .orElse(null);
    }

    /**
     * Tells a member that keeps the shared state.
     *
     * @return false for a process that only carries media
     */
    public boolean keepsState() {
        return !services.equals(Set.of(ServiceKind.RELAY));
    }
}
