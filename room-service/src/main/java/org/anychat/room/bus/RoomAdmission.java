package org.anychat.room.bus;

import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;

/** Rooms that are for certain users only, whatever their password. */
public interface RoomAdmission {
    /** Every room is for everybody. */
    RoomAdmission OPEN = new RoomAdmission() {
        @Override
        public boolean admits(RoomId room, SessionId session) {
            return true;
        }

        @Override
        public boolean isPrivate(RoomId room) {
            return false;
        }
    };

    /**
     * Whether somebody may enter.
     *
     * @param room the room
     * @param session who wants to
     * @return true for all in rooms that are not private
     */
    boolean admits(RoomId room, SessionId session);

    /**
     * Whether a room is for certain users only, and so not in lists.
     *
     * @param room the room
     * @return true where it is
     */
    boolean isPrivate(RoomId room);
}
