package org.anychat.runtime.config;

import java.util.List;
import java.util.Set;

/**
 * {@code [Cluster Settings]}: which services this process runs, and with whom.
 *
 * @param services the services, at least one
 * @param members whom to look for, as {@code host} or {@code host:port}; empty where the process is alone
 * @param nodeName the process's name for people, or empty
 * @param address the own address for the others; empty: the one that leads to the first member
 * @param port the own port of Hazelcast
 * @param busPort the own port of the event bus; 0 takes any free one
 * @param secret what all members know; empty where the process is alone
 * @param gatewayAddresses where clients find the process's gateway, {@code host:port} each, for clients of the others;
 *     empty for nobody
 */
public record ClusterConfig(
        Set<ServiceKind> services,
        List<String> members,
        String nodeName,
        String address,
        int port,
        int busPort,
        String secret,
        List<String> gatewayAddresses) {
    /** A process that runs everything and knows of no other. */
    public static final ClusterConfig ALONE =
            new ClusterConfig(Set.of(ServiceKind.values()), List.of(), "", "", 5701, 5702, "");

    /**
     * A process whose gateway, if it has one, no other tells its clients of.
     *
     * @param services the services
     * @param members whom to look for
     * @param nodeName the process's name for people, or empty
     * @param address the own address for the others, or empty
     * @param port the own port of Hazelcast
     * @param busPort the own port of the event bus
     * @param secret what all members know
     */
    public ClusterConfig(
            Set<ServiceKind> services,
            List<String> members,
            String nodeName,
            String address,
            int port,
            int busPort,
            String secret) {
        this(services, members, nodeName, address, port, busPort, secret, List.of());
    }

    /**
     * Tells whether there may be other processes.
     *
     * @return false for a process that is alone
     */
    public boolean isClustered() {
        return !members.isEmpty();
    }

    /**
     * Tells whether the process runs a service.
     *
     * @param service the service
     * @return whether it does
     */
    public boolean runs(ServiceKind service) {
        return services.contains(service);
    }

    @Override
    public String toString() {
        return "ClusterConfig[services=" + services + ", members=" + members + ", nodeName=" + nodeName + ", address="
                + address + ", port=" + port + ", busPort=" + busPort + ", secret="
                + (secret.isEmpty() ? "none" : "***")
                + ", gatewayAddresses=" + gatewayAddresses + "]";
    }
}
