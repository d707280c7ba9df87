package org.anychat.room.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomCommand.RelayChoice;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.domain.RoomRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of rooms does. */
abstract class RoomStoreContract {
    private static final RoomId ROOM = new RoomId(77);
    private static final RoomId OTHER = new RoomId(78);
    private static final SessionId ANN = new SessionId("ann");
    private static final SessionId BEN = new SessionId("ben");

    private RoomStore store;

    abstract RoomStore store(RoomRules rules, List<Room> permanent);

    @BeforeEach
    void makeStore() {
        store = store(new RoomRules(new RoomPolicy(true, true, 2)), List.of(Room.empty(new RoomId(1), "Room 1", true)));
    }

    @Test
    void shouldFindARoomByNumberByNameAndByMember() {
        get(store.apply(ROOM, enter(ANN, "Den")));

        assertEquals("Den", get(store.room(ROOM)).orElseThrow().name());
        assertEquals(Optional.of(ROOM), get(store.idOf("Den")));
        assertEquals(Optional.of(ROOM), get(store.roomOf(ANN)));
    }

    @Test
    void shouldForgetARoomWithItsLastMember() {
        get(store.apply(ROOM, enter(ANN, "Den")));
        get(store.apply(ROOM, new RoomCommand.Leave(ANN, 0)));

        assertEquals(Optional.empty(), get(store.room(ROOM)));
        assertEquals(Optional.empty(), get(store.idOf("Den")));
        assertEquals(Optional.empty(), get(store.roomOf(ANN)));
    }

    @Test
    void shouldKeepPermanentRoomsInTheListInOrder() {
        get(store.apply(ROOM, enter(ANN, "Den")));

        assertEquals(
                List.of(new RoomId(1), ROOM),
                get(store.rooms()).stream().map(Room::id).toList());
    }

    @Test
    void shouldLeaveARoomAsItWasWhenItRefuses() {
        get(store.apply(ROOM, enter(ANN, "Den")));
        get(store.apply(ROOM, enter(BEN, "Den")));
        Room before = get(store.room(ROOM)).orElseThrow();

        assertEquals(
                ServiceError.ROOM_FULL,
                get(store.apply(ROOM, enter(new SessionId("cleo"), "Den"))).refusal());
        assertEquals(before, get(store.room(ROOM)).orElseThrow());
        assertEquals(Optional.empty(), get(store.roomOf(new SessionId("cleo"))));
    }

    @Test
    void shouldFollowASessionThatEntersAnotherRoomBeforeItLeavesTheFirst() {
        get(store.apply(ROOM, enter(ANN, "Den")));
        get(store.apply(ROOM, enter(BEN, "Den")));
        get(store.apply(OTHER, enter(ANN, "Hall")));
        get(store.apply(ROOM, new RoomCommand.Leave(ANN, 0)));

        assertEquals(Optional.of(OTHER), get(store.roomOf(ANN)));
        assertEquals(Optional.of(ROOM), get(store.roomOf(BEN)));
    }

    @Test
    void shouldAllotEachNumberOnceAndNoneThatIsTaken() {
        RoomId first = get(store.allot());
        RoomId taken = new RoomId(first.value() + 1);
        get(store.apply(taken, enter(ANN, "Den")));

        assertNotEquals(taken, get(store.allot()));
    }

    private static RoomCommand.Enter enter(SessionId session, String room) {
        UserState state = new UserState(session.value(), UserState.CLOSED, UserState.CLOSED, 4);
        Member member = new Member(session, new NodeId("g"), new UserId(-2), 0, state);
        return new RoomCommand.Enter(member, room, RelayChoice.of(null), RoomCommand.Key.NONE);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
