package org.anychat.room.mesh;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Attempts;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.routing.DistributionTree;
import org.anychat.room.routing.RoutingLimits;
import org.anychat.room.routing.Source;

/** Has the clients of a room make the edges that its trees have, and give up those that they have no more. */
final class TreeFollower {
    /** Connections that a user makes at the same time. */
    private static final int MOST_TRIES = 4;

    private final EdgeSet edges;
    private final Members members;
    private final Map<SessionId, Participant> participants;

    /** All three are the room's own, as they are at each call. */
    TreeFollower(EdgeSet edges, Members members, Map<SessionId, Participant> participants) {
        this.edges = edges;
        this.members = members;
        this.participants = participants;
    }

    /** What holds for all streams of a room at a tick. */
    record Turn(MeshPolicy policy, Attempts attempts, long nowMs) {}

    /** Makes of a stream's edges what its tree says. */
    void follow(UserId publisher, DistributionTree tree, Turn turn) {
        int most = turn.policy.planned().ttl();
        List<UserId> viewers = tree.sources().keySet().stream()
                .sorted(Comparator.<UserId>comparingInt(viewer -> depth(tree, viewer, most))
                        .thenComparingInt(UserId::value))
                .toList();
        for (UserId viewer : viewers) {
            if (tree.sources().get(viewer) instanceof Source.Peer peer) {
                Link link = new Link(publisher, peer.user(), viewer, most - depth(tree, viewer, most));
                if (isToBegin(link, tree, turn)) {
                    makePlace(link, tree, turn);
                    begin(link, turn);
                }
            } else {
                edges.of(publisher, viewer).forEach(edge -> edges.stop(edge, RouteReason.TREE, turn.nowMs));
                edges.relayed(publisher, viewer, RouteReason.TREE, turn.nowMs);
            }
        }
    }

    /** What a tree says of a viewer that gets a stream from a user, and how many hops may follow. */
    private record Link(UserId publisher, UserId parent, UserId child, int ttl) {}

    /** How many edges there are from the publisher to a viewer; no more than the trees may have. */
    private static int depth(DistributionTree tree, UserId viewer, int most) {
        int depth = 0;
        UserId above = viewer;
        while (depth < most && tree.sources().get(above) instanceof Source.Peer peer) {
            above = peer.user();
            depth++;
        }
        return depth;
    }

    /** Whether a link has no edge yet and may have one now. What carries meanwhile stays until the new one does. */
    private boolean isToBegin(Link link, DistributionTree tree, Turn turn) {
        RoutingLimits limits = turn.policy.limits();
        boolean isThere = false;
        for (Edge edge : edges.of(link.publisher, link.child)) {
            if (edge.parent.user().equals(link.parent)) {
                edges.retime(edge, link.ttl, turn.nowMs);
                isThere = true;
            } else if (edge.phase() != Edge.Phase.CARRYING
                    || edges.from(link.publisher, edge.parent.user()) > limits.mtn()) {
                edges.stop(edge, RouteReason.TREE, turn.nowMs);
            } else {
                edges.retime(edge, Math.min(edge.ttl(), limits.ttl() - 1), turn.nowMs);
            }
        }
        return !isThere
                && edges.mayFeed(link.publisher, link.parent, link.ttl)
                && !edges.isBelow(link.publisher, link.parent, link.child)
                && !edges.rests(link.parent, link.child, turn.nowMs)
                && hasPlace(link, tree, limits.mtn())
                && edges.tries(link.parent) < MOST_TRIES
                && edges.tries(link.child) < MOST_TRIES;
    }

    /** Those who are to get the stream elsewhere do not count: one of them has to go by the relay until then. */
    private boolean hasPlace(Link link, DistributionTree tree, int mtn) {
        return edges.fromParent(link.publisher, link.parent).stream()
                        .filter(edge -> !isMoving(edge, tree))
                        .count()
                < mtn;
    }

    private void makePlace(Link link, DistributionTree tree, Turn turn) {
        List<Edge> from = edges.fromParent(link.publisher, link.parent);
        if (from.size() >= turn.policy.limits().mtn()) {
            from.stream()
                    .filter(edge -> isMoving(edge, tree))
                    .findFirst()
                    .ifPresent(edge -> edges.stop(edge, RouteReason.TREE, turn.nowMs));
        }
    }

    /** Whether the tree has another source for the viewer at its end. */
    private static boolean isMoving(Edge edge, DistributionTree tree) {
        Source source = tree.sources().get(edge.child.user());
        return !Source.of(edge.parent.user()).equals(source);
    }

    private void begin(Link link, Turn turn) {
        OptionalInt attempt =
                turn.attempts.next(link.parent, link.child, link.publisher, turn.policy.attempts(), turn.nowMs);
        if (attempt.isEmpty()) {
            edges.relayed(link.publisher, link.child, RouteReason.OFTEN, turn.nowMs);
            return;
        }
        Member publisher = members.get(link.publisher);
        Edge edge = new Edge(
                link.publisher,
                attempt.getAsInt(),
                Edge.End.of(members.get(link.parent)),
                Edge.End.of(members.get(link.child)),
                link.ttl,
                turn.nowMs);
        edges.begin(edge, participants.get(publisher.session()).key());
    }
}
