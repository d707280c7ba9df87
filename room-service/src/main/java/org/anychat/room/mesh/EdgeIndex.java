package org.anychat.room.mesh;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/** Edges by those whom they concern: publisher, parent and child. */
final class EdgeIndex {
    private final Map<UserId, Set<Edge>> byUser = new HashMap<>();

    void add(Edge edge) {
        for (UserId user : users(edge)) {
            byUser.computeIfAbsent(user, first -> new LinkedHashSet<>()).add(edge);
        }
    }

    void remove(Edge edge) {
        for (UserId user : users(edge)) {
            byUser.computeIfPresent(user, (key, those) -> {
                those.remove(edge);
                return those.isEmpty() ? null : those;
            });
        }
    }

    private static List<UserId> users(Edge edge) {
        return List.of(edge.publisher, edge.parent.user(), edge.child.user());
    }

    /** In the order in which they were added. A copy. */
    List<Edge> of(UserId user) {
        return List.copyOf(byUser.getOrDefault(user, Set.of()));
    }

    /** Those by which two are connected, whichever way and whoever publishes. */
    List<Edge> between(Edge edge) {
        return byUser.getOrDefault(edge.parent.user(), Set.of()).stream()
                .filter(other -> other.has(edge.parent.user()) && other.has(edge.child.user()))
                .toList();
    }
}
