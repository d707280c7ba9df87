package org.anychat.room.domain;

import java.util.List;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomLock;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;

/** What may be done to one room. A command is data, so that a clustered store can run it where the room's record is. */
public sealed interface RoomCommand {
    /**
     * Somebody enters; a room that does not exist comes into being where the policy allows.
     *
     * @param member who
     * @param roomName the name for a room that comes into being
     * @param relays where the member's media may go
     * @param key what opens a room that is locked, and locks one that comes into being
     */
    record Enter(Member member, String roomName, RelayChoice relays, Key key) implements RoomCommand {}

    /**
     * Where a new member's media may go.
     *
     * @param next the relay for a room that none carries, or whose own have their share; null while there is none
     * @param limit how many members of a room one relay carries; 0 for all of them
     * @param closing relays that are to be emptied
     */
    record RelayChoice(NodeId next, int limit, Set<NodeId> closing) {
        /**
         * A choice that never spreads a room.
         *
         * @param next the relay for a room that none carries, or null
         * @return the choice
         */
        public static RelayChoice of(NodeId next) {
            return new RelayChoice(next, 0, Set.of());
        }
    }

    /**
     * A room's password on its way.
     *
     * @param password as the client gave it, empty for none
     * @param salt for a room that comes into being; random
     */
    record Key(String password, String salt) {
        /** No password. */
        public static final Key NONE = new Key("", "");

        @Override
        public String toString() {
            return "Key[***]";
        }
    }

    /**
     * Somebody leaves.
     *
     * @param session who
     * @param reason 0 where the client asked for it, otherwise the code of the lost link
     * @param gateway the node that says so, heard only while the member is its own; or null for whoever
     * @param moves how often the session had gone on at another gateway when it came to this one
     */
    record Leave(SessionId session, int reason, NodeId gateway, int moves) implements RoomCommand {
        /**
         * Somebody leaves, whichever gateway has the member.
         *
         * @param session who
         * @param reason 0 where the client asked for it, otherwise the code of the lost link
         */
        public Leave(SessionId session, int reason) {
            this(session, reason, null, 0);
        }
    }

    /**
     * A member goes on at another gateway, of which nobody hears.
     *
     * @param session who
     * @param gateway the node that holds its link from now on
     * @param moves how often the session has gone on at another gateway, this time included
     */
    record Move(SessionId session, NodeId gateway, int moves) implements RoomCommand {}

    /**
     * A member's state changes.
     *
     * @param session whose
     * @param state the whole state
     */
    record SetState(SessionId session, UserState state) implements RoomCommand {}

    /**
     * The media of the members that one relay carries moves.
     *
     * @param from where it is, or null for the members that no relay carries
     * @param to where to, or null where no relay is left
     * @param graceMs how long the old relay goes on; 0 where it is gone
     */
    record MoveMedia(NodeId from, NodeId to, int graceMs) implements RoomCommand {}

    /**
     * A member that a gateway still holds after this service has lost its memory.
     *
     * @param member who
     * @param roomName the room's name
     * @param version the last version that the gateway saw
     * @param relay the member's relay, or null
     * @param lock the room's password, or null
     * @param partners whom the member is in a private chat with
     */
    record Restore(Member member, String roomName, long version, NodeId relay, RoomLock lock, List<UserId> partners)
            implements RoomCommand {}

    /**
     * A room is made that stays without members until it is closed; refused with {@code ROOM_REJECT} where there is a
     * room under that number.
     *
     * @param roomName its name
     */
    record Open(String roomName) implements RoomCommand {}

    /** A room is taken away; refused with {@code ROOM_FULL} while somebody is in it. */
    record Close() implements RoomCommand {}

    /** What happens in private. */
    sealed interface OfPrivateChats extends RoomCommand {}

    /** What a member does in private. */
    sealed interface PrivateStep extends OfPrivateChats {
        /**
         * Who does it.
         *
         * @return the member's session
         */
        SessionId session();

        /**
         * Tells this step from others of the session.
         *
         * @return the same for one that is asked for once more; 0 for none
         */
        long number();
    }

    /**
     * A member asks another for a private chat.
     *
     * @param session who asks
     * @param to whom
     * @param untilMs when the request is given up, in milliseconds since 1970
     * @param number tells this step from others of the session; 0 for none
     */
    record AskPrivate(SessionId session, UserId to, long untilMs, long number) implements PrivateStep {}

    /**
     * A member answers a request.
     *
     * @param session who answers
     * @param to who asked
     * @param requestId the request's number
     * @param code 0 to accept, else why not
     * @param number tells this step from others of the session; 0 for none
     */
    record EchoPrivate(SessionId session, UserId to, int requestId, int code, long number) implements PrivateStep {}

    /**
     * A member ends a private chat, or takes its request back.
     *
     * @param session who
     * @param with the other
     * @param number tells this step from others of the session; 0 for none
     */
    record ExitPrivate(SessionId session, UserId with, long number) implements PrivateStep {}

    /**
     * Requests that nobody has answered in time are given up.
     *
     * @param nowMs the time, in milliseconds since 1970
     */
    record ExpireRequests(long nowMs) implements OfPrivateChats {}
}
