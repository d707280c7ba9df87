package org.anychat.contracts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * The server plug-in ({@code SDKFilterPlus}), which the auth service holds. Served at {@link Addresses#FILTER}, also
 * where no plug-in is configured or the configured one could not be loaded: then everybody may enter, what is told is
 * dropped, and {@link #filterData} is refused.
 */
public interface FilterApi {
    /**
     * Asks whether a user may enter a room; to be asked before each entry.
     *
     * @param request who wants to enter what
     * @return done where the user may; fails with the plug-in's own code where not
     */
    @BusCall(
            deadlineMs = 4_500,
            fails = {ServiceError.SERVER_SDK_FAIL, ServiceError.SERVER_SDK_TIMEOUT, ServiceError.FOREIGN})
    Future<Done> prepareEnterRoom(PrepareEnterRoom request);

    /**
     * A user has entered a room.
     *
     * @param event who and where
     */
    @BusCall
    void entered(UserEntered event);

    /**
     * A user has left a room, by request or with its link.
     *
     * @param event who and where
     */
    @BusCall
    void left(UserLeft event);

    /**
     * Bytes from a client to the plug-in.
     *
     * @param request the bytes
     * @return done once they are in the plug-in's queue
     */
    @BusCall(fails = {ServiceError.SERVER_SDK_FAIL, ServiceError.SERVER_SDK_TIMEOUT, ServiceError.NOT_LOGIN})
    Future<Done> filterData(FilterData request);

    /**
     * A copy of a text that was delivered.
     *
     * @param event the text
     */
    @BusCall
    void text(FilterText event);

    /**
     * A question whether a user may enter.
     *
     * @param user the user
     * @param room the room's number, allotted where the entry is by name
     * @param roomName the room's name, or empty where the entry is by number
     * @param password the password that the user gave, empty for none
     */
    record PrepareEnterRoom(UserId user, RoomId room, String roomName, String password) {
        @Override
        public String toString() {
            return "PrepareEnterRoom[user=" + user + ", room=" + room + ", roomName=" + roomName + "]";
        }
    }

    /**
     * An entry.
     *
     * @param session whose
     * @param room the room
     */
    record UserEntered(SessionId session, RoomId room) {}

    /**
     * A departure.
     *
     * @param session whose
     * @param room the room
     */
    record UserLeft(SessionId session, RoomId room) {}

    /**
     * Bytes for the plug-in.
     *
     * @param session the client's session
     * @param data the bytes, 1 to 65536
     */
    record FilterData(SessionId session, Buffer data) {}

    /**
     * A text.
     *
     * @param room where it was said
     * @param from who sent it
     * @param to the receiver, or null where it went to the room
     * @param secret whether it is a whisper
     * @param text the text
     */
    record FilterText(RoomId room, UserId from, UserId to, boolean secret, String text) {}
}
