package org.anychat.protocol;

import org.anychat.protocol.ClientRequest.ChangeChatMode;
import org.anychat.protocol.ClientRequest.PrivateChatEcho;
import org.anychat.protocol.ClientRequest.PrivateChatExit;
import org.anychat.protocol.ClientRequest.PrivateChatRequest;
import org.anychat.protocol.ClientRequest.QueryRoomState;
import org.anychat.protocol.ClientRequest.QueryUserState;
import org.anychat.protocol.ClientRequest.RoomUsers;
import org.anychat.protocol.ClientRequest.SetNickname;
import org.anychat.protocol.ClientRequest.UserInfoControl;

/** Reads the requests about people: who they are, what they do in private, who has to go. */
final class PeopleFields {
    private PeopleFields() {}

    static ClientRequest read(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case ROOM_USERS -> new RoomUsers(id, RequestCodec.roomId(fields));
            case QUERY_ROOM_STATE -> new QueryRoomState(id, RequestCodec.roomId(fields), state(fields));
            case QUERY_USER_STATE -> new QueryUserState(id, RequestCodec.userId(fields), state(fields));
            case SET_NICKNAME -> new SetNickname(id, fields.line("name", 1, Limits.NAME_LENGTH));
            case CHANGE_CHAT_MODE -> new ChangeChatMode(id, fields.integer("mode", 0, 1));
            case PRIVATE_CHAT_REQUEST -> new PrivateChatRequest(id, RequestCodec.userId(fields));
            case PRIVATE_CHAT_ECHO ->
                new PrivateChatEcho(
                        id,
                        RequestCodec.userId(fields),
                        fields.integer("requestId", 1, Integer.MAX_VALUE),
                        fields.integer("code", 0, Integer.MAX_VALUE));
            case PRIVATE_CHAT_EXIT -> new PrivateChatExit(id, RequestCodec.userId(fields));
            default ->
                new UserInfoControl(
                        id,
                        RequestCodec.userId(fields),
                        fields.integer("control", 0, Integer.MAX_VALUE),
                        fields.integer("wParam", 0, Integer.MAX_VALUE),
                        fields.integer("lParam", 0, Integer.MAX_VALUE),
                        fields.line("text", 0, Limits.PATTERN_LENGTH));
        };
    }

    private static int state(JsonFields fields) {
        return fields.integer("state", 1, Integer.MAX_VALUE);
    }
}
