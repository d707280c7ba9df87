package org.anychat.room.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.DirectPairs.Verdict;

/** What holds for every tree that is planned, checked from its sources alone. */
final class TreeRules {
    private TreeRules() {}

    static void check(
            DistributionTree before,
            DistributionTree tree,
            MediaStream stream,
            RoutingView view,
            RoutingLimits limits) {
        assertEquals(stream.viewers(), tree.sources().keySet(), "everybody has a source, nobody else");
        assertEquals(Set.of(), tree.bridged());
        Map<UserId, Integer> children = new HashMap<>();
        tree.sources().forEach((viewer, source) -> {
            assertTrue(depth(tree, viewer) <= limits.ttl(), viewer + " is too deep or in a cycle");
            if (source instanceof Source.Peer peer) {
                children.merge(peer.user(), 1, Integer::sum);
                assertTrue(limits.relayRoots() || isFedByUsers(tree, peer.user()), viewer + " is below the relay");
                checkEdge(source.equals(before.sources().get(viewer)), peer.user(), viewer, stream, view);
            }
        });
        children.forEach((user, count) -> assertTrue(count <= limits.mtn(), user + " sends to " + count));
    }

    private static boolean isFedByUsers(DistributionTree tree, UserId user) {
        return user.equals(tree.stream().publisher()) || tree.sources().get(user) instanceof Source.Peer;
    }

    private static void checkEdge(boolean kept, UserId parent, UserId viewer, MediaStream stream, RoutingView view) {
        boolean isPublisher = parent.equals(stream.id().publisher());
        MemberFacts from = view.member(parent);
        Verdict verdict = DirectPairs.judge(from, view.member(viewer), view.pair(parent, viewer));
        String edge = parent + " to " + viewer;
        assertNotEquals(Verdict.IMPOSSIBLE, verdict, edge);
        assertTrue(isPublisher || stream.viewers().contains(parent), edge);
        assertTrue(isPublisher || (from.policy().isRouted() && from.forwards()), edge + " against its will");
        if (!kept) {
            assertEquals(Verdict.POSSIBLE, verdict, edge);
            assertFalse(from.upBps().isEmpty(), edge + " of unknown bandwidth");
        }
    }

    /** Hops from the publisher or the relay; more than any limit in a cycle. */
    static int depth(DistributionTree tree, UserId viewer) {
        int depth = 0;
        UserId at = viewer;
        while (depth <= 16) {
            Source source = tree.sources().get(at);
            if (source == null) {
                return at.equals(tree.stream().publisher()) ? depth : Integer.MAX_VALUE;
            }
            depth++;
            if (!(source instanceof Source.Peer peer)) {
                return depth;
            }
            at = peer.user();
        }
        return Integer.MAX_VALUE;
    }

    /** Nobody sends more than its up-bandwidth, in all streams together with a publisher's copies for the relay. */
    static void checkUplinks(RoomTrees trees, Iterable<MediaStream> streams, RoutingView view) {
        Map<UserId, Long> sentBps = new HashMap<>();
        Map<UserId, Long> copiesBps = new HashMap<>();
        Map<UserId, Integer> connections = new HashMap<>();
        for (MediaStream stream : streams) {
            sentBps.merge(stream.id().publisher(), stream.bitrateBps(), Long::sum);
            trees.tree(stream.id()).sources().forEach((viewer, source) -> {
                if (source instanceof Source.Peer peer) {
                    sentBps.merge(peer.user(), stream.bitrateBps(), Long::sum);
                    copiesBps.merge(peer.user(), stream.bitrateBps(), Long::sum);
                    connections.merge(peer.user(), 1, Integer::sum);
                    connections.merge(viewer, 1, Integer::sum);
                }
            });
        }
        copiesBps.keySet().forEach(user -> {
            MemberFacts member = view.member(user);
            long upBps = member.upBps().orElse(Long.MAX_VALUE);
            assertTrue(sentBps.get(user) <= upBps, user + " sends " + sentBps.get(user) + " of " + upBps);
        });
        connections.forEach((user, count) -> assertTrue(count <= Uplinks.MAX_CONNECTIONS, user + " has " + count));
    }
}
