package org.anychat.room.domain;

import org.anychat.contracts.RoomId;

/**
 * What rooms may exist, and how full they get (manual 3.2 and 3.6).
 *
 * @param demoMode whether rooms 1 and 2 are there from the start
 * @param autoAddRoom whether entering a room that does not exist makes it
 * @param maxUsersPerRoom 1 to 100000
 */
public record RoomPolicy(boolean demoMode, boolean autoAddRoom, int maxUsersPerRoom) {
    /** The highest number of the rooms that demo mode brings. */
    private static final int LAST_DEMO_ROOM = 2;

    /**
     * Tells whether a room is there without anybody in it.
     *
     * @param id the room
     * @return true for the demo rooms in demo mode
     */
    public boolean isPermanent(RoomId id) {
        return demoMode && id.value() >= 1 && id.value() <= LAST_DEMO_ROOM;
    }

    /**
     * The same policy but for what changes without a restart.
     *
     * @param newAutoAddRoom as {@code autoAddRoom}
     * @param newMaxUsersPerRoom as {@code maxUsersPerRoom}
     * @return the new policy
     */
    public RoomPolicy changed(boolean newAutoAddRoom, int newMaxUsersPerRoom) {
        return new RoomPolicy(demoMode, newAutoAddRoom, newMaxUsersPerRoom);
    }
}
