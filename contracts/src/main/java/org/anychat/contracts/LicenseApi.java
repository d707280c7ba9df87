package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** How many may log in. Served at {@link Addresses#LICENSE}; asked by the auth service only. */
public interface LicenseApi {
    /**
     * Takes a seat for a session. A session that has one keeps it.
     *
     * @param request the session
     * @return how full it is now
     */
    @BusCall(
            fails = {
                ServiceError.CERT_VERIFY_FAILED,
                ServiceError.CERT_USER_FAILED,
                ServiceError.CONNECT_OVERFLOW,
                ServiceError.CONNECT_FUNC_LIMIT,
                ServiceError.CONNECT_INTRANET,
                ServiceError.CONNECT_DEVICE_LIMIT,
                ServiceError.LICENSE_EXPIRED
            })
    Future<Seats> acquire(AcquireSeat request);

    /**
     * Gives a session's seat back. Unknown sessions are fine.
     *
     * @param request the session
     * @return how full it is now
     */
    @BusCall
    Future<Seats> release(ReleaseSeat request);

    /**
     * Tells the service which seats are taken, after it has started anew. Seats that it has given since stay taken.
     *
     * @param request the sessions that hold a seat
     * @return how full it is now
     */
    @BusCall
    Future<Seats> announce(AnnounceSeats request);

    /**
     * A request for a seat.
     *
     * @param session the session
     * @param replaces a session whose seat passes on to this one, as its user has logged in anew, or null
     * @param address the client's address, an IP literal
     * @param device the client's kind of device, as user state 15
     */
    record AcquireSeat(SessionId session, SessionId replaces, String address, int device) {}

    /**
     * A seat given back.
     *
     * @param session the session
     */
    record ReleaseSeat(SessionId session) {}

    /**
     * Seats that are taken.
     *
     * @param sessions their holders
     */
    record AnnounceSeats(List<SessionId> sessions) {}

    /**
     * How full it is.
     *
     * @param inUse seats taken
     * @param limit seats that there are
     */
    record Seats(int inUse, int limit) {}
}
