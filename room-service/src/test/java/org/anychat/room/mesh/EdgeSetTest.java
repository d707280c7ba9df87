package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.UserState;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edges in an order that no plan would give them. */
class EdgeSetTest {
    private static final long NOW_MS = 1_000_000;

    private final EdgeSet edges = new EdgeSet(
            MeshedRoom.ROOM,
            new Members(IntStream.rangeClosed(1, 4)
                    .mapToObj(user -> MeshedRoom.member(user, UserState.OPEN, UserState.PUBLIC_CHAT))
                    .toList()),
            new RouteCounters());

    private Edge first;
    private Edge last;

    private Edge stands(int parent, int child, int ttl) {
        Edge edge = new Edge(MeshedRoom.user(1), parent * 10 + child, end(parent), end(child), ttl, NOW_MS);
        edges.begin(edge, "");
        edges.connected(edge, NOW_MS);
        return edge;
    }

    private static Edge.End end(int user) {
        return new Edge.End(MeshedRoom.session(user), MeshedRoom.user(user));
    }

    /** 1 sends to 2, that to 3, that to 4. */
    @BeforeEach
    void makeRow() {
        first = carries(1, 2, 9);
        carries(2, 3, 8);
        last = carries(3, 4, 7);
    }

    private Edge carries(int parent, int child, int ttl) {
        Edge edge = stands(parent, child, ttl);
        edges.carries(edge, NOW_MS);
        assertEquals(Edge.Phase.CARRYING, edge.phase());
        return edge;
    }

    /** It would have the stream from itself, though enough hops may follow, and the relay would send none of them any. */
    @Test
    void shouldNotCarryByWhomOneFeeds() {
        Edge back = stands(4, 2, 1);
        edges.takeOrders();

        edges.carries(back, NOW_MS);

        assertEquals(List.of(), edges.takeOrders());
        assertEquals(Edge.Phase.UP, back.phase());
        assertEquals(Edge.Phase.CARRYING, first.phase());
        assertEquals(3, edges.hops(MeshedRoom.user(1), MeshedRoom.user(4)));
    }

    /** Once it feeds the other no more, it may. */
    @Test
    void shouldCarryByWhomOneHasFed() {
        Edge back = stands(4, 2, 1);
        carries(1, 4, 8);
        assertEquals(Edge.Phase.CLOSED, last.phase());

        edges.carries(back, NOW_MS);

        assertEquals(Edge.Phase.CARRYING, back.phase());
        assertEquals(2, edges.hops(MeshedRoom.user(1), MeshedRoom.user(2)));
    }

    @Test
    void shouldKnowWhomAnEdgeConcernsAsLongAsItIsThere() {
        assertTrue(edges.of(MeshedRoom.user(1)).contains(last), "the publisher");
        assertTrue(edges.of(MeshedRoom.user(3)).contains(last));
        assertFalse(edges.of(MeshedRoom.user(2)).contains(last));

        edges.stop(last, RouteReason.TREE, NOW_MS);
        assertFalse(edges.of(MeshedRoom.user(3)).contains(last));
        assertEquals(List.of(last), edges.leaving(MeshedRoom.user(4)));

        edges.forgetLeft(NOW_MS + 60_000);
        assertEquals(List.of(), edges.leaving(MeshedRoom.user(4)));
    }
}
