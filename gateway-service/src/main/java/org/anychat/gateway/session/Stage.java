package org.anychat.gateway.session;

import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.RequestType;

/** How far a client has come; each stage includes those before it. */
enum Stage {
    LINKED(ErrorCode.SUCCESS),
    CONNECTED(ErrorCode.NOTINIT),
    LOGGED_IN(ErrorCode.NOTLOGIN),
    IN_ROOM(ErrorCode.ROOM_NOTIN);

    private final ErrorCode missing;

    Stage(ErrorCode missing) {
        this.missing = missing;
    }

    /** What a client that has come so far is told that asks for something of the stage {@code needed}, or SUCCESS. */
    ErrorCode refusal(Stage needed) {
        // The first stage that is missing, not the last: who is not logged in is told that.
        for (Stage stage : values()) {
            if (stage.compareTo(this) > 0 && stage.compareTo(needed) <= 0) {
                return stage.missing;
            }
        }
        return ErrorCode.SUCCESS;
    }

    static Stage neededBy(RequestType type) {
        return switch (type) {
            case CONNECT, HEARTBEAT -> LINKED;
            case AUTHENTICATE, LOGIN, RESUME, QUERY_USER_STATE -> CONNECTED;
            case LOGOUT, ENTER_ROOM, ENTER_ROOM_EX, ROOMS, SET_CAMERA, SET_MICROPHONE, TRANS_BUFFER -> LOGGED_IN;
            case TRANS_OFFER, TRANS_CHUNK, TRANS_ACK, TRANS_CANCEL, TRANS_INFO, VIDEO_CALL, SDK_FILTER_DATA ->
                LOGGED_IN;
            case ROOM_USERS, QUERY_ROOM_STATE, SET_NICKNAME, CHANGE_CHAT_MODE, USER_INFO_CONTROL -> LOGGED_IN;
            case LEAVE_ROOM, ROOM_SNAPSHOT, SELECT_MEDIA, SEND_TEXT, PUBLISH, UNPUBLISH, SUBSCRIBE, MEDIA_ANSWER ->
                IN_ROOM;
            case PRIVATE_CHAT_REQUEST, PRIVATE_CHAT_ECHO, PRIVATE_CHAT_EXIT, LIMIT_VIDEOS, REPORT_QUALITY -> IN_ROOM;
            case P2P_POLICY, P2P_CONNECT, P2P_NETWORK, P2P_SIGNAL, P2P_REPORT -> IN_ROOM;
        };
    }
}
