package org.anychat.room.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
     * Streams that only the relay may bring.
     *
     * @param streams which, none of them planned
     * @return these trees and theirs
     */
    public RoomTrees relaying(Collection<MediaStream> streams) {
        Map<StreamId, DistributionTree> all = new HashMap<>(trees);
        for (MediaStream stream : streams) {
            Map<UserId, Source> sources = new HashMap<>();
            stream.viewers().forEach(viewer -> sources.put(viewer, Source.RELAY));
            all.put(stream.id(), new DistributionTree(stream.id(), sources, Set.of()));
        }
        return new RoomTrees(all);
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
