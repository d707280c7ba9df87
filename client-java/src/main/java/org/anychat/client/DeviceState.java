package org.anychat.client;

import java.util.Arrays;
import java.util.Optional;

/** The state of a camera or a microphone, with the number that the protocol has for it. */
public enum DeviceState {
    /** There is none. */
    NONE(0),
    /** There is one, and it is off. */
    CLOSED(1),
    /** It is on. */
    OPEN(2);

    private final int number;

    DeviceState(int number) {
        this.number = number;
    }

    /**
     * The number in the protocol.
     *
     * @return 0, 1 or 2.
     */
    public int number() {
        return number;
    }

    /**
     * The state with a number, as events carry it.
     *
     * @param number from the protocol.
     * @return empty if no state has it.
     */
    public static Optional<DeviceState> ofNumber(int number) {
        return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
    }
}
