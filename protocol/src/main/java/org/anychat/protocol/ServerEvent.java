package org.anychat.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the gateway tells a client unasked. Not answered. */
public sealed interface ServerEvent extends ServerMessage {
    /** A change of the room that the client is in. */
    sealed interface OfRoomVersion extends ServerEvent {
        /**
         * The room's version.
         *
         * @return the version after the change
         */
        long version();
    }

    /**
     * How many are in the room; once, right after the reply to an entry.
     *
     * @param roomId the room
     * @param count users in it, oneself included
     */
    record OnlineUser(int roomId, int count) implements ServerEvent {}

    /**
     * Somebody else entered or left.
     *
     * @param roomId the room
     * @param version the room's version after it
     * @param userId who
     * @param enter true for an entry
     * @param user who entered, or null for a departure
     * @param reason 0, or on leaving the code of the lost link
     */
    record UserAtRoom(int roomId, long version, int userId, boolean enter, User user, int reason)
            implements OfRoomVersion {}

    /**
     * Another user's camera changed.
     *
     * @param version the room's version after it
     * @param userId whose
     * @param state 0 none, 1 closed, 2 open
     */
    record CameraState(long version, int userId, int state) implements OfRoomVersion {}

    /**
     * Another user's microphone changed.
     *
     * @param version the room's version after it
     * @param userId whose
     * @param state 0 none, 1 closed, 2 open
     */
    record MicStateChange(long version, int userId, int state) implements OfRoomVersion {}

    /**
     * Another user's name or device changed.
     *
     * @param version the room's version after it
     * @param userId whose
     * @param infoType the {@link UserStateName} number of what changed: 6 the name, 15 the device
     * @param user all of it
     */
    record UserInfoUpdate(
            long version, int userId, @JsonProperty("type") int infoType, User user) implements OfRoomVersion {}

    /**
     * Another user's chat mode changed.
     *
     * @param version the room's version after it
     * @param userId whose
     * @param mode 0 public, 1 private
     */
    record ChatModeChg(long version, int userId, int mode) implements OfRoomVersion {}

    /**
     * A user of the room asks for a private chat.
     *
     * @param userId who asks
     * @param requestId the request's number, for the answer
     */
    record PrivateRequest(int userId, int requestId) implements ServerEvent {}

    /**
     * The answer to one's request for a private chat.
     *
     * @param userId who was asked
     * @param requestId the request's number
     * @param code 0 accepted, else why not: 401 left, 402 rejected, 403 denied, 431 no answer, or the application's
     */
    record PrivateEcho(int userId, int requestId, int code) implements ServerEvent {}

    /**
     * A private chat, or the request of another for one, is over.
     *
     * @param userId with whom
     * @param code 401 left the room, 431 not answered in time, 433 the other ended it, 434 ended by oneself, 435 the
     *     other took the request back
     */
    record PrivateExit(int userId, int code) implements ServerEvent {}

    /**
     * Text came.
     *
     * @param from the sender
     * @param to the receiver, or {@link Limits#EVERYBODY}
     * @param secret whether it is a whisper
     * @param text the text
     */
    record TextMessage(int from, int to, boolean secret, String text) implements ServerEvent {}

    /**
     * Bytes came; a binary message.
     *
     * @param from the sender
     * @param data the bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TransBuffer(int from, byte[] data) implements ServerEvent {}

    /**
     * Somebody offers a larger buffer or a file. Answered with {@link TransferRequest.TransAck} or
     * {@link TransferRequest.TransCancel}.
     *
     * @param taskId the transfer's number: even for a file, odd for a buffer
     * @param from the sender
     * @param content what is offered
     */
    record TransOffer(int taskId, int from, TransferContent content) implements ServerEvent {}

    /**
     * Bytes of a transfer came; a binary message.
     *
     * @param taskId the transfer
     * @param offset where they belong
     * @param data the bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TransChunk(int taskId, long offset, byte[] data) implements ServerEvent {}

    /**
     * How far the receiver of a transfer has come; the first one says that it was accepted.
     *
     * @param taskId the transfer
     * @param offset bytes that the receiver has
     * @param limit the sender may send the bytes before this one
     */
    record TransProgress(int taskId, long offset, long limit) implements ServerEvent {}

    /**
     * A transfer is over.
     *
     * @param taskId the transfer
     * @param code 0 for the sender where the receiver has all of it, otherwise why
     */
    record TransEnd(int taskId, int code) implements ServerEvent {}

    /**
     * A step of a video call.
     *
     * @param step 1 request, 2 reply, 3 start, 4 finish
     * @param userId the other side
     * @param code 0, or why it came to nothing or to an end
     * @param flags of the other side; of the caller at the start
     * @param param of the other side; the call's room at the start
     * @param userStr of the other side; of the caller at the start
     */
    record VideoCall(int step, int userId, int code, int flags, int param, String userStr) implements ServerEvent {}

    /**
     * Bytes came from the server plug-in; a binary message.
     *
     * @param data the bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record SdkFilterData(byte[] data) implements ServerEvent {}

    /**
     * The relay offers what others send.
     *
     * @param revision rises with each offer of one subscription
     * @param sdp the offer
     */
    record MediaOffer(int revision, String sdp) implements ServerEvent {}

