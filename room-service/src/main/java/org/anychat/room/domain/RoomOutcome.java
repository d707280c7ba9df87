package org.anychat.room.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.GatewayApi.Change;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;

/**
 * What a command did.
 *
 * @param room the room now, or null where there is none (any more)
 * @param news what gateways are told of it, or null for nothing
 * @param notes what single members are told of their private chats
 * @param refusal why the command did nothing, or null where it was carried out
 */
public record RoomOutcome(Room room, News news, List<PrivateNote> notes, ServiceError refusal) {
    /**
     * A change for gateways.
     *
     * @param version of the room after it
     * @param change what is different
     * @param gateways who is told: whoever has members in the room, and also who had the one that has left. That one's
     *     gateway may not know yet, as where a member was taken out.
     */
    public record News(long version, Change change, Set<NodeId> gateways) {}

    static RoomOutcome changed(Room room, Change change) {
        return new RoomOutcome(room, new News(room.version(), change, room.gateways()), List.of(), null);
    }

    /** Somebody has left; a room without members that is not permanent is gone. */
    static RoomOutcome left(Room room, Change change, NodeId gateway, List<PrivateNote> notes) {
        Set<NodeId> told = new HashSet<>(room.gateways());
        told.add(gateway);
        boolean gone = room.members().isEmpty() && !room.permanent();
        return new RoomOutcome(gone ? null : room, new News(room.version(), change, Set.copyOf(told)), notes, null);
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

    /**
     * What is different.
     *
     * @return the change, or null where there is none
     */
    public Change change() {
        return news == null ? null : news.change();
    }
}
