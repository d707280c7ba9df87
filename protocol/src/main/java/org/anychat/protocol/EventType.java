package org.anychat.protocol;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events by their names on the wire. */
public enum EventType {
    /** How many are in the room. */
    ONLINE_USER("onlineUser", ServerEvent.OnlineUser.class, NotifyEvent.ONLINEUSER),
    /** Somebody else entered or left. */
    USER_AT_ROOM("userAtRoom", ServerEvent.UserAtRoom.class, NotifyEvent.USERATROOM),
    /** Another user's camera changed. */
    CAMERA_STATE("cameraState", ServerEvent.CameraState.class, NotifyEvent.CAMERASTATE),
    /** Another user's microphone changed. */
    MIC_STATE_CHANGE("micStateChange", ServerEvent.MicStateChange.class, NotifyEvent.MICSTATECHANGE),
    /** Another user's name or device changed. */
    USER_INFO_UPDATE("userInfoUpdate", ServerEvent.UserInfoUpdate.class, NotifyEvent.USERINFOUPDATE),
    /** Another user's chat mode changed. */
    CHAT_MODE_CHG("chatModeChg", ServerEvent.ChatModeChg.class, NotifyEvent.CHATMODECHG),
    /** A user asks for a private chat. */
    PRIVATE_REQUEST("privateRequest", ServerEvent.PrivateRequest.class, NotifyEvent.PRIVATEREQUEST),
    /** The answer to one's request for a private chat. */
    PRIVATE_ECHO("privateEcho", ServerEvent.PrivateEcho.class, NotifyEvent.PRIVATEECHO),
    /** A private chat, or another's request for one, is over. */
    PRIVATE_EXIT("privateExit", ServerEvent.PrivateExit.class, NotifyEvent.PRIVATEEXIT),
    /** Text came. */
    TEXT_MESSAGE("textMessage", ServerEvent.TextMessage.class, null),
    /** Bytes came. */
    TRANS_BUFFER("transBuffer", ServerEvent.TransBuffer.class, null),
    /** Somebody offers a larger buffer or a file. */
    TRANS_OFFER("transOffer", ServerEvent.TransOffer.class, null),
    /** Bytes of a transfer came. */
    TRANS_CHUNK("transChunk", ServerEvent.TransChunk.class, null),
    /** How far the receiver of a transfer has come. */
    TRANS_PROGRESS("transProgress", ServerEvent.TransProgress.class, null),
    /** A transfer is over. */
    TRANS_END("transEnd", ServerEvent.TransEnd.class, null),
    /** A step of a video call. */
    VIDEO_CALL("videoCall", ServerEvent.VideoCall.class, null),
    /** Bytes came from the server plug-in. */
    SDK_FILTER_DATA("sdkFilterData", ServerEvent.SdkFilterData.class, null),
    /** The relay offers what others send. */
    MEDIA_OFFER("mediaOffer", ServerEvent.MediaOffer.class, null),
    /** A media connection changed. */
    MEDIA_STATE("mediaState", ServerEvent.MediaState.class, null),
    /** A video that the client receives is paused, or goes on, by what its network carries. */
    VIDEO_PAUSED("videoPaused", ServerEvent.VideoPaused.class, null),
    /** The room's media moved to another relay. */
    MEDIA_MOVED("mediaMoved", ServerEvent.MediaMoved.class, null),
    /** A direct connection with a user is there, or is not any more. */
    P2P_CONNECT_STATE("p2pConnectState", ServerEvent.P2pConnectState.class, NotifyEvent.P2PCONNECTSTATE),
    /** A direct connection with a user is to be tried. */
    P2P_TRY("p2pTry", ServerEvent.P2pTry.class, null),
    /** Somebody further up a mesh tree has moved. */
    P2P_STREAM("p2pStream", ServerEvent.P2pStream.class, null),
    /** The other user's offer or answer. */
    P2P_SIGNAL("p2pSignal", ServerEvent.P2pSignal.class, null),
    /** A direct connection is to be given up. */
    P2P_CLOSE("p2pClose", ServerEvent.P2pClose.class, null),
    /** Whether the client is to tell what it finds out of its network. */
    P2P_NETWORK("p2pNetwork", ServerEvent.P2pNetwork.class, null),
    /** Whether somebody gets what the client publishes by the relay. */
    RELAY_UPLOAD("relayUpload", ServerEvent.RelayUpload.class, null),
    /** The server's settings changed. */
    SERVER_CONFIG_UPDATE("serverConfigUpdate", ServerEvent.ServerConfigUpdate.class, NotifyEvent.SERVERCFGUPDATE),
    /** The gateway closes the link. */
    LINK_CLOSE("linkClose", ServerEvent.LinkClose.class, NotifyEvent.LINKCLOSE);

    private static final Set<EventType> ADDRESSED = EnumSet.of(
            TEXT_MESSAGE, TRANS_BUFFER, VIDEO_CALL, PRIVATE_REQUEST, PRIVATE_ECHO, PRIVATE_EXIT, SDK_FILTER_DATA);
    private static final Map<String, EventType> BY_WIRE_NAME = new HashMap<>();
    private static final Map<Class<? extends ServerEvent>, EventType> BY_CLASS = new HashMap<>();

    static {
        for (EventType type : values()) {
            BY_WIRE_NAME.put(type.wireName, type);
            BY_CLASS.put(type.eventClass, type);
        }
    }

    private final String wireName;
    private final Class<? extends ServerEvent> eventClass;
    private final NotifyEvent notifyEvent;

    EventType(String wireName, Class<? extends ServerEvent> eventClass, NotifyEvent notifyEvent) {
        this.wireName = wireName;
        this.eventClass = eventClass;
        this.notifyEvent = notifyEvent;
    }

    /**
     * What the field {@code event} says.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * The AnyChat SDK's notify message of this event.
     *
     * @return it, or empty for events that the SDK brings by a callback of their own, or does not know
     */
    public Optional<NotifyEvent> notifyEvent() {
        return Optional.ofNullable(notifyEvent);
    }

    /**
     * Whether the event is for its receiver alone and is kept for it while its link is lost: what a client counts as
     * {@code received}.
     *
     * @return false for what a reply to {@code resume} covers, or what ends with a link
     */
    public boolean isAddressed() {
        return ADDRESSED.contains(this);
    }

    /**
     * Which kind of message it is.
     *
     * @return true for a binary message: a header and bytes
     */
    public boolean isBinary() {
        return this == TRANS_BUFFER || this == TRANS_CHUNK || this == SDK_FILTER_DATA;
    }

    /**
     * Finds the type with a name.
     *
     * @param wireName what the field {@code event} says
     * @return the type, or empty where there is none
     */
    public static Optional<EventType> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /**
     * The type of an event.
     *
     * @param event the event
     * @return its type
     */
    public static EventType of(ServerEvent event) {
        return BY_CLASS.get(event.getClass());
    }
}
