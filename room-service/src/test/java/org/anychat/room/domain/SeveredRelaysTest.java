package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.anychat.contracts.NodeId;
import org.junit.jupiter.api.Test;

class SeveredRelaysTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    private final SeveredRelays severed = new SeveredRelays();

    @Test
    void shouldKnowWhoDoesNotReachARoomsRelays() {
        severed.sever(A, B, 0);
        assertEquals(Set.of(B), severed.from(Set.of(A), 1));
        assertEquals(Set.of(A), severed.from(Set.of(B, C), 1));
        assertEquals(Set.of(), severed.from(Set.of(C), 1));
        assertEquals(Set.of(), severed.from(Set.of(A, B), 1), "both are there already");
    }

    @Test
    void shouldTryAPairAgainAfterAWhile() {
        severed.sever(A, B, 0);
        severed.sever(B, A, 10);
        assertEquals(Set.of(B), severed.from(Set.of(A), SeveredRelays.REMEMBERED_NS + 9));
        assertEquals(Set.of(), severed.from(Set.of(A), SeveredRelays.REMEMBERED_NS + 10));
    }

    @Test
    void shouldForgetWhoIsGone() {
        severed.sever(A, B, 0);
        severed.sever(A, C, 0);
        severed.forget(B);
        assertEquals(Set.of(C), severed.from(Set.of(A), 1));
    }
}
