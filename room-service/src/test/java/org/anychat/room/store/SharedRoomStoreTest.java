package org.anychat.room.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.domain.RoomRules;
import org.junit.jupiter.api.Test;

class SharedRoomStoreTest extends RoomStoreContract {
    private final Map<String, String> written = new HashMap<>();
    private final RoomRules rules = new RoomRules(new RoomPolicy(true, true, 10));

    @Override
    RoomStore store(RoomRules contractRules, List<Room> permanent) {
        return SharedRoomStore.after(contractRules, permanent, Map.copyOf(written), new WrittenRecords(written));
    }

    @Test
    void shouldGiveTheSuccessorTheRoomsAsTheyWere() {
        List<Room> permanent = List.of(Room.empty(new RoomId(1), "Room 1", true));
        RoomStore store = store(rules, permanent);
        RoomId den = store.allot().result();
        enter(store, new RoomId(1), "ann");
        enter(store, den, "ben");
        enter(store, den, "cho");
        store.apply(den, new RoomCommand.Leave(new SessionId("cho"), 0));
        store.apply(den, new RoomCommand.MoveMedia(null, new NodeId("relay-1"), 0));
        RoomId gone = store.allot().result();
        enter(store, gone, "dan");
        store.apply(gone, new RoomCommand.Leave(new SessionId("dan"), 0));

        RoomStore successor = store(rules, permanent);

        assertEquals(store.rooms().result(), successor.rooms().result());
        assertEquals(den, successor.roomOf(new SessionId("ben")).result().orElseThrow());
        assertEquals(gone.value() + 1, successor.allot().result().value());
    }

    private static void enter(RoomStore store, RoomId room, String session) {
        Member member = new Member(
                new SessionId(session),
                new NodeId("gateway-1"),
                new UserId(session.hashCode()),
                0,
                new UserState(session, 0, 0, 0));
        store.apply(
                room,
                new RoomCommand.Enter(
                        member,
                        "Room of " + room,
                        RoomCommand.RelayChoice.of(null),
                        new RoomCommand.Key("secret", "5a17")));
    }
}
