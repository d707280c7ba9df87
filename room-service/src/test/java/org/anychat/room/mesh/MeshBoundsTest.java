package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.List;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.Room;
import org.anychat.room.routing.RoutingLimits;
import org.junit.jupiter.api.Test;

/** Who comes and goes, or begins again and again: what that ends, costs, and how soon it is tried again. */
class MeshBoundsTest extends MeshedRoom {
    private static final int MOST = MeshPolicy.MOST_MEMBERS;

    @Test
    void shouldGoByTheRelayInARoomThatTakesTooLongToPlan() {
        carried();
        int mostWithTrees = MOST + MOST / 10;
        for (int user = 5; user <= mostWithTrees; user++) {
            assertEquals(List.of(), enter(user, UserState.CLOSED), "one who comes and goes ends nothing");
        }
        assertEquals("DIRECT 1/1", route(1, 2));

        assertTrue(enter(mostWithTrees + 1, UserState.CLOSED).contains("s2 close 1 #1 2000"));
        for (int user = mostWithTrees + 1; user > MOST; user--) {
            assertEquals(List.of(), later(10_000), "too large to begin");
            leave(user);
        }
        assertFalse(later(10_000).isEmpty());
    }

    @Test
    void shouldKeepEdgesForAWhileInARoomThatHasBecomeSmallEnoughForPairs() {
        carried();
        leave(4);
        leave(3);
        assertTrue(table.applies(ROOM), "no pairs meanwhile");
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(), later(MeshPolicy.CALM_MS - 1));
            assertEquals(List.of(), enter(3, UserState.CLOSED));
            assertEquals(List.of(), leave(3));
        }
        assertEquals("DIRECT 1/1", route(1, 2));
        assertEquals(List.of(), later(MeshPolicy.CALM_MS - 1));

        assertTrue(later(1).contains("s1 close 2 #1 2000"));
        assertFalse(table.applies(ROOM));
    }

    @Test
    void shouldGoByPairsAtOnceInASmallRoomWithoutEdges() {
        carried();
        leave(4);
        become(1, UserState.CLOSED, UserState.PUBLIC_CHAT);

        leave(3);

        assertFalse(table.applies(ROOM));
    }

    @Test
    void shouldGoByPairsAtOnceWhereMoreMayThanBefore() {
        carried();

        List<String> orders = limit(MeshPolicy.OFF.with(true, 4, new RoutingLimits(TTL, MTN)));

        assertTrue(orders.contains("s1 close 2 #1 2000"), orders::toString);
    }

    @Test
    void shouldCountAPathThatIsLostInBothDirectionsOnce() {
        mutual();
        carryBoth(1, 2);
        loseBoth(1, 2);
        assertTrue(waitedMs() >= 30_000, "for the planner they are out for half a minute");
        carryBoth(3, 4);
        loseBoth(3, 4);

        int waitedMs = waitedMs();
        assertTrue(waitedMs < 80_000, () -> waitedMs + " ms, as if four paths had been lost");
    }

    /** How long it takes until both directions are tried. */
    private int waitedMs() {
        int waitedMs = 0;
        while (tries.size() < 2) {
            later(500);
            waitedMs += 500;
            assertTrue(waitedMs < 600_000, "they are to try again");
        }
        return waitedMs;
    }

    private void carryBoth(int there, int back) {
        carry(there);
        carry(back);
    }

    private void loseBoth(int there, int back) {
        report(2, 1, there, State.FAILED);
        report(1, 2, back, State.FAILED);
    }

    /** Ten others publish, too, so that there are two edges with each. */
    @Test
    void shouldHaveAPublisherWhoBeginsAgainFeedAllItsPartners() {
        limit(policy(10));
        for (int user = 1; user <= 11; user++) {
            enter(user, UserState.OPEN);
            ready(user);
        }
        grow();
        assertEquals(110, paused.size());
        for (int restMs = 2_000; restMs <= 8_000; restMs *= 2) {
            become(1, UserState.CLOSED, UserState.PUBLIC_CHAT);
            nowMs += restMs;
            become(1, UserState.OPEN, UserState.PUBLIC_CHAT);
            grow(10);
            assertEquals(110, paused.size(), () -> table.routes(ROOM).toString());
        }
    }

    /** What changes of one member is no reason to look at all the edges of a large room. */
    @Test
    void shouldLookAtWhatHasChangedAlone() {
        limit(policy(20));
        for (int user = 1; user <= MOST; user++) {
            enter(user, user <= 10 ? UserState.OPEN : UserState.CLOSED);
            ready(user);
        }
        grow();
        assertTrue(paused.size() >= 120, () -> paused.size() + " edges carry");
        members.set(MOST - 1, member(MOST, UserState.OPEN, UserState.PUBLIC_CHAT));
        CountedMembers counted = new CountedMembers(List.copyOf(members));

        table.onRoom(ROOM, new Room(ROOM, "Room 1", true, 2, counted, null, chats), nowMs);

        assertTrue(counted.reads <= MOST, () -> counted.reads + " times a member was looked at");
    }

    /** Counts how often one of them is looked at. */
    private static final class CountedMembers extends AbstractList<Member> {
        private final List<Member> members;
        private int reads;

        CountedMembers(List<Member> members) {
            this.members = members;
        }

        @Override
        public Member get(int index) {
            reads++;
            return members.get(index);
        }

        @Override
        public int size() {
            return members.size();
        }
    }
}
