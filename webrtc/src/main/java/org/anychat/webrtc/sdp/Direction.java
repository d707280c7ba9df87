package org.anychat.webrtc.sdp;

import java.util.Locale;

/** The direction of a media section, from the writer's side (RFC 8866 §6.7). */
public enum Direction {
    /** Both ways. */
    SENDRECV(true, true),
    /** The writer sends. */
    SENDONLY(true, false),
    /** The writer receives. */
    RECVONLY(false, true),
    /** Neither. */
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    /**
     * The direction of an attribute name.
     *
     * @param token such as {@code sendonly}
     * @return the direction, or null where it is none
     */
    public static Direction ofToken(String token) {
        for (Direction direction : values()) {
            if (direction.token().equals(token)) {
                return direction;
            }
        }
        return null;
    }

    /**
     * The attribute name.
     *
     * @return such as {@code sendonly}
     */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the writer of the description sends.
     *
     * @return for SENDRECV and SENDONLY
     */
    public boolean sends() {
        return sends;
    }

    /**
     * Whether the writer of the description receives.
     *
     * @return for SENDRECV and RECVONLY
     */
    public boolean receives() {
        return receives;
    }
}
