package org.anychat.auth.source;

import org.anychat.contracts.UserId;

/** Makes users of what sources say of them. */
final class UserFields {
    private static final int MAX_NICKNAME = 64;

    private UserFields() {}

    /**
     * A user.
     *
     * @param source its name, for the message
     * @param account the login name
     * @param number the user's number, or null
     * @param level the user's level, or null
     * @param nickname the name that others see, or null for the login name
     */
    static VerifiedUser user(String source, String account, Long number, Long level, String nickname) {
        if (number != null && (number < 1 || number > Integer.MAX_VALUE)) {
            throw Refusals.broken(source, "gives " + account + " a number that is not 1 to " + Integer.MAX_VALUE);
        }
        if (level != null && (level < 0 || level > Integer.MAX_VALUE)) {
            throw Refusals.broken(source, "gives " + account + " a level that is not 0 to " + Integer.MAX_VALUE);
        }
        return new VerifiedUser(
                number == null ? null : new UserId(number.intValue()),
                level == null ? 0 : level.intValue(),
                shown(account, nickname),
                account);
    }

    /** Others' screens and protocols take a name of 64 characters, whatever the source has. */
    private static String shown(String account, String nickname) {
        if (nickname == null) {
            return account;
        }
        String clean = nickname.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (clean.length() > MAX_NICKNAME) {
            boolean splits = Character.isHighSurrogate(clean.charAt(MAX_NICKNAME - 1));
            clean = clean.substring(0, splits ? MAX_NICKNAME - 1 : MAX_NICKNAME);
        }
        return clean.isEmpty() ? account : clean;
    }
}
