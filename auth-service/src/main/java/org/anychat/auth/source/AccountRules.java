package org.anychat.auth.source;

import org.anychat.auth.source.UserAccounts.AccountException;

/** What a name, a password and a nickname may be, wherever they are kept. */
final class AccountRules {
    private static final int MAX_NAME_CHARS = 64;
    private static final int MIN_PASSWORD_CHARS = 1;
    private static final int MAX_PASSWORD_CHARS = 128;

    private AccountRules() {}

    static void requireName(String name) {
        if (name.isBlank() || isTooLongOrControlled(name)) {
            throw new AccountException(
                    "A name has 1 to " + MAX_NAME_CHARS + " characters, not all blank, and no control characters.");
        }
    }

    static void requireNickname(String nickname) {
        if (nickname != null && (nickname.isBlank() || isTooLongOrControlled(nickname))) {
            throw new AccountException(
                    "A nickname has 1 to " + MAX_NAME_CHARS + " characters, not all blank, and no control characters.");
        }
    }

    private static boolean isTooLongOrControlled(String text) {
        return text.length() > MAX_NAME_CHARS || text.chars().anyMatch(Character::isISOControl);
    }

    static void requirePassword(String password) {
        if (password.length() < MIN_PASSWORD_CHARS || password.length() > MAX_PASSWORD_CHARS) {
            throw new AccountException(
                    "A password has 1 to " + MAX_PASSWORD_CHARS + " characters; without one a login is a guest's.");
        }
    }

    static AccountException unknown(String name, Object where) {
        return new AccountException("There is no user " + name + " in " + where + ".");
    }

    static AccountException present(String name, Object where) {
        return new AccountException("There is a user " + name + " in " + where
                + " already. Use \"user password\" to give the user another password.");
    }

    static AccountException broken(Object where, Exception cause) {
        return new AccountException(where + " cannot be used: " + cause.getMessage());
    }
}
