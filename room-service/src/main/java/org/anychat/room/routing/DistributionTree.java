package org.anychat.room.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * From whom each viewer of a stream gets it. Immutable.
 *
 * @param stream which
 * @param sources by viewer
 * @param bridged viewers whom the relay serves for now, as they have lost whom they had; the next plan finds them another
 */
public record DistributionTree(StreamId stream, Map<UserId, Source> sources, Set<UserId> bridged) {
    /**
     * Copies what it gets.
     *
     * @param stream which
     * @param sources by viewer
     * @param bridged some of the viewers
     */
    public DistributionTree {
        sources = Map.copyOf(sources);
        bridged = Set.copyOf(bridged);
    }

    /**
     * A tree without viewers.
     *
     * @param stream of which stream
     * @return the tree
     */
    public static DistributionTree empty(StreamId stream) {
        return new DistributionTree(stream, Map.of(), Set.of());
    }

    /**
     * What to do at once when a viewer has gone: whom it served gets the stream from the relay.
     *
     * @param gone the viewer
     * @return the tree without it; nobody else has moved
     */
    public DistributionTree without(UserId gone) {
        DistributionTree others = bridging(childrenOf(gone));
        Map<UserId, Source> rest = new HashMap<>(others.sources);
        rest.remove(gone);
        Set<UserId> waiting = new HashSet<>(others.bridged);
        waiting.remove(gone);
        return new DistributionTree(stream, rest, waiting);
    }

    /**
     * What to do at once when viewers have lost the connection by which they got the stream: they get it from the relay, and
     * whom they serve still gets it from them.
     *
     * @param orphans viewers; those that the relay serves anyway, or that are none, change nothing
     * @return the tree with these bridged
     */
    public DistributionTree bridging(Collection<UserId> orphans) {
        Map<UserId, Source> changed = new HashMap<>(sources);
        Set<UserId> waiting = new HashSet<>(bridged);
        for (UserId orphan : orphans) {
            if (changed.get(orphan) instanceof Source.Peer) {
                changed.put(orphan, Source.RELAY);
                waiting.add(orphan);
            }
        }
        return new DistributionTree(stream, changed, waiting);
    }

    /**
     * Whom a user sends the stream to.
     *
     * @param user the publisher or a viewer
     * @return in the order of their numbers
     */
    public List<UserId> childrenOf(UserId user) {
        Source source = Source.of(user);
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().equals(source))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(UserId::value))
                .toList();
    }

    /**
     * How many viewers the relay sends the stream to.
     *
     * @return 0 or more
     */
    public int relayCopies() {
        return (int) sources.values().stream().filter(Source.RELAY::equals).count();
    }

    /**
     * Who changes its source from this tree to another one. Who has come or gone does not move.
     *
     * @param next a later tree of the stream
     * @return by the viewers' numbers
     */
    public List<Move> movesTo(DistributionTree next) {
        return sources.entrySet().stream()
                .filter(entry -> next.sources.containsKey(entry.getKey()))
                .map(entry -> new Move(entry.getKey(), entry.getValue(), next.sources.get(entry.getKey())))
                .filter(move -> !move.from().equals(move.to()))
                .sorted(Comparator.comparingInt(move -> move.viewer().value()))
                .toList();
    }
}
