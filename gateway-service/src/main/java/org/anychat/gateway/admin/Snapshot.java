package org.anychat.gateway.admin;

import java.util.List;
import java.util.Optional;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomAdminApi.Overview;

/**
 * The platform at a moment, as far as this gateway sees it.
 *
 * @param atMs when, in milliseconds since 1970
 * @param nodes its processes by name
 * @param rooms rooms and relays, or null while the room service has not answered
 * @param roomsLate whether the room service has not answered since
 */
record Snapshot(long atMs, List<NodeView> nodes, Overview rooms, boolean roomsLate) {
    static final Snapshot NONE = new Snapshot(0, List.of(), null, false);

    Optional<NodeView> node(String name) {
        return nodes.stream().filter(view -> view.node().value().equals(name)).findFirst();
    }

    double sum(String figure) {
        return nodes.stream().mapToDouble(node -> node.sum(figure)).sum();
    }

    double sum(String figure, String label, String value) {
        return nodes.stream()
                .mapToDouble(node -> node.sum(figure, label, value))
                .sum();
    }

    /** The processes that run a service. */
    List<NodeId> running(String service) {
        return nodes.stream()
                .filter(node -> node.runs(service))
                .map(NodeView::node)
                .toList();
    }
}
