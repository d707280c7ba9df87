package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.junit.jupiter.api.Test;

class RelayPlacementTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final RelayPlacement placement = new RelayPlacement(3_000);

    @Test
    void shouldChooseTheLeastLoadedRelayThatAccepts() {
        placement.onAlive(new RelayStatus(A, 1, 5_000, true), 0);
        placement.onAlive(new RelayStatus(B, 9, 100, true), 0);
        placement.onAlive(new RelayStatus(new NodeId("draining"), 0, 0, false), 0);

        assertEquals(Optional.of(B), placement.leastLoaded());
    }

    @Test
    void shouldForgetASilentRelayOnce() {
        placement.onAlive(new RelayStatus(A, 0, 0, true), 0);

        assertEquals(Set.of(), placement.expire(3_000));
        assertEquals(Set.of(A), placement.expire(3_001));
        assertEquals(Set.of(), placement.expire(9_000));
        assertEquals(Optional.empty(), placement.leastLoaded());
    }

    @Test
    void shouldTellANewRelayFromAKnownOne() {
        assertTrue(placement.onAlive(new RelayStatus(A, 0, 0, true), 0));
        assertFalse(placement.onAlive(new RelayStatus(A, 1, 1, true), 1_000));
    }

    @Test
    void shouldCountAnAssumedRelayAsAliveUntilItIsSilent() {
        placement.assume(A, 1_000);

        assertEquals(Set.of(), placement.expire(4_000));
        assertEquals(Set.of(A), placement.expire(4_001));
    }
}
