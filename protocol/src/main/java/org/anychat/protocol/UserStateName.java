package org.anychat.protocol;

import java.util.Optional;

/** What {@code queryUserState} asks for: the user states of the AnyChat SDK, with its numbers. */
public enum UserStateName {
    /** 0 none, 1 closed, 2 open. */
    CAMERA(1),
    /** 0 none, 1 closed, 2 open. */
    MICROPHONE(2),
    /** How loud the user speaks, 0 to 100. */
    SPEAK_VOLUME(3),
    /** Whether the user is being recorded. */
    RECORDING(4),
    /** The user's level. */
    LEVEL(5),
    /** The name that others see. */
    NICKNAME(6),
    /** The address in the user's own network. */
    LOCAL_IP(7),
    /** The address that the server sees. */
    INTERNET_IP(8),
    /** What the user sends as video, in bit/s. */
    VIDEO_BITRATE(9),
    /** What the user sends as audio, in bit/s. */
    AUDIO_BITRATE(10),
    /** 0 none, 1 TCP, 2 UDP, 3 both. */
    P2P_STATE(11),
    /** 0 very good to 4 very bad. */
    NETWORK(12),
    /** Low 16 bits the width, high 16 bits the height. */
    VIDEO_SIZE(13),
    /** Packets lost on the way to the server, in hundredths of a percent. */
    LOSS_RATE(14),
    /** The kind of device. */
    DEVICE(15),
    /** How far the user has come: 1 connected, 2 logged in, 3 in a room, 4 logged out. */
    STATUS(16),
    /** The user's number, -1 before the login. */
    USER_ID(17),
    /** How the picture is turned. */
    ROTATION(18),
    /** Whether the picture is mirrored. */
    MIRRORED(19),
    /** The audio codec's number. */
    AUDIO_CODEC(20),
    /** The video codec's number. */
    VIDEO_CODEC(21),
    /** Packets that no retransmission has brought, in hundredths of a percent. */
    LOSS_AFTER_RESEND(22);

    private final int number;

    UserStateName(int number) {
        this.number = number;
    }

    /**
     * The SDK's number.
     *
     * @return 1 to 22
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
    public static Optional<UserStateName> ofNumber(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }
}
