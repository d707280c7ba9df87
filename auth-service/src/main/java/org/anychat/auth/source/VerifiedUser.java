package org.anychat.auth.source;

import org.anychat.contracts.UserId;

/**
 * A user whose password was right.
 *
 * @param user the user's number, above 0, the same at every login; null where the source has none, and the service
 *     allots one by account
 * @param level the user's level, 0 where the source knows none
 * @param nickname the name that others see, 1 to 64 characters
 * @param account the one spelling of the user's login name, where the source takes several; null: as it was typed
 */
public record VerifiedUser(UserId user, int level, String nickname, String account) {
    /**
     * A user of a source that takes a login name in one spelling only.
     *
     * @param user the user's number, or null
     * @param level the user's level
     * @param nickname the name that others see
     */
    public VerifiedUser(UserId user, int level, String nickname) {
        this(user, level, nickname, null);
    }

    /**
     * A user of whom nothing but the name is known.
     *
     * @param name the name of the login
     * @return the user, at level 0
     */
    public static VerifiedUser named(String name) {
        return new VerifiedUser(null, 0, name);
    }
}