    /**
     * A media connection changed.
     *
     * @param direction which
     * @param state what it is now
     * @param code why it is over, a number of the error table; 0 where there is nothing to say
     * @param reason words for a log, or empty
     */
    record MediaState(Direction direction, State state, int code, String reason) implements ServerEvent {}

    /** Why a video is paused. */
    enum PauseReason {
        /** The client's network has no room for it. */
        NETWORK,
        /** The client gets as many videos at once as it may, and others come before it. */
        LIMIT;

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
     * A user's video is paused: for want of room in the client's network, so that sound and other videos get through, or
     * because others come before it where the client gets no more than so many. Or nothing of the user is paused any
     * more: it goes on, or has ended. Nothing is to be done.
     *
     * @param userId whose video
     * @param paused whether it is not sent now
     * @param reason why it is paused, or was until now
     */
    record VideoPaused(int userId, boolean paused, PauseReason reason) implements ServerEvent {}

    /**
     * The client's media moved to another relay. A client that had a media connection asks for it anew with
     * {@code publish} or {@code subscribe}. With {@code graceMs} above 0 the old connections go on for so long, and the
     * client changes over when the new ones carry media; else they are over.
     *
     * @param roomId the room
     * @param media whether a relay is there now; where none is, the client waits for the next such event
     * @param graceMs how long the old connections go on, in milliseconds; 0 where they are over
     */
    record MediaMoved(int roomId, boolean media, int graceMs) implements ServerEvent {}

    /**
     * A direct connection with a user of the room is there, or is not any more, or has not come about.
     *
     * @param userId with whom
     * @param state as user state 11: 0 none, 1 by TCP, 2 by UDP, 3 by both
     * @param reason a word for why there is none, empty where there is one
     */
    record P2pConnectState(int userId, int state, String reason) implements ServerEvent {}

    /**
     * A direct connection with a user of the room is to be tried. Media goes on by the relay meanwhile.
     *
     * @param userId with whom
     * @param attempt which attempt it is, for everything that is said of it
     * @param offers whether this client makes the offer, else it waits for one
     * @param stream for an edge of a mesh tree, what goes by it; null for a connection in which both send what they publish
     */
    record P2pTry(int userId, int attempt, boolean offers, Stream stream) implements ServerEvent {
        /**
         * A connection in which both send what they publish.
         *
         * @param userId with whom
         * @param attempt which attempt it is
         * @param offers whether this client makes the offer
         */
        public P2pTry(int userId, int attempt, boolean offers) {
            this(userId, attempt, offers, null);
        }
    }

    /**
     * What goes by an edge of a mesh tree: all that one user publishes, one way.
     *
     * @param publisher who publishes it
     * @param generation which plan of the stream's tree this is of; what is of an earlier one counts no more
     * @param ttl how many hops may follow the edge, 0 to {@value Limits#P2P_TTL}
     * @param sends whether this client sends it, and the other gets it; who sends offers
     * @param key the publisher's public key, or empty
     */
    record Stream(int publisher, int generation, int ttl, boolean sends, String key) {}

    /**
     * Somebody further up a mesh tree has moved; the edge stays.
     *
     * @param attempt the edge
     * @param generation as of {@link Stream}
     * @param ttl how many hops may follow the edge from now on
     */
    record P2pStream(int attempt, int generation, int ttl) implements ServerEvent {}

    /**
     * The other user's offer or answer, without candidates that the client has no business with.
     *
     * @param userId the other
     * @param attempt which attempt it belongs to
     * @param sdp the description
     */
    record P2pSignal(int userId, int attempt, String sdp) implements ServerEvent {}

    /**
     * A direct connection is to be given up: the relay carries the media again.
     *
     * @param userId with whom
     * @param attempt which attempt it came of
     * @param graceMs how long the client goes on sending by it, in milliseconds, so that nothing is missed; 0 not at all
     */
    record P2pClose(int userId, int attempt, int graceMs) implements ServerEvent {}

    /**
     * Whether the server wants {@link P2pRequest.Network}, as it makes mesh trees. A client that has not been told so asks
     * nobody how its NAT behaves.
     *
     * @param wanted true where it is to find out at once, and every two minutes from then on
     */
    record P2pNetwork(boolean wanted) implements ServerEvent {}

    /**
     * Whether somebody gets what the client publishes by the relay. Where nobody does, it sends the relay nothing.
     *
     * @param needed true at the beginning of each stay in a room
     */
    record RelayUpload(boolean needed) implements ServerEvent {}

    /**
     * The server's settings changed while it runs.
     *
     * @param config all of them, in place of those before
     */
    record ServerConfigUpdate(ClientConfig config) implements ServerEvent {}

    /**
     * The last message before the gateway closes the link.
     *
     * @param code a number of the error table
     * @param message words for a person, in English
     */
    record LinkClose(int code, String message) implements ServerEvent {}

    /** The two media connections of a client. */
    enum Direction {
        /** From the client to the relay. */
        PUBLISH,
        /** From the relay to the client. */
        SUBSCRIBE;

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

    /** The states of a media connection. */
    enum State {
        /** Media flows. */
        CONNECTED,
        /** Nothing came for a while; it may come back. */
        INTERRUPTED,
        /** It is over. */
        CLOSED,
        /** The relay would choose another codec: whoever publishes several offers the same once more. */
        RENEGOTIATE;

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
}
