package org.anychat.relay.control;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.SessionId;

/**
 * How often a session may negotiate, whatever becomes of its connections meanwhile: each time costs everybody in the room
 * something. Holds only sessions that have negotiated lately.
 */
final class NegotiationLimit {
    /** How many at once: far more than a person can cause who turns camera and screen on and off. */
    static final int BURST = 60;

    /** How many in the long run. */
    static final int PER_SECOND = 5;

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** When each would have done with its negotiations, had they come evenly; who negotiated last comes last. */
    private final Map<SessionId, Long> doneNs = new LinkedHashMap<>();

    /** Counts one negotiation, or refuses it. */
    boolean admit(SessionId session, long nowNs) {
        forget(nowNs);
        Long before = doneNs.get(session);
        long done = before == null || before - nowNs < 0 ? nowNs : before;
        if (done - nowNs > (BURST - 1) * INTERVAL_NS) {
            return false;
        }
        doneNs.remove(session);
        doneNs.put(session, done + INTERVAL_NS);
        return true;
    }

    private void forget(long nowNs) {
        Iterator<Long> oldest = doneNs.values().iterator();
        while (oldest.hasNext() && oldest.next() - nowNs <= 0) {
            oldest.remove();
        }
    }

    /** Sessions that are remembered. */
    int size() {
        return doneNs.size();
    }
}
