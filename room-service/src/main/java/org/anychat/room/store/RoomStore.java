package org.anychat.room.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;

/**
 * Where rooms are kept. A command on a room is atomic: commands on one room happen one after another, whoever sends
 * them. Futures complete on the caller's context and fail only where the store itself has a fault.
 */
public interface RoomStore {
    /**
     * Carries out a command. The index of {@link #roomOf} follows.
     *
     * @param id the room
     * @param command what to do
     * @return what it did
     */
    Future<RoomOutcome> apply(RoomId id, RoomCommand command);

    /**
     * Reads a room.
     *
     * @param id its number
     * @return the room, where it exists
     */
    Future<Optional<Room>> room(RoomId id);

    /**
     * Reads all rooms.
     *
     * @return the rooms by number
     */
    Future<List<Room>> rooms();

    /**
     * Finds where a session is.
     *
     * @param session the session
     * @return its room, where it is in one
     */
    Future<Optional<RoomId>> roomOf(SessionId session);

    /**
     * Finds a room by name.
     *
     * @param name the exact name
     * @return its number, where it exists
     */
    Future<Optional<RoomId>> idOf(String name);

    /**
     * Allots a number that no room has.
     *
     * @return a number from 10000 upwards, not given before in this store's life
     */
    Future<RoomId> allot();
}
