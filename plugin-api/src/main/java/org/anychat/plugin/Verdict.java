package org.anychat.plugin;

/**
 * What a plug-in says to a login.
 *
 * @param code 0 where name and password are right; any number above 0 reaches the client as it is (200: wrong
 *     password, 205: no such user, or a number of one's own)
 * @param userId the user's number, above 0, and of no other user
 * @param level the user's level, 0 or more
 * @param nickname the name that others see; empty for the name of the login
 */
public record Verdict(int code, int userId, int level, String nickname) {
    /**
     * The login is right.
     *
     * @param userId the user's number, above 0, and of no other user
     * @param level the user's level, 0 or more
     * @param nickname the name that others see; empty for the name of the login
     * @return the verdict
     */
    public static Verdict accept(int userId, int level, String nickname) {
        return new Verdict(0, userId, level, nickname);
    }

    /**
     * The login is refused.
     *
     * @param code a number above 0, which the client gets as it is
     * @return the verdict
     */
    public static Verdict refuse(int code) {
        return new Verdict(code, 0, 0, "");
    }
}
