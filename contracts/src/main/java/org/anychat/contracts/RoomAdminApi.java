package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** The rooms and relays of the platform for its operators. Served by the room service at {@link Addresses#ROOM_ADMIN}. */
public interface RoomAdminApi {
    /** How many rooms {@link #rooms} gives at most. */
    int MAX_ROOMS = 100;

    /**
     * Counts rooms and lists relays: as long for thousands of rooms as for one.
     *
     * @param request nothing
     * @return of all rooms, video calls included
     */
    @BusCall(deadlineMs = 2_000)
    Future<Overview> overview(GetOverview request);

    /**
     * Lists rooms, video calls included.
     *
     * @param request which
     * @return a page of them
     */
    @BusCall(deadlineMs = 2_000)
    Future<RoomPage> rooms(ListRooms request);

    /**
     * Takes everybody out of a room. The room goes with them unless it is permanent.
     *
     * @param request which one
     * @return how many were in it
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.ROOM_INVALID})
    Future<Expelled> close(CloseRoom request);

    /**
     * Moves the media of a room to a relay, without a gap where the relays before still work.
     *
     * @param request which room, and where to
     * @return how many members change over
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.ROOM_INVALID, ServiceError.DATA_NOT_EXIST, ServiceError.NO_RELAY})
    Future<Moved> move(MoveRoom request);

    /**
     * Says something to everybody in a room on the server's behalf: as text of user 0.
     *
     * @param request what, and where
     * @return how many are in the room
     */
    @BusCall(fails = {ServiceError.ROOM_INVALID, ServiceError.BAD_PARAMETER})
    Future<Said> say(SayInRoom request);

    /** A question for rooms and relays. */
    record GetOverview() {}

    /**
     * Rooms and relays.
     *
     * @param rooms how many there are
     * @param relays those that are alive, by name
     */
    record Overview(RoomCount rooms, List<RelayLine> relays) {}

    /**
     * How many rooms there are.
     *
     * @param total all of them
     * @param used those that somebody is in
     * @param members who are in one
     * @param stamp another number whenever a room has come, gone or changed
     */
    record RoomCount(int total, int used, int members, long stamp) {
        /** None. */
        public static final RoomCount NONE = new RoomCount(0, 0, 0, 0);
    }

    /** By what a list of rooms is sorted; those that are equal in it stand by number. */
    enum RoomOrder {
        /** The room's number. */
        ROOM,
        /** The name, in any case. */
        NAME,
        /** How many are in it. */
        USERS
    }

    /**
     * Which rooms.
     *
     * @param offset how many of them to leave out
     * @param limit how many to give
     * @param text what the name contains, in any case, or the whole number; empty for all
     * @param order by what they are sorted
     * @param descending whether the largest comes first
     */
    record ListRooms(int offset, int limit, String text, RoomOrder order, boolean descending) {}

    /**
     * A page of rooms.
     *
     * @param total how many there are of the kind
     * @param rooms at most {@value RoomAdminApi#MAX_ROOMS}
     */
    record RoomPage(int total, List<RoomLine> rooms) {}

    /**
     * A room.
     *
     * @param room its number
     * @param name its name
     * @param users how many are in it
     * @param hasPassword whether entering takes a password
     * @param call whether it is that of a video call
     * @param version the number of changes so far
     * @param relays who carries its media
     */
    record RoomLine(
            RoomId room,
            String name,
            int users,
            boolean hasPassword,
            boolean call,
            long version,
            List<NodeId> relays) {}

    /**
     * A relay.
     *
     * @param status what it has last said of itself
     * @param rooms that it carries
     * @param members whose media it carries
     */
    record RelayLine(RoomApi.RelayStatus status, int rooms, int members) {}

    /**
     * An order to close a room.
     *
     * @param room which one
     */
    record CloseRoom(RoomId room) {}

    /**
     * What closing a room has done.
     *
     * @param members who were in it
     */
    record Expelled(int members) {}

    /**
     * An order to move a room's media.
     *
     * @param room which one
     * @param relay where to
     */
    record MoveRoom(RoomId room, NodeId relay) {}

    /**
     * What moving a room has done.
     *
     * @param members who change over
     */
    record Moved(int members) {}

    /**
     * Words for a room.
     *
     * @param room which one
     * @param text the words, 1 to 16384 characters
     */
    record SayInRoom(RoomId room, String text) {}

    /**
     * Who hears it.
     *
     * @param members how many
     */
    record Said(int members) {}
}
