package org.anychat.plugin;

/**
 * A user who wants to enter a room.
 *
 * @param userId the user; below 0 for guests
 * @param roomId the room's number; in an entry by name the one that the server has allotted
 * @param roomName the room's name; empty in an entry by number
 * @param password the password that the user gave; empty for none
 */
public record RoomEntry(int userId, int roomId, String roomName, String password) {
    @Override
    public String toString() {
        return "RoomEntry[userId=" + userId + ", roomId=" + roomId + ", roomName=" + roomName + "]";
    }
}
