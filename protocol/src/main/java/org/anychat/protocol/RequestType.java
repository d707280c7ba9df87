package org.anychat.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The requests by their names on the wire. */
public enum RequestType {
    /** Opens the protocol on a new link. */
    CONNECT("connect"),
    /** Proves that the client knows the server password. */
    AUTHENTICATE("authenticate"),
    /** Logs in. */
    LOGIN("login"),
    /** Takes up the session of a link that is lost. */
    RESUME("resume"),
    /** Logs out; the link stays. */
    LOGOUT("logout"),
    /** A sign of life. */
    HEARTBEAT("heartbeat"),
    /** Enters a room by number. */
    ENTER_ROOM("enterRoom"),
    /** Enters a room by name. */
    ENTER_ROOM_EX("enterRoomEx"),
    /** Leaves the room. */
    LEAVE_ROOM("leaveRoom"),
    /** Lists the rooms. */
    ROOMS("rooms"),
    /** Reads the room that the client is in. */
    ROOM_SNAPSHOT("roomSnapshot"),
    /** Lists the users of any room. */
    ROOM_USERS("roomUsers"),
    /** Asks for one state of any room. */
    QUERY_ROOM_STATE("queryRoomState"),
    /** Asks for one state of any user. */
    QUERY_USER_STATE("queryUserState"),
    /** Changes the name that others see. */
    SET_NICKNAME("setNickname"),
    /** Chooses whether everybody or only private partners get one's media. */
    CHANGE_CHAT_MODE("changeChatMode"),
    /** Asks a user of the room for a private chat. */
    PRIVATE_CHAT_REQUEST("privateChatRequest"),
    /** Answers such a request. */
    PRIVATE_CHAT_ECHO("privateChatEcho"),
    /** Ends a private chat, or takes one's request back. */
    PRIVATE_CHAT_EXIT("privateChatExit"),
    /** Kicks a user, or bans and admits addresses. */
    USER_INFO_CONTROL("userInfoControl"),
    /** Changes one's camera state. */
    SET_CAMERA("setCamera"),
    /** Changes one's microphone state. */
    SET_MICROPHONE("setMicrophone"),
    /** Chooses what to receive of a user. */
    SELECT_MEDIA("selectMedia"),
    /** Says how many videos to receive at once. */
    LIMIT_VIDEOS("limitVideos"),
    /** Tells how well what comes in can be seen. */
    REPORT_QUALITY("reportQuality"),
    /** Sends text to the room or to one user in it. */
    SEND_TEXT("sendText"),
    /** Offers what the client sends. */
    PUBLISH("publish"),
    /** Ends what the client sends. */
    UNPUBLISH("unpublish"),
    /** Asks for offers of what others send. */
    SUBSCRIBE("subscribe"),
    /** Answers the relay's offer. */
    MEDIA_ANSWER("mediaAnswer"),
    /** Sends bytes to any user. */
    TRANS_BUFFER("transBuffer"),
    /** Offers a larger buffer or a file to a user, or a file to the server. */
    TRANS_OFFER("transOffer"),
    /** Sends bytes of a transfer that was accepted. */
    TRANS_CHUNK("transChunk"),
    /** Accepts a transfer, and says how far it has come. */
    TRANS_ACK("transAck"),
    /** Refuses or ends a transfer. */
    TRANS_CANCEL("transCancel"),
    /** Asks how far a transfer has come. */
    TRANS_INFO("transInfo"),
    /** Rings, answers or ends a video call. */
    VIDEO_CALL("videoCall"),
    /** Sends bytes to the server plug-in. */
    SDK_FILTER_DATA("sdkFilterData"),
    /** Says when the client wants direct connections. */
    P2P_POLICY("p2pPolicy"),
    /** Asks for a direct connection with a user. */
    P2P_CONNECT("p2pConnect"),
    /** Tells what the client has found out of its NAT and its up-bandwidth. */
    P2P_NETWORK("p2pNetwork"),
    /** Offers or answers a direct connection. */
    P2P_SIGNAL("p2pSignal"),
    /** Tells how a direct connection stands. */
    P2P_REPORT("p2pReport");

    private static final Map<String, RequestType> BY_WIRE_NAME = new HashMap<>();

    static {
        for (RequestType type : values()) {
            BY_WIRE_NAME.put(type.wireName, type);
        }
    }

    private final String wireName;

    RequestType(String wireName) {
        this.wireName = wireName;
    }

    /**
     * What the field {@code type} says.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether the request is a binary message.
     *
     * @return true where bytes follow its JSON header
     */
    public boolean isBinary() {
        return this == TRANS_BUFFER || this == TRANS_CHUNK || this == SDK_FILTER_DATA;
    }

    /**
     * Finds the type with a name.
     *
     * @param wireName what the field {@code type} says
     * @return the type, or empty where there is none
     */
    public static Optional<RequestType> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}
