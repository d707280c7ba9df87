package org.anychat.license;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceException;
import org.anychat.license.check.DomainProof;
import org.anychat.license.check.LicenseCheck.Checked;
import org.anychat.license.domain.Admission;
import org.anychat.license.domain.DeviceKind;
import org.anychat.license.domain.IntranetAddress;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.license.domain.SeatLimit;
import org.anychat.license.domain.Seating;

/** Seats and rights on the bus. What the domain throws, the bus turns into the caller's failure. */
final class LicenseService implements LicenseApi, RightsApi, ServiceEvents {
    private final Seating seating;
    private final Admission admission;
    private final DomainProof domain;
    private final LongSupplier monotonicMs;
    private Checked licensed;

    LicenseService(Seating seating, Admission admission, DomainProof domain, LongSupplier monotonicMs) {
        this.seating = seating;
        this.admission = admission;
        this.domain = domain;
        this.monotonicMs = monotonicMs;
    }

    /** The licence that counts from now on. Without one the service is in demo mode. */
    void license(Checked checked) {
        licensed = checked;
        seating.limit(SeatLimit.licensed(checked.license().terms()));
    }

    /** How it stands on a day, in UTC. */
    LicenseFigures figures(LocalDate today) {
        Seats seats = seating.seats();
        long daysLeft = licensed == null ? Long.MAX_VALUE : licensed.license().daysLeft(today);
        return new LicenseFigures(seats.inUse(), seats.limit(), daysLeft);
    }

    @Override
    public Future<Seats> acquire(AcquireSeat request) {
        if (licensed != null) {
            requireAdmitted();
            requireNetwork(request.address());
            requireDevice(DeviceKind.ofNumber(request.device()));
        }
        return Future.succeededFuture(seating.acquire(request.session(), request.replaces()));
    }

    private void requireAdmitted() {
        if (admission.isPending()) {
            throw new ServiceException(ServiceError.SERVICE_CLOSED, "the licence is being checked still");
        }
        Optional<LicenseException> refusal = admission.refusal(monotonicMs.getAsLong());
        if (refusal.isPresent()) {
            LicenseException why = refusal.get();
            throw new ServiceException(
                    why.fault() == LicenseFault.EXPIRED
                            ? ServiceError.LICENSE_EXPIRED
                            : ServiceError.CERT_VERIFY_FAILED,
                    why.fault().code() + " " + why.fault().fieldName());
        }
    }

    private void requireNetwork(String address) {
        if (licensed.license().terms().intranetOnly() && !IntranetAddress.isPrivate(address)) {
            throw new ServiceException(
                    ServiceError.CONNECT_INTRANET, "the licence is for the intranet only, not for " + address);
        }
    }

    private void requireDevice(DeviceKind device) {
        List<DeviceKind> allowed = licensed.license().terms().devices();
        if (!allowed.contains(device)) {
            throw new ServiceException(
                    ServiceError.CONNECT_DEVICE_LIMIT,
                    "the licence is for these devices only: " + DeviceKind.words(allowed) + "; this one is "
                            + device.text());
        }
    }

    @Override
    public Future<Seats> release(ReleaseSeat request) {
        return Future.succeededFuture(seating.release(request.session()));
    }

    @Override
    public Future<Seats> announce(AnnounceSeats request) {
        return Future.succeededFuture(seating.restore(request.sessions()));
    }

    @Override
    public Future<Rights> rights(AskRights request) {
        LicenseTerms terms =
                licensed == null ? LicenseTerms.UNLIMITED : licensed.license().terms();
        return Future.succeededFuture(new Rights(
                licensed == null,
                Optional.ofNullable(licensed)
                        .map(Checked::license)
                        .map(License::holder)
                        .orElse(""),
                terms.users(),
                List.copyOf(terms.functions()),
                Optional.ofNullable(terms.expires()).map(Object::toString).orElse("")));
    }

    @Override
    public Future<LicenseText> text(AskText request) {
        return Future.succeededFuture(
                new LicenseText(licensed == null ? "" : licensed.signed().text()));
    }

    @Override
    public Future<Proof> prove(AskProof request) {
        return Future.succeededFuture(new Proof(domain.answerTo(request.nonce())));
    }

    /** An auth service that starts anew knows of no login; it announces the seats of those it hears of. */
    @Override
    public void started(ServiceStarted event) {
        if (event.address().equals(Addresses.AUTH)) {
            seating.clear();
        }
    }
}
