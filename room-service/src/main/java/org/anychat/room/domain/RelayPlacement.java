package org.anychat.room.domain;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.RelayStatus;

/**
 * Which relays are alive, and which of them takes the next room: the one whose media loops and sessions leave most room,
 * among equals the one with fewest packets. What was placed a moment ago counts before it can be measured, so that a burst
 * of rooms spreads. Deterministic. Not thread-safe.
 */
public final class RelayPlacement {
    /** How long it takes until what was placed shows in what is measured. */
    static final long EXPECTED_NS = TimeUnit.SECONDS.toNanos(5);

    /** A member's packets in and out, roughly; what is measured corrects it soon. */
    static final long PACKETS_PER_MEMBER = 100;

    /** Loads that differ by less are the same: the rest is noise. */
    static final int PER_MILLE_STEP = 20;

    /**
     * So much longer a relay may be silent that others have named and that has not been heard itself: it first has to find
     * a service that has just started, and moving its rooms for nothing would interrupt them.
     */
    static final int UNHEARD_FACTOR = 4;

    /**
     * So much longer a relay may be silent while it may be this process that is slow to read what it says, and no other relay
     * proves that it reads.
     */
    static final int SLOW_LISTENER_FACTOR = 2;

    /** How long a process that has just started, or has stood still, may be slow. */
    static final long SLOW_LISTENER_NS = TimeUnit.SECONDS.toNanos(10);

    private final long silenceNs;
    private final Map<NodeId, Seen> relays = new HashMap<>();
    /** When this process last began to listen. */
    private OptionalLong listeningNs = OptionalLong.empty();

    /** A relay as it was last heard of, and how long it may be silent; unmeasured ones have not spoken for themselves. */
    private record Seen(RelayStatus status, boolean measured, long patienceNs, long atNs, Deque<Expected> expected) {
        Seen at(long nowNs) {
            return new Seen(status, measured, patienceNs, nowNs, expected);
        }

        void forgetMeasured(long nowNs) {
            expected.removeIf(placed -> nowNs - placed.atNs() >= EXPECTED_NS);
        }

        long members(long nowNs) {
            forgetMeasured(nowNs);
            return expected.stream().mapToLong(Expected::members).sum();
        }
    }

    /** Members that were placed on a relay. */
    private record Expected(int members, long atNs) {}

    /** A relay's place in the order of choice. */
    private record Rank(long step, long packetsPerSecond, int sessions, NodeId relay) {
        private static final Comparator<Rank> ORDER = Comparator.comparingLong(Rank::step)
                .thenComparingLong(Rank::packetsPerSecond)
                .thenComparingInt(Rank::sessions)
                .thenComparing(rank -> rank.relay().value());

        static Rank of(Seen seen, long nowNs) {
            RelayLoad load = seen.status().load();
            long members = seen.members(nowNs);
            long full = 1000L * load.sessions() / Math.max(1, load.maxSessions());
            return new Rank(
                    (Math.max(load.busyPerMille(), full) + members) / PER_MILLE_STEP,
                    load.packetsPerSecond() + members * PACKETS_PER_MEMBER,
                    load.sessions(),
                    seen.status().relay());
        }
    }

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
     * @return whether the relay has not spoken for itself before, or takes something else than before
     */
    public boolean onAlive(RelayStatus status, long nowNs) {
        Seen before = relays.get(status.relay());
        Deque<Expected> expected = before == null ? new ArrayDeque<>() : before.expected();
        relays.put(status.relay(), new Seen(status, true, silenceNs, nowNs, expected));
        return before == null || !before.measured() || before.status().mode() != status.mode();
    }

    /**
     * Counts a relay as alive that another service speaks of; it gets rooms once it speaks for itself. Where its process is
     * not in the cluster it has no longer for that than those that were heard before: it may have died before this service
     * started, which then was not told of it.
     *
     * @param relay the relay
     * @param present whether its process is in the cluster
     * @param nowNs the time, in nanoseconds
     */
    public void assume(NodeId relay, boolean present, long nowNs) {
        long patienceNs = present ? UNHEARD_FACTOR * silenceNs : silenceNs;
        RelayStatus unmeasured = new RelayStatus(relay, RelayLoad.NONE);
        relays.putIfAbsent(relay, new Seen(unmeasured, false, patienceNs, nowNs, new ArrayDeque<>()));
    }

