package org.anychat.auth.source;

import java.util.List;

/**
 * Users that the administrator keeps with this server's own tools: of the password file or of the embedded database.
 * Blocks. Fails with {@link AccountException}, whose message is for the administrator.
 */
public interface UserAccounts {
    /**
     * A user who is kept.
     *
     * @param name the login name
     * @param number the user's number; 0 where the source has none
     * @param level the user's level; 0 where the source has none
     * @param nickname the name that others see
     */
    record Account(String name, int number, int level, String nickname) {}

    /**
     * Adds a user.
     *
     * @param name the login name, 1 to 64 characters
     * @param password the password, which is hashed
     * @param level the user's level; other than 0 only where the source has levels
     * @param nickname the name that others see, null for the login name; given only where the source has nicknames
     */
    void add(String name, String password, int level, String nickname);

    /**
     * Gives a user another password.
     *
     * @param name the login name
     * @param password the password, which is hashed
     */
    void changePassword(String name, String password);

    /**
     * Removes a user.
     *
     * @param name the login name
     */
    void remove(String name);

    /**
     * Lists the users.
     *
     * @return all of them by name
     */
    List<Account> list();

    /** What went wrong, in words for the administrator. */
    final class AccountException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AccountException(String message) {
            super(message, null, false, false);
        }
    }
}
