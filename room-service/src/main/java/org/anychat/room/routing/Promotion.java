package org.anychat.room.routing;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes room in a tree without free places: one who could pass the stream on, and cannot where it is, takes the place of
 * one who passes nothing on, and feeds that one and others.
 */
final class Promotion {
    /** No index. */
    static final int NOBODY = -2;

    /** Of more who could be promoted the others are left for the next time. */
    private static final int MOST_TRIED = 16;

    private final StreamFacts facts;
    private final RoutingLimits limits;
    private final GrowingTree tree;

    Promotion(StreamFacts facts, RoutingLimits limits, GrowingTree tree) {
        this.facts = facts;
        this.limits = limits;
        this.tree = tree;
    }

    /** Who could pass the stream on and cannot, who could feed most first. */
    List<Integer> candidates() {
        return IntStream.range(1, facts.count())
                .filter(this::isStranded)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(viewer -> -facts.newSlots(viewer))
                        .thenComparingInt(viewer -> viewer))
                .limit(MOST_TRIED)
                .toList();
    }

    /** Whether a viewer has copies to give, and nobody may get them from it where it is. */
    private boolean isStranded(int viewer) {
        boolean isRelayed = tree.source(viewer) == GrowingTree.RELAY;
        return facts.newSlots(viewer) > 0
                && facts.canBeFed(viewer)
                && tree.children(viewer) == 0
                && (isRelayed ? !limits.relayRoots() : tree.depth(viewer) >= limits.ttl());
    }

    /**
     * Has a stranded one take the place of another, who is below it then.
     *
     * @return who had the place, or {@link #NOBODY}; {@link #undo} takes it back
     */
    int promote(int viewer) {
        int leaf = IntStream.range(1, facts.count())
                .filter(other -> mayTakePlaceOf(viewer, other))
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(tree::depth)
                        .thenComparingInt(facts::newSlots)
                        .thenComparingInt(other -> other))
                .filter(other -> facts.verdict(viewer, other) == DirectPairs.Verdict.POSSIBLE)
                .filter(other -> isInTime(viewer, other))
                .findFirst()
                .orElse(NOBODY);
        if (leaf != NOBODY) {
            int place = tree.source(leaf);
            tree.detach(viewer);
            tree.detach(leaf);
            tree.attach(viewer, place);
            tree.attach(leaf, viewer);
        }
        return leaf;
    }

    /** What has been promoted goes back to where it was. */
    void undo(int viewer, int leaf, int former) {
        int place = tree.source(viewer);
        tree.detach(leaf);
        tree.detach(viewer);
        tree.attach(leaf, place);
        tree.attach(viewer, former);
    }

    private boolean mayTakePlaceOf(int viewer, int leaf) {
        int place = tree.source(leaf);
        return leaf != viewer
                && place >= 0
                && place != viewer
                && tree.isPlaced(leaf)
                && tree.children(leaf) == 0
                && tree.depth(leaf) < limits.ttl()
                && facts.newSlots(leaf) < facts.newSlots(viewer)
                && facts.newSlots(place) >= tree.children(place)
                && facts.verdict(place, viewer) == DirectPairs.Verdict.POSSIBLE;
    }

    private boolean isInTime(int viewer, int leaf) {
        int arrivalMs = tree.arrivalBy(tree.source(leaf), viewer);
        int onwardsMs = arrivalMs + GrowingTree.HOP_MS + facts.delayMs(viewer, leaf);
        return arrivalMs - facts.relayArrivalMs(viewer) <= TreePlanner.TOLERATED_LAG_MS
                && onwardsMs - facts.relayArrivalMs(leaf) <= TreePlanner.TOLERATED_LAG_MS;
    }
}
