package org.anychat.protocol;

import java.util.Optional;

/** What {@code queryRoomState} asks for, with the AnyChat SDK's numbers. */
public enum RoomStateName {
    /** The room's name. */
    NAME(1),
    /** How many are in it, oneself not counted. */
    ONLINE_USERS(2);

    private final int number;

    RoomStateName(int number) {
        this.number = number;
    }

    /**
     * The SDK's number.
     *
     * @return 1 or 2
     */
    public int number() {
        return number;
    }

    /**
     * Finds the state with a number.
     *
     * @param number the SDK's
     * @return the state, or empty where the SDK has none
     */
    public static Optional<RoomStateName> ofNumber(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }
}
