package org.anychat.room.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;

/**
 * Pairs of relays that do not reach each other, though this service reaches both: no room may span them. A pair is
 * believed to be whole again some time after it was last heard of. Not thread-safe.
 */
public final class SeveredRelays {
    /** A pair is tried again after that long. */
    static final long REMEMBERED_NS = TimeUnit.SECONDS.toNanos(60);

    private final Map<Set<NodeId>, Long> pairs = new HashMap<>();

    /**
     * Takes note of a pair.
     *
     * @param one a relay
     * @param other another one
     * @param nowNs the time, in nanoseconds of a monotonic clock
     */
    public void sever(NodeId one, NodeId other, long nowNs) {
        pairs.put(Set.of(one, other), nowNs);
    }

    /**
     * Forgets a relay.
     *
     * @param relay one that is gone
     */
    public void forget(NodeId relay) {
        pairs.keySet().removeIf(pair -> pair.contains(relay));
    }

    /**
     * Who does not reach one of these.
     *
     * @param relays those of a room
     * @param nowNs the time, in nanoseconds
     * @return relays on which no further member of that room may be
     */
    public Set<NodeId> from(Set<NodeId> relays, long nowNs) {
        pairs.values().removeIf(atNs -> nowNs - atNs >= REMEMBERED_NS);
        Set<NodeId> others = new HashSet<>();
        for (Set<NodeId> pair : pairs.keySet()) {
            if (pair.stream().anyMatch(relays::contains)) {
                pair.stream().filter(relay -> !relays.contains(relay)).forEach(others::add);
            }
        }
        return others;
    }
}
