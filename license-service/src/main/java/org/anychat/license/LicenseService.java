package org.anychat.license;

import io.vertx.core.Future;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.ServiceEvents;
import org.anychat.license.domain.Seating;

/** The seats on the bus. What the domain throws, the bus turns into the caller's failure. */
final class LicenseService implements LicenseApi, ServiceEvents {
    private final Seating seating;

    LicenseService(Seating seating) {
        this.seating = seating;
    }

    @Override
    public Future<Seats> acquire(AcquireSeat request) {
        return Future.succeededFuture(seating.acquire(request.session(), request.replaces()));
    }

    @Override
    public Future<Seats> release(ReleaseSeat request) {
        return Future.succeededFuture(seating.release(request.session()));
    }

    @Override
    public Future<Seats> announce(AnnounceSeats request) {
        return Future.succeededFuture(seating.restore(request.sessions()));
    }

    /** An auth service that starts anew knows of no login; it announces the seats of those it hears of. */
    @Override
    public void started(ServiceStarted event) {
        if (event.address().equals(Addresses.AUTH)) {
            seating.clear();
        }
    }
}
