package org.anychat.auth.domain;

/** Hears of every login and of its end, in their order. */
public interface LoginObserver {
    /**
     * A session has logged in.
     *
     * @param login the login
     * @param address the client's IP address; empty for a login that was announced by its gateway
     */
    void loggedIn(ActiveLogin login, String address);

    /**
     * A session goes on at another gateway.
     *
     * @param login the login
     */
    default void moved(ActiveLogin login) {}

    /**
     * A login has ended.
     *
     * @param login the login
     */
    void loggedOut(ActiveLogin login);
}
