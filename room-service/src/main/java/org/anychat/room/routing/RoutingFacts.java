package org.anychat.room.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.RoutingView.Pair;

/**
 * What clients report of themselves and of each other, and what becomes of it with time. Nothing of it is trusted for more
 * than routes. Whatever a client says is bounded: what is out of range, or about somebody who is not in the room, is
 * refused, and the caller counts it. Times are in nanoseconds of a monotonic clock. Not thread-safe.
 */
public final class RoutingFacts {
    /** What a client has said of its NAT and its bandwidth, and what was measured, counts that long. */
    static final long FRESH_NS = TimeUnit.MINUTES.toNanos(5);

    /** After a failed attempt the next one is due then; after each further one, twice as late. */
    static final long RETRY_NS = TimeUnit.SECONDS.toNanos(30);

    /** But never later than this. */
    static final long MAX_RETRY_NS = TimeUnit.MINUTES.toNanos(10);

    /** So many others have to have failed with a member before it gets nobody new. */
    static final int DISTRUSTED_BY = 3;

    /** One member's claims about that many others are kept; the oldest go first. */
    static final int MAX_CLAIMS = 64;

    private static final int MAX_DOUBLINGS = 8;

    private final Map<UserId, Reports> members = new HashMap<>();

    /** What a member has said. */
    private static final class Reports {
        private final ClientP2pPolicy policy;
        private final boolean forwards;
        private NatBehavior nat;
        private long natAtNs;
        private long upBps;
        private long upAtNs;
        private boolean hasUp;
        private int relayDelayMs = MemberFacts.ASSUMED_RELAY_DELAY_MS;
        private String network = "";
        private final Map<UserId, Claim> claims = new LinkedHashMap<>();

        Reports(ClientP2pPolicy policy, boolean forwards) {
            this.policy = policy;
            this.forwards = forwards;
        }

        Claim claim(UserId peer) {
            // The one that was spoken of last is the last to go.
            Claim claim = claims.remove(peer);
            claim = claim == null ? new Claim() : claim;
            claims.put(peer, claim);
            if (claims.size() > MAX_CLAIMS) {
                claims.remove(claims.keySet().iterator().next());
            }
            return claim;
        }
    }

    /** What one member has said about its way to another one. */
    private static final class Claim {
        private int delayMs;
        private boolean measured;
        private long measuredNs;
        private boolean connected;
        private long connectedNs;
        private int failures;
        private long failedNs;

        boolean isMeasured(long nowNs) {
            return measured && nowNs - measuredNs < FRESH_NS;
        }

        boolean isConnected(long nowNs) {
            return connected && nowNs - connectedNs < FRESH_NS;
        }

        boolean isFailed(long nowNs) {
            return failures > 0 && nowNs - failedNs < retryNs();
        }

        private long retryNs() {
            return Math.min(MAX_RETRY_NS, RETRY_NS << Math.min(failures - 1, MAX_DOUBLINGS));
        }

        boolean isForgotten(long nowNs) {
            return failures > 0 && nowNs - failedNs >= MAX_RETRY_NS + retryNs();
        }
    }

    /** Nobody has said anything. */
    public RoutingFacts() {}

    /**
     * Takes a member in, or its changed wishes; what it has said so far stays.
     *
     * @param user the member
     * @param policy what its client lets the server do
     * @param forwards whether its user lets it pass on what others publish
     */
    public void enter(UserId user, ClientP2pPolicy policy, boolean forwards) {
        Reports before = members.get(user);
        Reports after = new Reports(policy, forwards);
        if (before != null) {
            after.nat = before.nat;
            after.natAtNs = before.natAtNs;
            after.hasUp = before.hasUp;
            after.upBps = before.upBps;
            after.upAtNs = before.upAtNs;
            after.relayDelayMs = before.relayDelayMs;
            after.network = before.network;
            after.claims.putAll(before.claims);
        }
        members.put(user, after);
    }

    /**
     * Forgets what a member has said. What others have said about it stays until it is too old, so that nobody gets rid of a
     * bad name by coming anew.
     *
     * @param user one that has left
     */
    public void leave(UserId user) {
        members.remove(user);
    }

    /**
     * A member has found out how its NAT behaves.
     *
     * @param user the member
     * @param nat what it says
     * @param nowNs the time
     * @return false where it is refused
     */
    public boolean onNat(UserId user, NatBehavior nat, long nowNs) {
        Reports reports = members.get(user);
        if (reports == null) {
            return false;
        }
        reports.nat = nat;
        reports.natAtNs = nowNs;
        return true;
    }

    /**
     * The server sees a member at an address. This is no client's claim.
     *
     * @param user the member; of one that has not entered nothing is kept
     * @param address the address, empty where it is not known
     */
    public void onNetwork(UserId user, String address) {
        Reports reports = members.get(user);
        if (reports != null) {
            reports.network = address;
        }
    }

    /**
     * A member has measured its up-bandwidth.
     *
     * @param user the member
     * @param bps what it says, in bit/s; more than {@link Uplinks#MAX_BELIEVED_BPS} counts as that
     * @param nowNs the time
     * @return false where it is refused: below 0, or of nobody
     */
    public boolean onUpBandwidth(UserId user, long bps, long nowNs) {
        Reports reports = members.get(user);
        if (reports == null || bps < 0) {
            return false;
        }
        reports.upBps = Math.min(bps, Uplinks.MAX_BELIEVED_BPS);
        reports.upAtNs = nowNs;
        reports.hasUp = true;
        return true;
    }

