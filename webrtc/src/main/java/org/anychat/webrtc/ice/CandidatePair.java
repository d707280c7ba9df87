package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
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

    /** Responses to older checks do not count any more; at one check per RTO that is after 4 s. */
    private static final int MAX_OUTSTANDING = 8;

    private final ArrayDeque<Check> outstanding = new ArrayDeque<>(MAX_OUTSTANDING);
    private final InetSocketAddress remote;
    private final long priority;
    private final boolean stream;
    private State state = State.WAITING;
    private boolean validated;
    private int unansweredChecks;
    private long lastCheckNs;

    CandidatePair(IceCandidate candidate) {
        remote = candidate.address();
        priority = candidate.priority();
        stream = candidate.transport() == IceCandidate.Transport.TCP;
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

    void onSent(TransactionId id, boolean useCandidate, long nowNs) {
        if (outstanding.size() == MAX_OUTSTANDING) {
            outstanding.removeFirst();
        }
        outstanding.addLast(new Check(id, useCandidate));
        unansweredChecks++;
        lastCheckNs = nowNs;
    }

    boolean awaits(TransactionId id) {
        for (Check check : outstanding) {
            if (check.id.equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Takes an authenticated response that the pair awaits; tells whether its check nominated. */
    boolean onAnswered(TransactionId id) {
        validated = true;
        unansweredChecks = 0;
        Iterator<Check> checks = outstanding.iterator();
        while (checks.hasNext()) {
            Check check = checks.next();
            if (check.id.equals(id)) {
                checks.remove();
                return check.useCandidate;
            }
        }
        return false;
    }

    private record Check(TransactionId id, boolean useCandidate) {}
}
