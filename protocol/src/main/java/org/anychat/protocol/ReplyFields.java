package org.anychat.protocol;

import java.util.List;

/** Reads what a successful reply holds. */
final class ReplyFields {
    /** From one to the other, and back. */
    private static final int MAX_ROUTES = 2;

    private static final int MAX_LINE = 256;
    private static final int MAX_LIST = 65_536;
    private static final int MAX_DIRECTIONS = 2;

    private ReplyFields() {}

    static ReplyBody read(RequestType request, JsonFields fields) {
        return switch (request) {
            case CONNECT -> connected(fields);
            case LOGIN -> loggedIn(fields);
            case RESUME -> resumed(fields);
            case ENTER_ROOM, ENTER_ROOM_EX, ROOM_SNAPSHOT -> room(fields);
            case ROOMS -> new ReplyBody.Rooms(fields.objects("rooms", MAX_LIST, ReplyFields::roomLine));
            case ROOM_USERS ->
                new ReplyBody.RoomUsers(
                        fields.integer("roomId", 1, Integer.MAX_VALUE),
                        fields.objects("users", MAX_LIST, EventFields::user));
            case QUERY_ROOM_STATE, QUERY_USER_STATE -> queriedState(fields);
            case PRIVATE_CHAT_REQUEST ->
                new ReplyBody.PrivateChatRequested(fields.integer("requestId", 1, Integer.MAX_VALUE));
            case PUBLISH -> new ReplyBody.Published(fields.text("sdp", 1, Limits.SERVER_JSON_BYTES));
            case TRANS_OFFER -> TransferFields.offered(fields);
            case TRANS_INFO -> TransferFields.info(fields);
            default -> ReplyBody.EMPTY;
        };
    }

    private static ReplyBody.LoggedIn loggedIn(JsonFields fields) {
        return new ReplyBody.LoggedIn(
                EventFields.userId(fields, "userId"),
                fields.text("name", 0, MAX_LINE),
                anyInteger(fields, "level"),
                fields.line("sessionId", 1, MAX_LINE),
                fields.has("token") ? fields.line("token", 1, Limits.TOKEN_LENGTH) : null,
                fields.has("keepSeconds") ? anyInteger(fields, "keepSeconds") : 0,
                fields.has("servers") ? fields.lines("servers", Limits.SERVERS, MAX_LINE) : List.of());
    }

    private static ReplyBody resumed(JsonFields fields) {
        return new ReplyBody.Resumed(
                loggedIn(fields.object("login")),
                EventFields.user(fields.object("user")),
                fields.has("room") ? resumedRoom(fields.object("room")) : null,
                fields.lines("media", MAX_DIRECTIONS, MAX_LINE),
                fields.integers("partners", MAX_LIST),
                fields.objects(
                        "calls",
                        MAX_LIST,
                        call -> new ReplyBody.ResumedCall(
                                EventFields.userId(call, "userId"), anyInteger(call, "roomId"))),
                fields.integer("missed", 0, Limits.LARGEST_COUNT));
    }

    private static ReplyBody.ResumedRoom resumedRoom(JsonFields fields) {
        return new ReplyBody.ResumedRoom(
                fields.integer("roomId", 1, Integer.MAX_VALUE),
                fields.text("roomName", 0, MAX_LINE),
                fields.integer("version", 0L, Long.MAX_VALUE),
                fields.has("users") ? fields.objects("users", MAX_LIST, EventFields::user) : null,
                fields.flag("media"));
    }

    private static ReplyBody connected(JsonFields fields) {
        return new ReplyBody.Connected(
                fields.integer("version", 1, Integer.MAX_VALUE),
                fields.line("server", 0, MAX_LINE),
                fields.line("node", 0, MAX_LINE),
                fields.integer("heartbeatSeconds", 1, Limits.SILENCE_MS / 1000),
                fields.flag("authRequired"),
                fields.line("challenge", 0, MAX_LINE),
                ConfigFields.read(fields.object("config")));
    }

    private static ReplyBody room(JsonFields fields) {
        return new ReplyBody.Room(
                fields.integer("roomId", 1, Integer.MAX_VALUE),
                fields.text("roomName", 0, MAX_LINE),
                fields.integer("version", 0L, Long.MAX_VALUE),
                fields.objects("users", MAX_LIST, EventFields::user),
                fields.flag("media"));
    }

    private static ReplyBody.RoomLine roomLine(JsonFields fields) {
        return new ReplyBody.RoomLine(
                fields.integer("roomId", 1, Integer.MAX_VALUE),
                fields.text("name", 0, MAX_LINE),
                fields.integer("users", 0, Integer.MAX_VALUE),
                fields.flag("hasPassword"));
    }

    private static ReplyBody queriedState(JsonFields fields) {
        return new ReplyBody.QueriedState(
                fields.integer("state", 1, Integer.MAX_VALUE),
                fields.has("number") ? Long.valueOf(fields.integer("number", Long.MIN_VALUE, Long.MAX_VALUE)) : null,
                fields.has("text") ? fields.text("text", 0, MAX_LINE) : null,
                fields.has("routes") ? fields.objects("routes", MAX_ROUTES, ReplyFields::route) : null);
    }

    private static ReplyBody.UserRoute route(JsonFields fields) {
        return new ReplyBody.UserRoute(
                EventFields.userId(fields, "from"),
                EventFields.userId(fields, "to"),
                EventFields.constant(fields, "way", ReplyBody.Way.class),
                fields.integer("sinceMs", 0, Long.MAX_VALUE),
                fields.text("reason", 0, Limits.NAME_LENGTH),
                fields.has("via") ? EventFields.userId(fields, "via") : null,
                anyInteger(fields, "hops"));
    }

    private static int anyInteger(JsonFields fields, String name) {
        return fields.integer(name, 0, Integer.MAX_VALUE);
    }
}
