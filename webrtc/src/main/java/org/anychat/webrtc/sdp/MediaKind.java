package org.anychat.webrtc.sdp;

import java.util.Locale;

/** The media that are forwarded. */
public enum MediaKind {
    /** Sound. */
    AUDIO,
    /** Pictures. */
    VIDEO;

    /**
     * The kind of an m-line.
     *
     * @param token its first word
     * @return the kind, or null for any other media, such as {@code application}
     */
    public static MediaKind ofToken(String token) {
        return switch (token) {
            case "audio" -> AUDIO;
            case "video" -> VIDEO;
            default -> null;
        };
    }

    /**
     * The m-line's first word.
     *
     * @return {@code audio} or {@code video}
     */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
