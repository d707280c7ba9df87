package org.anychat.room.domain;

import java.util.List;
import org.anychat.contracts.GatewayApi.Change;
import org.anychat.contracts.ServiceError;

/**
 * What a command did.
 *
 * @param room the room now, or null where there is none (any more)
 * @param change what its members' gateways are told, or null for nothing
 * @param notes what single members are told of their private chats
 * @param refusal why the command did nothing, or null where it was carried out
 */
public record RoomOutcome(Room room, Change change, List<PrivateNote> notes, ServiceError refusal) {
    static RoomOutcome changed(Room room, Change change) {
        return new RoomOutcome(room, change, List.of(), null);
    }

    static RoomOutcome silent(Room room) {
        return new RoomOutcome(room, null, List.of(), null);
    }

    static RoomOutcome noted(Room room, List<PrivateNote> notes) {
        return new RoomOutcome(room, null, List.copyOf(notes), null);
    }

    static RoomOutcome refused(Room room, ServiceError refusal) {
        return new RoomOutcome(room, null, List.of(), refusal);
    }
}
