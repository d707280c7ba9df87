package org.anychat.room.domain;

import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserState;

/** What may be done to one room. A command is data, so that a clustered store can run it where the room's record is. */
public sealed interface RoomCommand {
    /**
     * Somebody enters; a room that does not exist comes into being where the policy allows.
     *
     * @param member who
     * @param roomName the name for a room that comes into being
     * @param relay the relay for a room that nobody is in, or null while there is none
     */
    record Enter(Member member, String roomName, NodeId relay) implements RoomCommand {}

    /**
     * Somebody leaves.
     *
     * @param session who
     * @param reason 0 where the client asked for it, otherwise the code of the lost link
     */
    record Leave(SessionId session, int reason) implements RoomCommand {}

    /**
     * A member's state changes.
     *
     * @param session whose
     * @param state the whole state
     */
    record SetState(SessionId session, UserState state) implements RoomCommand {}

    /**
     * The room's media moves.
     *
     * @param relay where to, or null where no relay is left
     */
    record Place(NodeId relay) implements RoomCommand {}

    /**
     * A member that a gateway still holds after this service has lost its memory.
     *
     * @param member who
     * @param roomName the room's name
     * @param version the last version that the gateway saw
     * @param relay the room's relay, or null
     */
    record Restore(Member member, String roomName, long version, NodeId relay) implements RoomCommand {}

    /**
     * A room is made that stays without members until it is closed; refused with {@code ROOM_REJECT} where there is a
     * room under that number.
     *
     * @param roomName its name
     */
    record Open(String roomName) implements RoomCommand {}

    /** A room is taken away; refused with {@code ROOM_FULL} while somebody is in it. */
    record Close() implements RoomCommand {}
}
