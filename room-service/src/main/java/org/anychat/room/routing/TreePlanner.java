package org.anychat.room.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans the distribution tree of one stream: the publisher, viewers that pass it on, and the relay as the source of those
 * whom no other reaches, some of whom pass it on as well. The same facts give the same tree. Not thread-safe.
 */
public final class TreePlanner {
    /** As much later than by the relay a viewer may get the stream from a user, in milliseconds. */
    static final int TOLERATED_LAG_MS = 400;

    /** As much later it may have become before the viewer goes to the relay. */
    static final int UNBEARABLE_LAG_MS = 600;

    /** A move from user to user has to bring the stream that much earlier, in milliseconds. */
    static final int WORTHWHILE_MS = 50;

    /** Delays that differ by less are the same: the rest is noise. */
    static final int STEP_MS = 10;

    private static final int NOBODY = Promotion.NOBODY;

    /** After so many for whom no room could be made, others are not tried. */
    private static final int MOST_IN_VAIN = 4;

    private final RoutingLimits limits;
    private StreamFacts facts;
    private GrowingTree tree;
    private Promotion promotion;

    /**
     * Makes a planner.
     *
     * @param limits what the operator allows
     */
    public TreePlanner(RoutingLimits limits) {
        this.limits = limits;
    }

    /**
     * The tree after members have come, gone or reported: whoever has a source that still does keeps it. Others, those that
     * are bridged among them, get one, with all below them. Who is served by the relay and not bridged stays there
     * until {@link #improve}.
     *
     * @param stream the stream as it is now
     * @param previous its tree so far
     * @param view what is known
     * @param others what the other streams of the room take, with the publishers' copies for the relay
     * @return the tree; each viewer has a source in it, and nobody is bridged
     */
    public DistributionTree repair(MediaStream stream, DistributionTree previous, RoutingView view, Uplinks others) {
        start(stream, view, others);
        List<Integer> orphans = KeptEdges.of(previous, facts, limits, tree);
        place(orphans);
        return tree.result(stream.id());
    }

    /** Gives each a source. Where none is left but the relay, and whom it serves may pass nothing on, those below need one too. */
    private void place(List<Integer> orphans) {
        List<Integer> left = orphans;
        while (!left.isEmpty()) {
            List<Integer> below = new ArrayList<>();
            for (int viewer : byWeight(left)) {
                int parent = bestParent(viewer);
                if (parent == NOBODY && !limits.relayRoots()) {
                    below.addAll(tree.detachChildren(viewer));
                    parent = bestParent(viewer);
                }
                tree.attach(viewer, parent == NOBODY ? GrowingTree.RELAY : parent);
            }
            left = below;
        }
    }

    private List<Integer> byWeight(List<Integer> orphans) {
        int[] heights = new int[facts.count()];
        orphans.forEach(viewer -> heights[viewer] = tree.height(viewer));
        return orphans.stream()
                .sorted(Comparator.<Integer>comparingInt(viewer -> -heights[viewer])
                        .thenComparingInt(viewer -> -facts.newSlots(viewer))
                        .thenComparingInt(facts::relayDelayMs)
                        .thenComparingInt(viewer -> viewer))
                .toList();
    }

    /**
     * A better tree, by few moves, each of which is worth it: from the relay to a user that reaches the viewer; for that
     * also up, to the place of one who passes nothing on, of one who could; from user to user where that saves
     * {@value #WORTHWHILE_MS} ms and a quarter of the delay; to the relay where the way through users has become
     * {@value #UNBEARABLE_LAG_MS} ms longer than the relay's. With the same facts it comes to an end.
     *
     * @param stream the stream
     * @param repaired its tree, as {@link #repair} has made it of the same facts
     * @param view what is known
     * @param others what the other streams of the room take
     * @param maxMoves how many viewers may move
     * @return the tree
     */
    public DistributionTree improve(
            MediaStream stream, DistributionTree repaired, RoutingView view, Uplinks others, int maxMoves) {
        startFrom(stream, repaired, view, others);
        return move(stream, byNeed(), maxMoves);
    }

    /**
     * What {@link #improve} does for those whom the relay serves; nobody else moves but to make room for them.
     *
     * @param stream the stream
     * @param repaired its tree, as {@link #repair} has made it of the same facts
     * @param view what is known
     * @param others what the other streams of the room take
     * @param maxMoves how many viewers may move
     * @return the tree
     */
    public DistributionTree fill(
            MediaStream stream, DistributionTree repaired, RoutingView view, Uplinks others, int maxMoves) {
        startFrom(stream, repaired, view, others);
        List<Integer> relayed = byNeed().stream()
                .filter(viewer -> tree.source(viewer) == GrowingTree.RELAY)
                .toList();
        return move(stream, relayed, maxMoves);
    }

