package org.anychat.protocol;

import java.util.Optional;

/** What {@code userInfoControl} can do here, with the AnyChat SDK's numbers. */
public enum UserControl {
    /** Ends a user's link. */
    KICK_OUT(1),
    /** Bans a pattern of addresses. */
    BAN_ADDRESS(4),
    /** Takes such a ban back. */
    ADMIT_ADDRESS(5);

    private final int number;

    UserControl(int number) {
        this.number = number;
    }

    /**
     * The SDK's number.
     *
     * @return 1, 4 or 5
     */
    public int number() {
        return number;
    }

    /**
     * Finds the control with a number.
     *
     * @param number the SDK's
     * @return the control, or empty where this server has none
     */
    public static Optional<UserControl> ofNumber(int number) {
        for (UserControl control : values()) {
            if (control.number == number) {
                return Optional.of(control);
            }
        }
        return Optional.empty();
    }
}
