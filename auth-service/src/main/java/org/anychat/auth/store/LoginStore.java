package org.anychat.auth.store;

import java.util.List;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * The logins, one per session and one per user. Every method is atomic and may block where the store is remote.
 */
public interface LoginStore {
    /**
     * Adds a login.
     *
     * @param login the login
     * @return false, and nothing changed, where its session or its user is logged in already
     */
    boolean add(ActiveLogin login);

    /**
     * Puts a login in the place of another of the same session and user.
     *
     * @param before as it is
     * @param after as it is to be
     * @return false, and nothing changed, where {@code before} is not what is there
     */
    boolean replace(ActiveLogin before, ActiveLogin after);

    /**
     * Finds the login that a token takes up.
     *
     * @param key the token's key
     * @return the login
     */
    Optional<ActiveLogin> byKey(ResumeKey key);

    /**
     * Removes a login.
     *
     * @param session whose
     * @return the login that was there
     */
    Optional<ActiveLogin> remove(SessionId session);

    /**
     * Finds a session's login.
     *
     * @param session whose
     * @return the login
     */
    Optional<ActiveLogin> bySession(SessionId session);

    /**
     * Finds a user's login.
     *
     * @param user whose
     * @return the login
     */
    Optional<ActiveLogin> byUser(UserId user);

    /**
     * Finds the login of a named user; guests, who may share a name, are not looked at.
     *
     * @param account the exact account
     * @return the login
     */
    Optional<ActiveLogin> byAccount(String account);

    /**
     * Lists the logins.
     *
     * @return a copy, in no order
     */
    List<ActiveLogin> all();

    /**
     * Counts guest numbers: -2, -3 and so on, over to -2 after the lowest integer. Each call gives another number,
     * whether or not a guest has it.
     *
     * @return the number
     */
    int nextGuestNumber();
}
