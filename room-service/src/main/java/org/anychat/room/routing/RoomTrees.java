package org.anychat.room.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.anychat.contracts.UserId;

/**
 * The trees of a room's streams. Immutable.
 *
 * @param trees by stream
 */
public record RoomTrees(Map<StreamId, DistributionTree> trees) {
    /** No stream. */
    public static final RoomTrees NONE = new RoomTrees(Map.of());

    /**
     * Copies what it gets.
     *
     * @param trees by stream
     */
    public RoomTrees {
        trees = Map.copyOf(trees);
    }

    /**
     * The tree of a stream.
     *
     * @param stream which
     * @return one without viewers where the stream is new
     */
    public DistributionTree tree(StreamId stream) {
        DistributionTree tree = trees.get(stream);
        return tree == null ? DistributionTree.empty(stream) : tree;
    }

    /**
     * What to do at once when a user has gone: its streams end, and whom it served gets the others from the relay.
     *
     * @param gone the user
     * @return the trees without it
     */
    public RoomTrees without(UserId gone) {
        Map<StreamId, DistributionTree> rest = new HashMap<>();
        trees.forEach((stream, tree) -> {
            if (!stream.publisher().equals(gone)) {
                rest.put(stream, tree.without(gone));
            }
        });
        return new RoomTrees(rest);
    }

    /**
     * What to do at once when viewers have lost the connection by which they got a stream.
     *
     * @param stream which stream
     * @param orphans the viewers
     * @return the trees with these bridged by the relay
     */
    public RoomTrees bridging(StreamId stream, Collection<UserId> orphans) {
        Map<StreamId, DistributionTree> changed = new HashMap<>(trees);
        changed.computeIfPresent(stream, (id, tree) -> tree.bridging(orphans));
        return new RoomTrees(changed);
    }
}
