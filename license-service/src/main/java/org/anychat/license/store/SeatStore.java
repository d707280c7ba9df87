package org.anychat.license.store;

import org.anychat.contracts.SessionId;

/** The sessions that hold a seat. Every method is atomic and may block where the store is remote. */
public interface SeatStore {
    /**
     * Takes a seat.
     *
     * @param session who takes it
     * @param limit how many there are
     * @return true where the session has a seat now, also where it had one before
     */
    boolean take(SessionId session, int limit);

    /**
     * Passes a seat on.
     *
     * @param from who has it
     * @param to who gets it
     * @return true where it was passed on, or both are the same; false where {@code from} has none
     */
    boolean replace(SessionId from, SessionId to);

    /**
     * Frees a seat.
     *
     * @param session who had it; one without a seat is fine
     */
    void release(SessionId session);

    /**
     * Counts the seats that are taken.
     *
     * @return 0 or more
     */
    int count();

    /** Frees all seats. */
    void clear();
}
