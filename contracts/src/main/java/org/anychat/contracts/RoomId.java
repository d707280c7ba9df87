package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A room's number. Rooms 1 and 2 exist in demo mode from the start.
 *
 * @param value the number, positive for every room that exists
 */
public record RoomId(@JsonValue int value) {
    /**
     * Reads the number of a message.
     *
     * @param value the number
     * @return the id
     */
    @JsonCreator
    public static RoomId of(int value) {
        return new RoomId(value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
