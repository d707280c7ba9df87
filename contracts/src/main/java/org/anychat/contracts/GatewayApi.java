package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** What services tell a gateway about the clients that it holds. Served at {@link Addresses#gateway}. */
public interface GatewayApi extends TransferApi {
    /**
     * A change of a room, sent once to each gateway with members in it.
     *
     * @param event the change
     */
    @BusCall
    void roomChanged(RoomChanged event);

    /**
     * Text for some of this gateway's clients.
     *
     * @param event the text
     */
    @BusCall
    void text(TextDelivery event);

    /**
     * Bytes from one user to another, whatever their rooms.
     *
     * @param request the bytes
     * @return done once they are in the receiver's outgoing queue
     */
    @BusCall(fails = ServiceError.INVALID_USER_ID)
    Future<Done> transBuffer(BufferDelivery request);

    /**
     * A step of a video call.
     *
     * @param event the step
     */
    @BusCall
    void callChanged(CallChanged event);

    /**
     * News of a client's private chats.
     *
     * @param event what happened
     */
    @BusCall
    void privateChat(PrivateChatEvent event);

    /**
     * Reads one state of a client that this gateway holds, and of its media.
     *
     * @param request whose, and which
     * @return the value
     */
    @BusCall(fails = {ServiceError.INVALID_USER_ID, ServiceError.DATA_NOT_EXIST, ServiceError.FUNC_NOT_ALLOW})
    Future<UserStateValue> userState(ReadUserState request);

    /**
     * Bytes from the server plug-in to one user.
     *
     * @param event the bytes
     */
    @BusCall
    void filterData(FilterDelivery event);

    /**
     * Gives up a session that another gateway has taken up, without a departure: its link, if there still is one, is
     * closed with 209.
     *
     * @param request which
     * @return what the client has not got yet
     */
    @BusCall(fails = ServiceError.INVALID_USER_ID)
    Future<HandedOver> handOver(HandOver request);

    /**
     * Closes a client's link, or ends a session that is kept without one.
     *
     * @param event whose, and why
     */
    @BusCall
    void closeSession(CloseSession event);

    /**
     * A relay's offer for what a client receives.
     *
     * @param event the offer
     */
    @BusCall
    void mediaOffer(MediaOffer event);

    /**
     * A change of a client's media connection.
     *
     * @param event the change
     */
    @BusCall
    void mediaState(MediaState event);

    /**
     * A video that a client receives is paused, or goes on, by what its network carries.
     *
     * @param event which, and whether it is paused
     */
    @BusCall
    void videoPaused(VideoPaused event);

    /**
     * What a client is to do about direct connections.
     *
     * @param event whose, and what
     */
    @BusCall
    void direct(DirectApi.DirectOrder event);

    /**
     * A change of a room.
     *
     * @param room the room
     * @param version the room's version after the change
     * @param change what changed
     */
    record RoomChanged(RoomId room, long version, Change change) {}

    /** What changed in a room. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = MemberEntered.class, name = "entered"),
        @JsonSubTypes.Type(value = MemberLeft.class, name = "left"),
        @JsonSubTypes.Type(value = StateChanged.class, name = "state"),
        @JsonSubTypes.Type(value = RelayChanged.class, name = "relay")
    })
    sealed interface Change {}

    /**
     * Somebody entered.
     *
     * @param member who
     */
    record MemberEntered(RoomApi.Member member) implements Change {}

    /**
     * Somebody left.
     *
     * @param user who
     * @param session whose session it was
     * @param reason 0 where the client asked for it, otherwise the code of the lost link
     */
    record MemberLeft(UserId user, SessionId session, int reason) implements Change {}

    /**
     * A member's state changed.
     *
     * @param user whose
     * @param state the whole state
     */
    record StateChanged(UserId user, UserState state) implements Change {}

    /**
     * The media of the members that one relay carried moved to another.
     *
     * @param from the relay that carried them, or null where there was none
     * @param to the relay that carries them now, or null while there is none
     * @param graceMs how long the old relay goes on, so that clients can change over without a gap; 0 where it is gone
     */
    record RelayChanged(NodeId from, NodeId to, int graceMs) implements Change {}

    /**
     * Text for some clients.
     *
     * @param to the receivers, all on this gateway
     * @param from who sent it
     * @param toUser the one receiver, or null where it went to the room
     * @param secret whether it is a whisper
     * @param text the text
     * @param sent which text it is, or null for one that never comes twice
     */
    record TextDelivery(List<SessionId> to, UserId from, UserId toUser, boolean secret, String text, TextNumber sent) {}

    /**
     * Tells a text from others: one that is delivered again, by a successor that does not know what came of it, has been
     * heard already.
     *
     * @param session who sent it
     * @param number {@link RoomApi.SendText#number}
     */
    record TextNumber(SessionId session, long number) {}

    /**
     * Bytes for one client.
     *
     * @param to the receiver's session
     * @param from who sent them
     * @param data the bytes, 1 to 65536
     */
    record BufferDelivery(SessionId to, UserId from, Buffer data) {}

    /**
     * A step of a video call, for one of its sides.
     *
     * @param to the side that is told
     * @param step what happened
     * @param peer the other side
     * @param code 0, or why it came to nothing or to an end, a number of the error table
     * @param words what the other side or the service says
     */
    record CallChanged(SessionId to, CallApi.Step step, UserId peer, int code, CallApi.CallWords words) {}

    /**
     * News of a private chat for one client.
     *
     * @param to the client's session
     * @param what what happened
     * @param with the other user
     * @param requestId the request's number; 0 for an end
     * @param code 0 for a request and for an accepted one, else why not or why it is over
     */
    record PrivateChatEvent(SessionId to, PrivateNews what, UserId with, int requestId, int code) {}

    /** What happens in private chats. */
    enum PrivateNews {
        /** The other asks for one. */
        REQUEST,
        /** The other has answered, or will not. */
        ECHO,
        /** A chat, or the other's request, is over. */
        EXIT
    }

    /**
     * A question for one state of a client.
     *
     * @param session whose
     * @param state the number of the AnyChat user state, 1 to 22
     */
    record ReadUserState(SessionId session, int state) {}

    /**
     * A state's value.
     *
     * @param number the value, or null where it is a text
     * @param text the value, or null where it is a number; a codec has both
     */
    record UserStateValue(Long number, String text) {}

    /**
     * Bytes from the server plug-in.
     *
     * @param to the receiver's session
     * @param data the bytes, 1 to 65536
     */
    record FilterDelivery(SessionId to, Buffer data) {}

    /**
     * A session that goes to another gateway.
     *
     * @param session which
     * @param received events for the client alone that it says have come
     */
    record HandOver(SessionId session, long received) {}

    /**
     * What a client has not got yet.
     *
     * @param messages in their order
     * @param missed how many before them could not be kept
     * @param mute what operators withhold of the client, or null where nobody knows anything newer than auth
     * @param room where the client sat, or null
     */
    record HandedOver(List<KeptMessage> messages, long missed, GatewayAdminApi.Mute mute, RoomId room) {
        /** Nothing. */
        public static final HandedOver NOTHING = new HandedOver(List.of(), 0, null, null);
    }

    /**
     * A message as it goes to the client; gateways alone know what is in it.
     *
     * @param type of the frame
     * @param body of the frame
     */
    record KeptMessage(int type, Buffer body) {}

    /**
     * The end of a link.
     *
     * @param session whose
     * @param code why, a number of the error table
     * @param goesOn whether the session goes on at another gateway, so that no service is to hear of an end here
     */
    record CloseSession(SessionId session, int code, boolean goesOn) {
        /**
         * The end of a link and of its session.
         *
         * @param session whose
         * @param code why, a number of the error table
         */
        public CloseSession(SessionId session, int code) {
            this(session, code, false);
        }
    }

    /**
     * An offer for what a client receives.
     *
     * @param relay who offers
     * @param session whose
     * @param revision rises with each offer, a client's later connections included; an answer to an older one is ignored
     * @param sdp the offer
     */
    record MediaOffer(NodeId relay, SessionId session, int revision, String sdp) {}

    /**
     * A change of a media connection.
     *
     * @param relay who tells
     * @param session whose
     * @param direction which of the client's two connections
     * @param state what it is now
     * @param code why it is over, a number of the error table; 0 where there is nothing to say
     * @param reason words for the log and the client, empty where none are needed
     */
    record MediaState(
            NodeId relay, SessionId session, RelayApi.Direction direction, State state, int code, String reason) {}

    /** Why a video is not sent. */
    enum PauseReason {
        /** The client's network has no room for it. */
        NETWORK,
        /** The client gets as many videos as it may already, and this one comes behind them. */
        LIMIT
    }

    /**
     * What has become of a video that was paused, or has come back.
     *
     * @param relay who tells
     * @param session who receives it
     * @param publisher whose video
     * @param paused whether it is not sent now
     * @param reason why it is, or was until now, not sent
     */
    record VideoPaused(NodeId relay, SessionId session, UserId publisher, boolean paused, PauseReason reason) {
        /**
         * Takes a relay that knows no limit for one that tells of the network.
         *
         * @param relay who tells
         * @param session who receives it
         * @param publisher whose video
         * @param paused whether it is not sent now
         * @param reason why, or null
         */
        public VideoPaused {
            reason = reason == null ? PauseReason.NETWORK : reason;
        }
    }

    /** The states of a media connection. */
    enum State {
        /** ICE and DTLS are done; media flows. */
        CONNECTED,
        /** No packet and no consent for a while; it may come back. */
        INTERRUPTED,
        /** It is over. */
        CLOSED,
        /** The relay would choose another codec of the client's: an offer of the same tracks brings it about. */
        RENEGOTIATE
    }
}
