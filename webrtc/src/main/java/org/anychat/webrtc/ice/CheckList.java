package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.TransactionId;

/** The pairs of one ICE session, between two restarts, best first (RFC 8445 section 6.1.2). Bounded. */
final class CheckList {
    /** Between two checks of an unanswered pair. Not doubled, as a set-up has to survive much loss within its time. */
    static final long RTO_NS = 500_000_000L;

    /** What UDP has answered to by then is the better path; else connections are tried, too. */
    static final long STREAM_DELAY_NS = 300_000_000L;

    private static final int MAX_PAIRS = 32;
    private static final int MAX_NOMINATION_CHECKS = 8;
    private static final long NOMINATION_PATIENCE_NS = 100_000_000L;
    private static final long TRIGGER_SPACING_NS = 100_000_000L;
    private static final long FRESH_NS = 5_000_000_000L;

    private final IceCredentials remote;
    private final String username;
    private final MessageIntegrity integrity;
    private final List<CandidatePair> pairs = new ArrayList<>();
    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>(2);
    private final long paceNs;
    private final long startNs;
    private boolean complete;
    private boolean succeeded;
    private long firstSuccessNs;

    /** The pace is the time between two checks of whatever pair. */
    CheckList(IceCredentials local, IceCredentials remote, long paceNs, long nowNs) {
        this.paceNs = paceNs;
        this.startNs = nowNs;
        this.remote = remote;
        this.username = remote.ufrag() + ':' + local.ufrag();
        this.integrity = MessageIntegrity.shortTerm(remote.password());
    }

    IceCredentials remote() {
        return remote;
    }

    String username() {
        return username;
    }

    MessageIntegrity integrity() {
        return integrity;
    }

    void add(IceCandidate candidate) {
        if (isUsable(candidate) && pairs.size() < MAX_PAIRS && pairAt(candidate.address()) == null) {
            insert(new CandidatePair(candidate));
        }
    }

    private void insert(CandidatePair pair) {
        int at = 0;
        while (at < pairs.size() && pairs.get(at).priority() >= pair.priority()) {
            at++;
        }
        pairs.add(at, pair);
    }

    /** A passive TCP candidate is of use to whoever has a connection for it. */
    private static boolean isUsable(IceCandidate candidate) {
        boolean reachable =
                candidate.transport() == IceCandidate.Transport.UDP || candidate.address() instanceof StreamAddress;
        return reachable && candidate.component() == 1;
    }

    /**
     * A check of the peer came from an address: it is checked before all others, unless it was answered just now (RFC 8445
     * section 7.3.1.4). One that is unknown is a peer-reflexive candidate (section 7.3.1.3), and takes the place of the worst
     * that was never answered where there are too many.
     *
     * @return the pair; null where it has no place
     */
    CandidatePair trigger(InetSocketAddress address, long priority, long nowNs) {
        CandidatePair pair = pairAt(address);
        if (pair == null) {
            if (pairs.size() == MAX_PAIRS && !evict()) {
                return null;
            }
            pair = new CandidatePair(address, priority);
            insert(pair);
        }
        if (!isFresh(pair, nowNs)) {
            trigger(pair);
        }
        return pair;
    }

    /** Has a pair checked before all others. */
    void trigger(CandidatePair pair) {
        if (pairs.contains(pair) && !triggered.contains(pair)) {
            triggered.addLast(pair);
        }
    }

    private boolean evict() {
        for (int i = pairs.size() - 1; i >= 0; i--) {
            if (!pairs.get(i).validated()) {
                triggered.remove(pairs.remove(i));
                return true;
            }
        }
        return false;
    }

    /** Whether it was answered so lately that another check would tell nothing new. */
    static boolean isFresh(CandidatePair pair, long nowNs) {
        return pair.validated() && nowNs - pair.lastAnswerNs() < FRESH_NS;
    }

