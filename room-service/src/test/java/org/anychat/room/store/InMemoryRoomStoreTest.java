package org.anychat.room.store;

import java.util.List;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomRules;

class InMemoryRoomStoreTest extends RoomStoreContract {
    @Override
    RoomStore store(RoomRules rules, List<Room> permanent) {
        return new InMemoryRoomStore(rules, permanent);
    }
}
