package org.anychat.room.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.anychat.contracts.UserId;

/**
 * What of an earlier tree still holds. It takes any tree, also one with a cycle, of other limits, or with users that are
 * gone.
 */
final class KeptEdges {
    private static final int UNPLACED = -2;

    private final StreamFacts facts;
    private final RoutingLimits limits;
    private final GrowingTree tree;
    private final int[] source;
    private final boolean[] seen;
    private final List<List<Integer>> children = new ArrayList<>();
    private final Deque<Integer> unplaced = new ArrayDeque<>();
    private final List<Integer> orphans = new ArrayList<>();

    private KeptEdges(StreamFacts facts, RoutingLimits limits, GrowingTree tree) {
        this.facts = facts;
        this.limits = limits;
        this.tree = tree;
        source = new int[facts.count()];
        seen = new boolean[facts.count()];
        Arrays.fill(source, UNPLACED);
        for (int i = 0; i < facts.count(); i++) {
            children.add(List.of());
        }
    }

    /**
     * Links viewers to the sources that they keep.
     *
     * @return those that need a new one; whom they serve hangs below them
     */
    static List<Integer> of(DistributionTree previous, StreamFacts facts, RoutingLimits limits, GrowingTree tree) {
        KeptEdges kept = new KeptEdges(facts, limits, tree);
        kept.read(previous);
        kept.dropWhatExceeds();
        kept.link();
        return kept.orphans;
    }

    private void read(DistributionTree previous) {
        for (int viewer = 1; viewer < facts.count(); viewer++) {
            UserId user = facts.user(viewer);
            Source before = previous.bridged().contains(user)
                    ? null
                    : previous.sources().get(user);
            if (before instanceof Source.Relay) {
                source[viewer] = GrowingTree.RELAY;
            } else if (before instanceof Source.Peer peer) {
                int parent = facts.index(peer.user());
                source[viewer] = holds(parent, viewer) ? parent : UNPLACED;
            }
        }
        for (int viewer = 1; viewer < facts.count(); viewer++) {
            if (source[viewer] >= 0) {
                if (children.get(source[viewer]).isEmpty()) {
                    children.set(source[viewer], new ArrayList<>());
                }
                children.get(source[viewer]).add(viewer);
            }
        }
    }

    private boolean holds(int parent, int viewer) {
        return parent >= 0
                && parent != viewer
                && facts.canBeFed(viewer)
                && facts.keptSlots(parent) > 0
                && facts.verdict(parent, viewer) != DirectPairs.Verdict.IMPOSSIBLE;
    }

    /** A user that may send less than before keeps those with most users below them. */
    private void dropWhatExceeds() {
        int[] size = new int[facts.count()];
        for (int viewer = 1; viewer < facts.count(); viewer++) {
            // Longer ways are cut below, and a cycle has no end.
            int above = source[viewer];
            for (int hops = 0; above >= 0 && hops < limits.ttl(); hops++) {
                size[above]++;
                above = above == StreamFacts.PUBLISHER ? UNPLACED : source[above];
            }
        }
        for (int parent = 0; parent < facts.count(); parent++) {
            List<Integer> those = children.get(parent);
            if (those.size() > facts.keptSlots(parent)) {
                those.sort(Comparator.<Integer>comparingInt(viewer -> -size[viewer])
                        .thenComparingInt(viewer -> viewer));
                List<Integer> dropped = those.subList(facts.keptSlots(parent), those.size());
                dropped.forEach(viewer -> source[viewer] = UNPLACED);
                dropped.clear();
            }
        }
    }

    private void link() {
        children.get(StreamFacts.PUBLISHER).forEach(viewer -> link(viewer, StreamFacts.PUBLISHER, 1));
        for (int viewer = 1; viewer < facts.count(); viewer++) {
            if (source[viewer] == GrowingTree.RELAY) {
                link(viewer, GrowingTree.RELAY, limits.relayDepth());
            } else if (source[viewer] == UNPLACED) {
                unplaced.add(viewer);
            }
        }
        linkUnplaced();
        for (int viewer = 1; viewer < facts.count(); viewer++) {
            if (!seen[viewer]) {
                // One of a cycle: it is cut here.
                unplaced.add(viewer);
                linkUnplaced();
            }
        }
    }

    private void linkUnplaced() {
        while (!unplaced.isEmpty()) {
            int viewer = unplaced.poll();
            orphans.add(viewer);
            seen[viewer] = true;
            linkChildren(viewer, 1);
        }
    }

    private void link(int viewer, int to, int depth) {
        seen[viewer] = true;
        tree.attach(viewer, to);
        linkChildren(viewer, depth);
    }

    private void linkChildren(int parent, int depth) {
        for (int child : children.get(parent)) {
            if (seen[child]) {
                continue;
            }
            if (depth < limits.ttl()) {
                link(child, parent, depth + 1);
            } else {
                seen[child] = true;
                unplaced.add(child);
            }
        }
    }
}
