package org.anychat.room.routing;

import java.util.HashMap;
import java.util.Map;
import org.anychat.contracts.UserId;

/**
 * What the trees of a room take of each user: upload and direct connections. A publisher's copy for the relay is always
 * reserved: from it the relay serves whom no tree reaches, and bridges. Not thread-safe.
 */
public final class Uplinks {
    /** How many direct connections a user has at most, as the original clients do. */
    public static final int MAX_CONNECTIONS = 30;

    /** More up-bandwidth than this nobody is believed, in bit/s. */
    public static final long MAX_BELIEVED_BPS = 20_000_000;

    /** As much of the up-bandwidth is given to new copies; the rest is for sound, retransmissions and others at home. */
    static final int NEW_PER_MILLE = 700;

    /** As much of it may be taken by copies that are there already: a report that is a little lower moves nobody. */
    static final int KEPT_PER_MILLE = 850;

    private final Map<UserId, Long> sentBps = new HashMap<>();
    private final Map<UserId, Integer> connections = new HashMap<>();

    /** Nothing is taken. */
    public Uplinks() {}

    /**
     * Counts the copy of a stream that its publisher sends to the relay.
     *
     * @param stream the stream
     */
    public void publish(MediaStream stream) {
        sentBps.merge(stream.id().publisher(), stream.bitrateBps(), Long::sum);
    }

    /**
     * Counts what a tree takes. A connection that serves two streams counts twice.
     *
     * @param tree the tree
     * @param bitrateBps what a copy takes
     */
    public void add(DistributionTree tree, long bitrateBps) {
        count(tree, bitrateBps, 1);
    }

    /**
     * Counts what a tree takes no more.
     *
     * @param tree one that was added
     * @param bitrateBps as then
     */
    public void remove(DistributionTree tree, long bitrateBps) {
        count(tree, -bitrateBps, -1);
    }

    private void count(DistributionTree tree, long bitrateBps, int edges) {
        tree.sources().forEach((viewer, source) -> {
            if (source instanceof Source.Peer peer) {
                sentBps.merge(peer.user(), bitrateBps, Long::sum);
                connections.merge(peer.user(), edges, Integer::sum);
                connections.merge(viewer, edges, Integer::sum);
            }
        });
    }

    /**
     * What a user sends.
     *
     * @param user the user
     * @return in bit/s
     */
    public long sentBps(UserId user) {
        return sentBps.getOrDefault(user, 0L);
    }

    /**
     * How many direct connections a user has.
     *
     * @param user the user
     * @return 0 or more
     */
    public int connections(UserId user) {
        return connections.getOrDefault(user, 0);
    }

    /** How many more copies a share of an up-bandwidth carries. */
    int copies(UserId user, long upBps, int perMille, long bitrateBps) {
        long usableBps = Math.min(upBps, MAX_BELIEVED_BPS) * perMille / 1000;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (usableBps - sentBps(user)) / bitrateBps));
    }
}
