package org.anychat.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** What a successful reply holds beside its code, by the request that it answers. */
public sealed interface ReplyBody {
    /** The body of replies that hold nothing. */
    ReplyBody EMPTY = new Empty();

    /** Nothing. */
    record Empty() implements ReplyBody {}

    /**
     * To {@code connect}.
     *
     * @param version the protocol version that both now speak
     * @param server name and version of the server
     * @param node the gateway's node
     * @param heartbeatSeconds how often the client sends something, at least
     * @param authRequired whether {@code authenticate} must come before {@code login}
     * @param challenge what {@code authenticate} proves
     * @param config settings for the client
     */
    record Connected(
            int version,
            String server,
            String node,
            int heartbeatSeconds,
            boolean authRequired,
            String challenge,
            ClientConfig config)
            implements ReplyBody {}

    /**
     * To {@code login}.
     *
     * @param userId the client's own number
     * @param name the name under which others see the client
     * @param level the client's level
     * @param sessionId names the session in logs; unguessable
     * @param token takes the session up on another link, or null where the server keeps none
     * @param keepSeconds how long the session outlives its link, 0 where it does not
     * @param servers further addresses to try, {@code host:port} each
     */
    record LoggedIn(
            int userId, String name, int level, String sessionId, String token, int keepSeconds, List<String> servers)
            implements ReplyBody {
        /**
         * A login whose session ends with its link.
         *
         * @param userId the client's own number
         * @param name the name under which others see the client
         * @param level the client's level
         * @param sessionId names the session in logs
         */
        public LoggedIn(int userId, String name, int level, String sessionId) {
            this(userId, name, level, sessionId, null, 0, List.of());
        }

        @Override
        public String toString() {
            return "LoggedIn[userId=" + userId + ", name=" + name + ", level=" + level + ", sessionId=" + sessionId
                    + ", keepSeconds=" + keepSeconds + ", servers=" + servers + "]";
        }
    }

    /**
     * To {@code resume}.
     *
     * @param login who the client is, with its next token
     * @param user what others see of it
     * @param room the room it is in, or null where it is in none
     * @param media which media connections the relay still has: {@code publish}, {@code subscribe}
     * @param partners whom it is in a private chat with
     * @param calls the video calls that ring or are on
     * @param missed addressed events that came meanwhile and could not be kept
     */
    record Resumed(
            LoggedIn login,
            User user,
            ResumedRoom room,
            List<String> media,
            List<Integer> partners,
            List<ResumedCall> calls,
            long missed)
            implements ReplyBody {}

    /**
     * A room that was not left.
     *
     * @param roomId the room
     * @param roomName its name
     * @param version the number of changes so far
     * @param users everybody in it, oneself included, in the order of their entry; null where the room is as the
     *     client knows it
     * @param media whether a relay carries the room's media
     */
    record ResumedRoom(int roomId, String roomName, long version, List<User> users, boolean media) {}

    /**
     * A video call that was not lost.
     *
     * @param userId the other side
     * @param roomId the call's room, or 0 while it rings
     */
    record ResumedCall(int userId, int roomId) {}

    /**
     * To {@code enterRoom}, {@code enterRoomEx} and {@code roomSnapshot}.
     *
     * @param roomId the room
     * @param roomName its name
     * @param version the number of changes so far
     * @param users everybody in it, oneself included, in the order of their entry
     * @param media whether a relay carries the room's media
     */
    record Room(int roomId, String roomName, long version, List<User> users, boolean media) implements ReplyBody {}

    /**
     * To {@code rooms}.
     *
     * @param rooms by number
     */
    record Rooms(List<RoomLine> rooms) implements ReplyBody {}

    /**
     * A line of {@link Rooms}.
     *
     * @param roomId the number
     * @param name the name
     * @param users how many are in it
     * @param hasPassword whether entering it takes a password
     */
    record RoomLine(int roomId, String name, int users, boolean hasPassword) {}

    /**
     * To {@code roomUsers}.
     *
     * @param roomId the room
     * @param users everybody in it, in the order of their entry
     */
    record RoomUsers(int roomId, List<User> users) implements ReplyBody {}

    /**
     * To {@code queryRoomState} and {@code queryUserState}; which of the two it holds is fixed for each state.
     *
     * @param state which was asked for
     * @param number the value, or null where it is a text
     * @param text the value, or null where it is a number; codecs have both
     * @param routes how media goes between the two that the state is of; null where there is nothing to tell
     */
    record QueriedState(int state, Long number, String text, List<UserRoute> routes) implements ReplyBody {
        /**
         * A state that is not of two users.
         *
         * @param state which was asked for
         * @param number the value, or null where it is a text
         * @param text the value, or null where it is a number
         */
        public QueriedState(int state, Long number, String text) {
            this(state, number, text, null);
        }
    }

    /** How media goes from one user to another. */
    enum Way {
        /** By the relay. */
        RELAY,
        /** By the relay, while a connection without it is being made. */
        TRYING,
        /** Without the relay. */
        DIRECT;

        /**
         * The name on the wire.
         *
         * @return lower case
         */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How media goes from one user to another.
     *
     * @param from who sends it
     * @param to who gets it
     * @param way how
     * @param sinceMs since when, in milliseconds since 1970; 0 where that is not known
     * @param reason a word for why it does not go directly, empty where it does or is being tried
     * @param via from whom the receiver gets it: the sender, or who passes it on; null where that is nobody of the two who are
     *     asked about, or it is the relay
     * @param hops how many connections between users it takes, 0 where it goes by the relay
     */
    record UserRoute(int from, int to, Way way, long sinceMs, String reason, Integer via, int hops) {}

    /**
     * To {@code privateChatRequest}.
     *
     * @param requestId the request's number, which the answer repeats
     */
    record PrivateChatRequested(int requestId) implements ReplyBody {}

    /**
     * To {@code transOffer}.
     *
     * @param taskId the transfer's number: even for a file, odd for a buffer
     */
    record TransOffered(int taskId) implements ReplyBody {}

    /**
     * To {@code transInfo}.
     *
     * @param taskId the transfer
     * @param userId the other side, 0 for the server
     * @param accepted whether the receiver has accepted it
     * @param size bytes in all
     * @param transferred bytes that the receiver has acknowledged
     * @param bitrate bits per second since it was accepted, what was there before not counted
     */
    record TransferInfo(int taskId, int userId, boolean accepted, long size, long transferred, long bitrate)
            implements ReplyBody {}

    /**
     * To {@code publish}.
     *
     * @param sdp the relay's answer
     */
    record Published(String sdp) implements ReplyBody {}
}