    /**
     * Counts the silence of all relays from now on: before, they had nobody to speak to. For a while relays that were heard
     * may be silent for {@value #SLOW_LISTENER_FACTOR} times as long, unless another one is heard meanwhile.
     *
     * @param nowNs the time, in nanoseconds
     */
    public void listen(long nowNs) {
        listeningNs = OptionalLong.of(nowNs);
        relays.replaceAll((relay, seen) -> seen.at(nowNs));
    }

    /**
     * Forgets the relays that have been silent for too long: those that have never spoken for themselves after
     * {@value #UNHEARD_FACTOR} times as long as others.
     *
     * @param nowNs the time, in nanoseconds
     * @return the relays that are dead now, and for how many nanoseconds each was silent
     */
    public Map<NodeId, Long> expire(long nowNs) {
        Map<NodeId, Long> dead = new HashMap<>();
        relays.values().forEach(seen -> seen.forgetMeasured(nowNs));
        relays.forEach((relay, seen) -> {
            long silentNs = nowNs - seen.atNs();
            if (silentNs > patienceNs(seen, hearsOthers(relay, nowNs), nowNs)) {
                dead.put(relay, silentNs);
            }
        });
        dead.keySet().forEach(relays::remove);
        return dead;
    }

    private long patienceNs(Seen seen, boolean hearsOthers, long nowNs) {
        boolean isSlow = !hearsOthers && listeningNs.isPresent() && nowNs - listeningNs.getAsLong() < SLOW_LISTENER_NS;
        // Of one that was not heard and is no member of the cluster there is nothing to be read late.
        return isSlow && seen.measured() ? SLOW_LISTENER_FACTOR * seen.patienceNs() : seen.patienceNs();
    }

    /** Whether another relay has spoken a moment ago: then it is not this process that reads nothing. */
    private boolean hearsOthers(NodeId silent, long nowNs) {
        return relays.entrySet().stream()
                .filter(other -> !other.getKey().equals(silent))
                .map(Map.Entry::getValue)
                .anyMatch(other -> other.measured() && nowNs - other.atNs() <= silenceNs / 3);
    }

    /**
     * Whether a relay that counts as alive has missed several of its signs of life. Where others do not hear it either, it is
     * dead.
     *
     * @param relay the relay
     * @param nowNs the time, in nanoseconds
     * @return whether it was silent for half of the time after which it counts as dead
     */
    public boolean isSilent(NodeId relay, long nowNs) {
        Seen seen = relays.get(relay);
        return seen != null && nowNs - seen.atNs() > silenceNs / 2;
    }

    /**
     * Forgets a relay whose process is gone.
     *
     * @param relay the relay
     */
    public void lost(NodeId relay) {
        relays.remove(relay);
    }

    /**
     * Whether a relay is alive.
     *
     * @param relay the relay
     * @return false for one that was never heard of too
     */
    public boolean isAlive(NodeId relay) {
        return relays.containsKey(relay);
    }

    /**
     * The relays that are to be emptied.
     *
     * @param mode {@code DRAINING} or {@code CLOSED}
     * @return those in that mode
     */
    public Set<NodeId> in(RelayMode mode) {
        return relays.values().stream()
                .map(Seen::status)
                .filter(status -> status.mode() == mode)
                .map(RelayStatus::relay)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What the relays that are alive have last said of themselves.
     *
     * @return one status per relay
     */
    public List<RelayStatus> statuses() {
        return relays.values().stream().map(Seen::status).toList();
    }

    /**
     * The relay for the next room.
     *
     * @param except relays that will not do
     * @param nowNs the time, in nanoseconds
     * @return the least loaded one that is open and not full, where there is one
     */
    public Optional<NodeId> leastLoaded(Set<NodeId> except, long nowNs) {
        return relays.values().stream()
                .filter(RelayPlacement::takesRooms)
                .filter(seen -> !except.contains(seen.status().relay()))
                .map(seen -> Rank.of(seen, nowNs))
                .min(Rank.ORDER)
                .map(Rank::relay);
    }

    private static boolean takesRooms(Seen seen) {
        RelayLoad load = seen.status().load();
        return seen.measured() && seen.status().mode() == RelayMode.OPEN && load.sessions() < load.maxSessions();
    }

    /**
     * Takes note of what was placed.
     *
     * @param relay on which relay
     * @param members how many members
     * @param nowNs the time, in nanoseconds
     */
    public void onPlaced(NodeId relay, int members, long nowNs) {
        Seen seen = relays.get(relay);
        if (seen != null) {
            seen.expected().add(new Expected(members, nowNs));
        }
    }
}
