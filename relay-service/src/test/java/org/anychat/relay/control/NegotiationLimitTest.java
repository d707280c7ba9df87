package org.anychat.relay.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.SessionId;
import org.junit.jupiter.api.Test;

class NegotiationLimitTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final SessionId GREEDY = new SessionId("greedy");

    private final NegotiationLimit limit = new NegotiationLimit();

    private int admitted(int attempts, long nowNs) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limit.admit(GREEDY, nowNs) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void shouldAdmitABurstAndThenAnEvenRate() {
        assertEquals(NegotiationLimit.BURST, admitted(1_000, 0));
        assertEquals(NegotiationLimit.PER_SECOND, admitted(1_000, SECOND_NS));
        assertEquals(10 * NegotiationLimit.PER_SECOND, admitted(1_000, 11 * SECOND_NS));
        assertEquals(NegotiationLimit.BURST, admitted(1_000, 1_000 * SECOND_NS), "no more for having waited");
    }

    @Test
    void shouldCountEachSessionAlone() {
        admitted(1_000, 0);

        assertTrue(limit.admit(new SessionId("modest"), 0));
        assertFalse(limit.admit(GREEDY, 0));
    }

    @Test
    void shouldForgetWhoNegotiatesNoMore() {
        for (int i = 0; i < 100; i++) {
            assertTrue(limit.admit(new SessionId("session " + i), i));
        }

        assertTrue(limit.admit(GREEDY, SECOND_NS));

        assertEquals(1, limit.size());
    }
}
