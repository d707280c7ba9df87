package org.anychat.room.domain;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.RelayStatus;

/** Which relays are alive, and which of them takes the next room. Not thread-safe. */
public final class RelayPlacement {
    private static final Comparator<RelayStatus> BY_LOAD = Comparator.comparingLong(RelayStatus::packetsPerSecond)
            .thenComparingInt(RelayStatus::sessions)
            .thenComparing(status -> status.relay().value());

    private final long silenceNs;
    private final Map<NodeId, Seen> relays = new HashMap<>();

    /**
     * Makes a placement that knows no relay.
     *
     * @param silenceNs how long a relay may be silent before it counts as dead, in nanoseconds
     */
    public RelayPlacement(long silenceNs) {
        this.silenceNs = silenceNs;
    }

    /**
     * Takes a relay's sign of life.
     *
     * @param status the relay and its load
     * @param nowNs the time, in nanoseconds of a monotonic clock
     * @return whether the relay was not known before
     */
    public boolean onAlive(RelayStatus status, long nowNs) {
        return relays.put(status.relay(), new Seen(status, nowNs)) == null;
    }

    /**
     * Counts a relay as alive that another service speaks of, until it speaks for itself.
     *
     * @param relay the relay
     * @param nowNs the time, in nanoseconds
     */
    public void assume(NodeId relay, long nowNs) {
        relays.putIfAbsent(relay, new Seen(new RelayStatus(relay, 0, 0, true), nowNs));
    }

    /**
     * Forgets the relays that have been silent for too long.
     *
     * @param nowNs the time, in nanoseconds
     * @return the relays that are dead now
     */
    public Set<NodeId> expire(long nowNs) {
        Set<NodeId> dead = new HashSet<>();
        relays.values().removeIf(seen -> {
            boolean silent = nowNs - seen.atNs() > silenceNs;
            if (silent) {
                dead.add(seen.status().relay());
            }
            return silent;
        });
        return dead;
    }

    /**
     * The relay for the next room.
     *
     * @return the least loaded one that accepts rooms, where there is one
     */
    public Optional<NodeId> leastLoaded() {
        return relays.values().stream()
                .map(Seen::status)
                .filter(RelayStatus::accepting)
                .min(BY_LOAD)
                .map(RelayStatus::relay);
    }

    private record Seen(RelayStatus status, long atNs) {}
}
