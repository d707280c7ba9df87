package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A logged-in user's number: positive for named users, from -2 downwards for guests. -1 means "everyone" or "self" in
 * the client vocabulary and is never a user.
 *
 * @param value the number
 */
public record UserId(@JsonValue int value) {
    /** The largest guest number; the next guest gets one less. */
    public static final int FIRST_GUEST = -2;

    /**
     * Reads the number of a message.
     *
     * @param value the number
     * @return the id
     */
    @JsonCreator
    public static UserId of(int value) {
        return new UserId(value);
    }

    /**
     * Tells guests from named users.
     *
     * @return true for a user who logged in without a password
     */
    public boolean isGuest() {
        return value <= FIRST_GUEST;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
