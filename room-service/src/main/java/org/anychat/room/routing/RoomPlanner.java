package org.anychat.room.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans the trees of all streams of a room, so that together they take of nobody more than it has. The same facts give the
 * same trees. Not thread-safe.
 */
public final class RoomPlanner {
    private final TreePlanner planner;

    /**
     * Makes a planner.
     *
     * @param limits what the operator allows
     */
    public RoomPlanner(RoutingLimits limits) {
        planner = new TreePlanner(limits);
    }

    /**
     * The trees after members have come, gone or reported; see {@link TreePlanner#repair}.
     *
     * @param streams all streams of the room as they are now
     * @param previous the trees so far
     * @param view what is known
     * @return a tree for each of the streams
     */
    public RoomTrees repair(Collection<MediaStream> streams, RoomTrees previous, RoutingView view) {
        List<MediaStream> ordered = ordered(streams);
        Uplinks taken = taken(ordered, previous);
        Map<StreamId, DistributionTree> trees = new HashMap<>();
        for (MediaStream stream : ordered) {
            DistributionTree before = previous.tree(stream.id());
            taken.remove(before, stream.bitrateBps());
            DistributionTree tree = planner.repair(stream, before, view, taken);
            taken.add(tree, stream.bitrateBps());
            trees.put(stream.id(), tree);
        }
        return new RoomTrees(trees);
    }

    /**
     * Better trees by few moves; see {@link TreePlanner#improve}.
     *
     * @param streams all streams of the room
     * @param repaired their trees, as {@link #repair} has made them of the same facts
     * @param view what is known
     * @param maxMoves how many viewers may move, in all streams together
     * @return a tree for each of the streams
     */
    public RoomTrees improve(Collection<MediaStream> streams, RoomTrees repaired, RoutingView view, int maxMoves) {
        return move(planner::improve, streams, repaired, view, maxMoves);
    }

    /**
     * What {@link #improve} does for those whom the relay serves; nobody else moves but to make room for them.
     *
     * @param streams all streams of the room
     * @param repaired their trees, as {@link #repair} has made them of the same facts
     * @param view what is known
     * @param maxMoves how many viewers may move, in all streams together
     * @return a tree for each of the streams
     */
    public RoomTrees fill(Collection<MediaStream> streams, RoomTrees repaired, RoutingView view, int maxMoves) {
        return move(planner::fill, streams, repaired, view, maxMoves);
    }

    private interface Moves {
        DistributionTree of(
                MediaStream stream, DistributionTree repaired, RoutingView view, Uplinks others, int maxMoves);
    }

    private static RoomTrees move(
            Moves moves, Collection<MediaStream> streams, RoomTrees repaired, RoutingView view, int maxMoves) {
        List<MediaStream> ordered = ordered(streams);
        Uplinks taken = taken(ordered, repaired);
        Map<StreamId, DistributionTree> trees = new HashMap<>(repaired.trees());
        int left = maxMoves;
        for (MediaStream stream : ordered) {
            if (left <= 0) {
                break;
            }
            DistributionTree before = repaired.tree(stream.id());
            taken.remove(before, stream.bitrateBps());
            DistributionTree tree = moves.of(stream, before, view, taken, left);
            taken.add(tree, stream.bitrateBps());
            trees.put(stream.id(), tree);
            left -= before.movesTo(tree).size();
        }
        return new RoomTrees(trees);
    }

    private static List<MediaStream> ordered(Collection<MediaStream> streams) {
        return streams.stream().sorted(Comparator.comparing(MediaStream::id)).toList();
    }

    private static Uplinks taken(List<MediaStream> streams, RoomTrees trees) {
        Uplinks taken = new Uplinks();
        for (MediaStream stream : streams) {
            taken.publish(stream);
            taken.add(trees.tree(stream.id()), stream.bitrateBps());
        }
        return taken;
    }
}
