package org.anychat.protocol;

import java.util.List;

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
     */
    record LoggedIn(int userId, String name, int level, String sessionId) implements ReplyBody {}

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
     */
    record QueriedState(int state, Long number, String text) implements ReplyBody {}

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
