package org.anychat.auth.plugin.wire;

/**
 * What a callback returned.
 *
 * @param code 0 for yes, otherwise the plug-in's number
 * @param userId of a verified user, else 0
 * @param level of a verified user, else 0
 * @param nickname of a verified user, else empty
 */
public record FilterAnswer(int code, int userId, int level, String nickname) {
    /** The answer of notifications, and a plain yes. */
    public static final FilterAnswer NOTHING = ofCode(0);

    /**
     * An answer that is a number only.
     *
     * @param code the number
     * @return the answer
     */
    public static FilterAnswer ofCode(int code) {
        return new FilterAnswer(code, 0, 0, "");
    }
}
