package org.anychat.license.domain;

import java.util.List;
import org.anychat.contracts.LicenseApi.Seats;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.license.store.SeatStore;

/** Who has a seat. Each method is one atomic step; the caller's thread. */
public final class Seating {
    private final SeatStore store;
    private SeatLimit limit;

    /**
     * Makes the rules over a store.
     *
     * @param store where the seats are kept
     * @param limit how many there are
     */
    public Seating(SeatStore store, SeatLimit limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * Changes how many there are. Nobody loses a seat by it.
     *
     * @param newLimit how many there are from now on
     */
    public void limit(SeatLimit newLimit) {
        this.limit = newLimit;
    }

    /**
     * Gives a seat.
     *
     * @param session who wants one; it keeps the one it has
     * @param replaces whose seat passes on to it, or null
     * @return how full it is now
     * @throws ServiceException with the limit's refusal where none is free, with {@code CERT_USER_FAILED} where they
     *     cannot be counted
     */
    public Seats acquire(SessionId session, SessionId replaces) {
        if (!taken(session, replaces)) {
            throw new ServiceException(limit.refusal(), "all " + limit.words() + " are taken");
        }
        return seats();
    }

    private boolean taken(SessionId session, SessionId replaces) {
        try {
            return (replaces != null && store.replace(replaces, session)) || store.take(session, limit.seats());
        } catch (RuntimeException e) {
            throw new ServiceException(ServiceError.CERT_USER_FAILED, "the seats cannot be counted: " + e);
        }
    }

    /**
     * Takes a seat back.
     *
     * @param session who had it; one without a seat is fine
     * @return how full it is now
     */
    public Seats release(SessionId session) {
        store.release(session);
        return seats();
    }

    /**
     * Seats sessions that were seated before this service started, also over the limit: nobody is thrown out for a
     * restart.
     *
     * @param sessions who had seats
     * @return how full it is now
     */
    public Seats restore(List<SessionId> sessions) {
        sessions.forEach(session -> store.take(session, Integer.MAX_VALUE));
        return seats();
    }

    /** Frees all seats: whoever gives them out has started anew and will tell who still holds one. */
    public void clear() {
        store.clear();
    }

    /**
     * How full it is.
     *
     * @return seats taken, and how many there are
     */
    public Seats seats() {
        return new Seats(store.count(), limit.seats());
    }
}