    /**
     * The relay has measured the way to a member. This is no client's claim.
     *
     * @param user the member
     * @param delayMs one way, in milliseconds
     * @return false where it is refused: below 0, or of nobody
     */
    public boolean onRelayDelay(UserId user, int delayMs) {
        Reports reports = members.get(user);
        if (reports == null || delayMs < 0) {
            return false;
        }
        reports.relayDelayMs = Math.min(delayMs, StreamFacts.MAX_DELAY_MS);
        return true;
    }

    /**
     * A member has measured its way to another one.
     *
     * @param reporter who says so
     * @param peer the other one
     * @param delayMs one way, in milliseconds
     * @param nowNs the time
     * @return false where it is refused
     */
    public boolean onDelay(UserId reporter, UserId peer, int delayMs, long nowNs) {
        if (delayMs < 0 || !isPair(reporter, peer)) {
            return false;
        }
        Claim claim = members.get(reporter).claim(peer);
        claim.delayMs = Math.min(delayMs, StreamFacts.MAX_DELAY_MS);
        claim.measured = true;
        claim.measuredNs = nowNs;
        return true;
    }

    /**
     * A member has a direct connection with another one; it counts once both say so.
     *
     * @param reporter who says so
     * @param peer the other one
     * @param nowNs the time
     * @return false where it is refused
     */
    public boolean onConnected(UserId reporter, UserId peer, long nowNs) {
        if (!isPair(reporter, peer)) {
            return false;
        }
        Claim claim = members.get(reporter).claim(peer);
        claim.connected = true;
        claim.connectedNs = nowNs;
        return true;
    }

    /**
     * A member has not got a direct connection with another one, has lost it, or gets nothing by it. Until the next attempt is
     * due, saying so again changes nothing.
     *
     * @param reporter who says so
     * @param peer the other one
     * @param nowNs the time
     * @return false where it is refused
     */
    public boolean onFailed(UserId reporter, UserId peer, long nowNs) {
        if (!isPair(reporter, peer)) {
            return false;
        }
        Claim claim = members.get(reporter).claim(peer);
        claim.connected = false;
        if (claim.isFailed(nowNs)) {
            return true;
        }
        claim.failures = claim.isForgotten(nowNs) ? 1 : claim.failures + 1;
        claim.failedNs = nowNs;
        return true;
    }

    private boolean isPair(UserId reporter, UserId peer) {
        return members.containsKey(reporter) && members.containsKey(peer) && !reporter.equals(peer);
    }

    /**
     * What is known at a moment.
     *
     * @param nowNs the time
     * @return what is fresh; a change afterwards does not show in it
     */
    public RoutingView view(long nowNs) {
        Map<Pair, PairFacts> pairs = new HashMap<>();
        Map<UserId, Integer> failed = new HashMap<>();
        Map<UserId, Integer> connected = new HashMap<>();
        members.forEach((reporter, reports) -> reports.claims.forEach((peer, claim) -> {
            pairs.computeIfAbsent(new Pair(reporter, peer), pair -> facts(reporter, peer, nowNs));
            if (claim.isFailed(nowNs)) {
                failed.merge(peer, 1, Integer::sum);
            } else if (claim.isConnected(nowNs)) {
                connected.merge(peer, 1, Integer::sum);
            }
        }));
        List<MemberFacts> facts = new ArrayList<>();
        members.forEach((user, reports) -> {
            int enemies = failed.getOrDefault(user, 0);
            boolean trusted = enemies < DISTRUSTED_BY || enemies <= connected.getOrDefault(user, 0);
            facts.add(facts(user, reports, trusted, nowNs));
        });
        return RoutingView.of(facts, pairs);
    }

    private static MemberFacts facts(UserId user, Reports reports, boolean trusted, long nowNs) {
        boolean freshNat = reports.nat != null && nowNs - reports.natAtNs < FRESH_NS;
        boolean freshUp = reports.hasUp && nowNs - reports.upAtNs < FRESH_NS;
        return new MemberFacts(
                user,
                reports.policy,
                reports.forwards,
                freshNat ? Optional.of(reports.nat) : Optional.empty(),
                freshUp ? OptionalLong.of(reports.upBps) : OptionalLong.empty(),
                reports.relayDelayMs,
                trusted,
                reports.network);
    }

    private PairFacts facts(UserId one, UserId other, long nowNs) {
        Claim there = claimOf(one, other);
        Claim back = claimOf(other, one);
        OptionalInt delayMs = OptionalInt.empty();
        for (Claim claim : List.of(there, back)) {
            if (claim.isMeasured(nowNs)) {
                delayMs = OptionalInt.of(Math.max(delayMs.orElse(0), claim.delayMs));
            }
        }
        return new PairFacts(
                delayMs,
                there.isConnected(nowNs) && back.isConnected(nowNs),
                there.isFailed(nowNs) || back.isFailed(nowNs));
    }

    private Claim claimOf(UserId reporter, UserId peer) {
        Reports reports = members.get(reporter);
        Claim claim = reports == null ? null : reports.claims.get(peer);
        return claim == null ? new Claim() : claim;
    }
}
