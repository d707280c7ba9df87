package org.anychat.webrtc.sdp;

import java.util.Locale;

/** Who starts the DTLS handshake (RFC 8842 §5.1). */
public enum SetupRole {
    /** The writer is the DTLS client. */
    ACTIVE,
    /** The writer is the DTLS server. */
    PASSIVE,
    /** The answerer chooses. */
    ACTPASS;

    /**
     * The role of an attribute value.
     *
     * @param token such as {@code actpass}
     * @return the role, or null where it is none of these; {@code holdconn} is not used with WebRTC
     */
    public static SetupRole ofToken(String token) {
        for (SetupRole role : values()) {
            if (role.token().equals(token)) {
                return role;
            }
        }
        return null;
    }

    /**
     * The attribute value.
     *
     * @return such as {@code actpass}
     */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
