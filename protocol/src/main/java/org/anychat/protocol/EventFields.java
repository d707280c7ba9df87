package org.anychat.protocol;

import java.util.Locale;

/** Reads the JSON events. */
final class EventFields {
    private static final int MAX_LINE = 256;

    private EventFields() {}

    static ServerEvent read(JsonFields fields) {
        EventType type = EventType.ofWireName(fields.text("event", 1, Limits.NAME_LENGTH))
                .orElseThrow(() -> new JsonFields.BadField("event: not known here"));
        return switch (type) {
            case ONLINE_USER ->
                new ServerEvent.OnlineUser(roomId(fields), fields.integer("count", 0, Integer.MAX_VALUE));
            case USER_AT_ROOM -> userAtRoom(fields);
            case CAMERA_STATE -> new ServerEvent.CameraState(version(fields), userId(fields, "userId"), state(fields));
            case MIC_STATE_CHANGE ->
                new ServerEvent.MicStateChange(version(fields), userId(fields, "userId"), state(fields));
            case USER_INFO_UPDATE -> userInfoUpdate(fields);
            case CHAT_MODE_CHG ->
                new ServerEvent.ChatModeChg(version(fields), userId(fields, "userId"), fields.integer("mode", 0, 1));
            case PRIVATE_REQUEST, PRIVATE_ECHO, PRIVATE_EXIT -> privateChat(type, fields);
            case TEXT_MESSAGE -> textMessage(fields);
            case MEDIA_OFFER ->
                new ServerEvent.MediaOffer(
                        fields.integer("revision", 0, Integer.MAX_VALUE),
                        fields.text("sdp", 1, Limits.SERVER_JSON_BYTES));
            case MEDIA_STATE -> mediaState(fields);
            case VIDEO_PAUSED ->
                new ServerEvent.VideoPaused(userId(fields, "userId"), fields.flag("paused"), pauseReason(fields));
            case MEDIA_MOVED ->
                new ServerEvent.MediaMoved(
                        roomId(fields), fields.flag("media"), fields.integer("graceMs", 0, Integer.MAX_VALUE));
            case SERVER_CONFIG_UPDATE -> new ServerEvent.ServerConfigUpdate(ConfigFields.read(fields.object("config")));
            case LINK_CLOSE ->
                new ServerEvent.LinkClose(
                        fields.integer("code", 0, Integer.MAX_VALUE),
                        fields.text("message", 0, Limits.SERVER_JSON_BYTES));
            case TRANS_OFFER, TRANS_PROGRESS, TRANS_END, VIDEO_CALL -> TransferFields.event(type, fields);
            case P2P_CONNECT_STATE, P2P_TRY, P2P_STREAM, P2P_SIGNAL, P2P_CLOSE, P2P_NETWORK, RELAY_UPLOAD ->
                P2pFields.event(type, fields);
            case TRANS_BUFFER, TRANS_CHUNK, SDK_FILTER_DATA ->
                throw new JsonFields.BadField("event: " + type.wireName() + " is a binary message");
        };
    }

    static int userId(JsonFields fields, String name) {
        return fields.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static User user(JsonFields fields) {
        return new User(
                userId(fields, "userId"),
                fields.text("name", 0, MAX_LINE),
                fields.integer("level", 0, Integer.MAX_VALUE),
                fields.integer("camera", 0, 2),
                fields.integer("microphone", 0, 2),
                fields.integer("device", 0, Integer.MAX_VALUE),
                fields.integer("chatMode", 0, 1));
    }

    private static ServerEvent userInfoUpdate(JsonFields fields) {
        return new ServerEvent.UserInfoUpdate(
                version(fields),
                userId(fields, "userId"),
                fields.integer("type", 1, Integer.MAX_VALUE),
                user(fields.object("user")));
    }

    private static ServerEvent privateChat(EventType type, JsonFields fields) {
        int user = userId(fields, "userId");
        if (type == EventType.PRIVATE_EXIT) {
            return new ServerEvent.PrivateExit(user, fields.integer("code", 0, Integer.MAX_VALUE));
        }
        int request = fields.integer("requestId", 1, Integer.MAX_VALUE);
        return type == EventType.PRIVATE_REQUEST
                ? new ServerEvent.PrivateRequest(user, request)
                : new ServerEvent.PrivateEcho(user, request, fields.integer("code", 0, Integer.MAX_VALUE));
    }

    private static ServerEvent userAtRoom(JsonFields fields) {
        boolean enter = fields.flag("enter");
        return new ServerEvent.UserAtRoom(
                roomId(fields),
                version(fields),
                userId(fields, "userId"),
                enter,
                enter ? user(fields.object("user")) : null,
                fields.integer("reason", 0, Integer.MAX_VALUE));
    }

    private static ServerEvent textMessage(JsonFields fields) {
        return new ServerEvent.TextMessage(
                userId(fields, "from"),
                userId(fields, "to"),
                fields.flag("secret"),
                fields.text("text", 1, Limits.TEXT_LENGTH));
    }

    private static ServerEvent mediaState(JsonFields fields) {
        return new ServerEvent.MediaState(
                constant(fields, "direction", ServerEvent.Direction.class),
                constant(fields, "state", ServerEvent.State.class),
                fields.integer("code", 0, Integer.MAX_VALUE),
                fields.text("reason", 0, Limits.SERVER_JSON_BYTES));
    }

    /** A server of before limits nothing and tells no reason. */
    private static ServerEvent.PauseReason pauseReason(JsonFields fields) {
        return fields.has("reason")
                ? constant(fields, "reason", ServerEvent.PauseReason.class)
                : ServerEvent.PauseReason.NETWORK;
    }

    static <E extends Enum<E>> E constant(JsonFields fields, String name, Class<E> type) {
        String wireName = fields.text(name, 1, Limits.NAME_LENGTH);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(wireName)) {
                return constant;
            }
        }
        throw new JsonFields.BadField(name + ": not known here");
    }

    private static int roomId(JsonFields fields) {
        return fields.integer("roomId", 1, Integer.MAX_VALUE);
    }

    private static long version(JsonFields fields) {
        return fields.integer("version", 0L, Long.MAX_VALUE);
    }

    private static int state(JsonFields fields) {
        return fields.integer("state", 0, 2);
    }
}
