package org.anychat.room;

/** What the room service counts. Each only rises. */
public enum RoomCounter {
    /** Users who entered a room. */
    JOINED,
    /** Users who wanted to and were refused. */
    JOIN_REFUSED,
    /** Texts that were said in rooms. */
    TEXT,
    /** Rooms moved off a relay that had fallen silent. */
    MOVED_FROM_SILENT,
    /** Rooms moved off a relay whose process was gone. */
    MOVED_FROM_GONE,
    /** Rooms moved off a relay that was to be emptied. */
    MOVED_FROM_DRAINING,
    /** Rooms moved off a relay that had closed. */
    MOVED_FROM_CLOSED,
    /** Rooms that had no relay and got one. */
    PLACED_LATER,
    /** Descriptions, reports and wishes about direct connections that were refused: of no such attempt, or out of turn. */
    DIRECT_REFUSED
}