    /**
     * Takes the next pair that the peer has checked, or null. Two checks of a pair have some time between them, whatever the
     * peer does, so that an answer over a slow path still finds its check.
     */
    CandidatePair takeTriggered(long nowNs) {
        for (CandidatePair pair : triggered) {
            if (pair.isIdleFor(TRIGGER_SPACING_NS, nowNs)) {
                triggered.remove(pair);
                return pair;
            }
        }
        return null;
    }

    /** The peer chooses from now on. */
    void withdrawNomination() {
        CandidatePair pair = firstIn(CandidatePair.State.NOMINATING);
        if (pair != null) {
            pair.state(CandidatePair.State.SUCCEEDED);
        }
    }

    CandidatePair pairAwaiting(TransactionId id) {
        for (CandidatePair pair : pairs) {
            if (pair.awaited(id) != null) {
                return pair;
            }
        }
        return null;
    }

    boolean isValidated(InetSocketAddress address) {
        CandidatePair pair = pairAt(address);
        return pair != null && pair.validated();
    }

    /** A nomination went through: nothing more to check. */
    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Checks and nominates anew, because the nominated pair went silent. */
    void recheck() {
        complete = false;
        succeeded = false;
        pairs.forEach(pair -> pair.state(CandidatePair.State.WAITING));
    }

    void onSucceeded(CandidatePair pair, long nowNs) {
        if (pair.state() != CandidatePair.State.NOMINATING) {
            pair.state(CandidatePair.State.SUCCEEDED);
        }
        if (!succeeded) {
            succeeded = true;
            firstSuccessNs = nowNs;
        }
    }

    /** Nominates the best answered pair once there is no better one left to wait for, or after some patience. */
    void nominateBest(long nowNs) {
        CandidatePair best = firstIn(CandidatePair.State.SUCCEEDED);
        if (complete || best == null || firstIn(CandidatePair.State.NOMINATING) != null) {
            return;
        }
        if (best == pairs.get(0) || nowNs - firstSuccessNs >= NOMINATION_PATIENCE_NS) {
            best.state(CandidatePair.State.NOMINATING);
        }
    }

    /** The pair to check now, or null: the nominating one first, then the unchecked ones, then the unanswered. */
    CandidatePair nextDue(long nowNs) {
        if (complete) {
            return null;
        }
        CandidatePair nominating = firstIn(CandidatePair.State.NOMINATING);
        if (nominating != null
                && nominating.unansweredChecks() >= MAX_NOMINATION_CHECKS
                && nominating.isDue(nowNs, rtoNs())) {
            nominating.state(CandidatePair.State.IN_PROGRESS);
        }
        for (CandidatePair.State state :
                List.of(CandidatePair.State.NOMINATING, CandidatePair.State.WAITING, CandidatePair.State.IN_PROGRESS)) {
            CandidatePair due = firstDue(state, nowNs);
            if (due != null) {
                return due;
            }
        }
        return null;
    }

    private CandidatePair firstDue(CandidatePair.State state, long nowNs) {
        for (CandidatePair pair : pairs) {
            if (pair.state() == state && pair.isDue(nowNs, rtoNs()) && !isEarly(pair, nowNs)) {
                return pair;
            }
        }
        return null;
    }

    /** Longer with many pairs (RFC 8445 section 14.3), else the first ones would take the turns of all others. */
    private long rtoNs() {
        return Math.max(RTO_NS, pairs.size() * paceNs);
    }

    private boolean isEarly(CandidatePair pair, long nowNs) {
        return pair.isStream()
                && pair.state() == CandidatePair.State.WAITING
                && (succeeded || nowNs - startNs < STREAM_DELAY_NS);
    }

    private CandidatePair firstIn(CandidatePair.State state) {
        for (CandidatePair pair : pairs) {
            if (pair.state() == state) {
                return pair;
            }
        }
        return null;
    }

    private CandidatePair pairAt(InetSocketAddress address) {
        for (CandidatePair pair : pairs) {
            if (pair.remote().equals(address)) {
                return pair;
            }
        }
        return null;
    }
}
