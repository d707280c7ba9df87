package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.anychat.webrtc.stun.TransactionId;

/** The client's socket and one address of the peer, with the checks under way between them. */
final class CandidatePair {
    /** Where a pair stands; RFC 8445 section 6.1.2.6, with the nomination as a state of its own. */
    enum State {
        /** Not checked yet. */
        WAITING,
        /** Checked without a response so far. */
        IN_PROGRESS,
        /** Answered. */
        SUCCEEDED,
        /** Checked with USE-CANDIDATE. */
        NOMINATING
    }

    static final long UNMEASURED = -1;

    /** Responses to older checks do not count any more; at one check per RTO that is after 8 s. */
    private static final int MAX_OUTSTANDING = 16;

    private final ArrayDeque<Check> outstanding = new ArrayDeque<>(MAX_OUTSTANDING);
    private final InetSocketAddress remote;
    private final long priority;
    private final boolean stream;
    private State state = State.WAITING;
    private boolean validated;
    private int unansweredChecks;
    private long lastCheckNs;
    private long lastAnswerNs;
    private long roundTripNs = UNMEASURED;

    CandidatePair(IceCandidate candidate) {
        remote = candidate.address();
        priority = candidate.priority();
        stream = candidate.transport() == IceCandidate.Transport.TCP;
    }

    /** Of a peer-reflexive candidate: the peer was heard from there. */
    CandidatePair(InetSocketAddress remote, long priority) {
        this.remote = remote;
        this.priority = priority;
        this.stream = false;
    }

    /** Whether it takes a connection. */
    boolean isStream() {
        return stream;
    }

    InetSocketAddress remote() {
        return remote;
    }

    long priority() {
        return priority;
    }

    State state() {
        return state;
    }

    void state(State newState) {
        state = newState;
        unansweredChecks = 0;
    }

    /** Whether it was ever answered. */
    boolean validated() {
        return validated;
    }

    /** Checks sent in this state without a response. */
    int unansweredChecks() {
        return unansweredChecks;
    }

    boolean isDue(long nowNs, long rtoNs) {
        return unansweredChecks == 0 || nowNs - lastCheckNs >= rtoNs;
    }

    /** Whether its last check is as old as that, or there was none. */
    boolean isIdleFor(long durationNs, long nowNs) {
        return outstanding.isEmpty() || nowNs - lastCheckNs >= durationNs;
    }

    /** When it was answered last; means something once it is {@link #validated}. */
    long lastAnswerNs() {
        return lastAnswerNs;
    }

    void onSent(Check check, long nowNs) {
        if (outstanding.size() == MAX_OUTSTANDING) {
            outstanding.removeFirst();
        }
        outstanding.addLast(check);
        unansweredChecks++;
        lastCheckNs = nowNs;
    }

    /** The check that a response belongs to, or null where the pair does not wait for it. */
    Check awaited(TransactionId id) {
        for (Check check : outstanding) {
            if (check.id.equals(id)) {
                return check;
            }
        }
        return null;
    }

    /** Takes note of an authenticated error. */
    void onRefused(Check check) {
        outstanding.remove(check);
    }

    /** Takes note of an authenticated success. */
    void onAnswered(Check check, long nowNs) {
        validated = true;
        unansweredChecks = 0;
        lastAnswerNs = nowNs;
        long tookNs = Math.max(0, nowNs - check.sentNs);
        roundTripNs = roundTripNs == UNMEASURED ? tookNs : Math.min(roundTripNs, tookNs);
        outstanding.remove(check);
    }

    /** The shortest of its checks: the longer ones have waited for a processor. {@link #UNMEASURED} before there was one. */
    long roundTripNs() {
        return roundTripNs;
    }

    /** One request, what it said beside its name, and when. */
    record Check(TransactionId id, boolean controlling, boolean useCandidate, long sentNs) {}
}