    private void startFrom(MediaStream stream, DistributionTree repaired, RoutingView view, Uplinks others) {
        start(stream, view, others);
        place(KeptEdges.of(repaired, facts, limits, tree));
    }

    private DistributionTree move(MediaStream stream, List<Integer> viewers, int maxMoves) {
        int moves = 0;
        int inVain = 0;
        for (int viewer : viewers) {
            if (moves >= maxMoves) {
                break;
            }
            if (improve(viewer)) {
                moves++;
            } else if (tree.source(viewer) == GrowingTree.RELAY && facts.canBeFed(viewer) && inVain < MOST_IN_VAIN) {
                int made = makeRoom(viewer, maxMoves - moves);
                moves += made;
                inVain += made == 0 ? 1 : 0;
            }
        }
        return tree.result(stream.id());
    }

    /**
     * Has one who can pass the stream on go up, so that there is a place for a viewer whom the relay serves.
     *
     * @return how many have moved
     */
    private int makeRoom(int viewer, int maxMoves) {
        for (int stranded : promotion.candidates()) {
            boolean isSelf = stranded == viewer;
            int former = tree.source(stranded);
            int moves = isSelf ? 2 : 3;
            int leaf = moves <= maxMoves ? promotion.promote(stranded) : NOBODY;
            if (leaf == NOBODY) {
                continue;
            }
            if (isSelf || improve(viewer)) {
                return moves;
            }
            promotion.undo(stranded, leaf, former);
        }
        return 0;
    }

    private void start(MediaStream stream, RoutingView view, Uplinks others) {
        facts = new StreamFacts(stream, view, others, limits);
        tree = new GrowingTree(facts, limits);
        promotion = new Promotion(facts, limits, tree);
    }

    /** Whom the relay serves costs the server; then those who wait longest. */
    private List<Integer> byNeed() {
        List<Integer> viewers = new ArrayList<>();
        int[] arrivalMs = new int[facts.count()];
        boolean[] relayed = new boolean[facts.count()];
        for (int i = 1; i < facts.count(); i++) {
            viewers.add(i);
            arrivalMs[i] = tree.arrivalMs(i);
            relayed[i] = tree.source(i) == GrowingTree.RELAY;
        }
        viewers.sort(Comparator.<Integer>comparingInt(viewer -> relayed[viewer] ? 0 : 1)
                .thenComparingInt(viewer -> -arrivalMs[viewer])
                .thenComparingInt(viewer -> viewer));
        return viewers;
    }

    private boolean improve(int viewer) {
        int from = tree.source(viewer);
        int beforeMs = tree.arrivalMs(viewer);
        tree.detach(viewer);
        int to = bestParent(viewer);
        boolean moves = to != NOBODY && to != from && isWorthIt(from, beforeMs, tree.arrivalBy(to, viewer));
        if (!moves) {
            boolean unbearable =
                    from != GrowingTree.RELAY && beforeMs - facts.relayArrivalMs(viewer) > UNBEARABLE_LAG_MS;
            moves = unbearable;
            to = unbearable ? GrowingTree.RELAY : from;
        }
        List<Integer> below = to == GrowingTree.RELAY && !limits.relayRoots() ? tree.detachChildren(viewer) : List.of();
        tree.attach(viewer, to);
        place(below);
        return moves;
    }

    private static boolean isWorthIt(int from, int beforeMs, int afterMs) {
        return from == GrowingTree.RELAY || beforeMs - afterMs >= Math.max(WORTHWHILE_MS, beforeMs / 4);
    }

    /** The user from whom a viewer that is linked nowhere best gets the stream, where there is one. */
    private int bestParent(int viewer) {
        if (!facts.canBeFed(viewer)) {
            return NOBODY;
        }
        int deepest = limits.ttl() - 1 - tree.height(viewer);
        int latestMs = TOLERATED_LAG_MS - tree.lag(viewer);
        int best = NOBODY;
        int bestMs = Integer.MAX_VALUE;
        for (int parent = 0; parent < facts.count(); parent++) {
            if (!tree.isPlaced(parent) || tree.depth(parent) > deepest || free(parent) <= 0) {
                continue;
            }
            int arrivalMs = tree.arrivalBy(parent, viewer);
            int costMs = arrivalMs + facts.scarcityMs(parent);
            if (arrivalMs <= latestMs
                    && (best == NOBODY || isBetter(parent, costMs, best, bestMs))
                    && facts.verdict(parent, viewer) == DirectPairs.Verdict.POSSIBLE) {
                best = parent;
                bestMs = costMs;
            }
        }
        return best;
    }

    private boolean isBetter(int parent, int costMs, int best, int bestMs) {
        int steps = costMs / STEP_MS - bestMs / STEP_MS;
        return steps != 0 ? steps < 0 : free(parent) > free(best);
    }

    private int free(int parent) {
        return facts.newSlots(parent) - tree.children(parent);
    }
}
