package org.anychat.license;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.LicenseApi.AcquireSeat;
import org.anychat.contracts.LicenseApi.AnnounceSeats;
import org.anychat.contracts.LicenseApi.ReleaseSeat;
import org.anychat.contracts.LicenseApi.Seats;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RightsApi.AskProof;
import org.anychat.contracts.RightsApi.AskRights;
import org.anychat.contracts.RightsApi.AskText;
import org.anychat.contracts.RightsApi.LicenseText;
import org.anychat.contracts.RightsApi.Proof;
import org.anychat.contracts.RightsApi.Rights;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LicenseServiceIT {
    private static final SessionId ANN = new SessionId("ann");
    private static final SessionId BEN = new SessionId("ben");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final LicenseApi license = bus.proxy(LicenseApi.class, Addresses.LICENSE);
    private final RightsApi rights = bus.proxy(RightsApi.class, Addresses.RIGHTS);

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private String deploy(LicenseConfig config) throws Exception {
        return await(vertx.deployVerticle(new LicenseServiceVerticle(config, bus)));
    }

    private static AcquireSeat seat(SessionId session) {
        return new AcquireSeat(session, null, "203.0.113.1", 4);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, SECONDS);
    }

    private static ServiceError errorOf(Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(future));
        return assertInstanceOf(ServiceException.class, failure.getCause()).error();
    }

    @Test
    void shouldGiveAndTakeBackSeats() throws Exception {
        deploy(LicenseConfig.demo(1));
        assertEquals(new Seats(1, 1), await(license.acquire(seat(ANN))));
        assertEquals(ServiceError.CONNECT_FUNC_LIMIT, errorOf(license.acquire(seat(BEN))));
        assertEquals(new Seats(0, 1), await(license.release(new ReleaseSeat(ANN))));
    }

    @Test
    void shouldHaveAllRightsAndNoTextInDemoMode() throws Exception {
        deploy(LicenseConfig.demo(1));
        Rights told = await(rights.rights(new AskRights()));
        assertEquals(new Rights(true, "", 0, List.of(LicensedFunction.values()), ""), told);
        assertEquals(new LicenseText(""), await(rights.text(new AskText())));
        assertEquals(new Proof(""), await(rights.prove(new AskProof("00".repeat(16)))));
    }

    @Test
    void shouldStartEmptyAndTakeTheSeatsThatAreAnnounced() throws Exception {
        String first = deploy(LicenseConfig.demo(2));
        await(license.acquire(seat(ANN)));
        await(vertx.undeploy(first));
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(license.acquire(seat(ANN))));
        deploy(LicenseConfig.demo(2));
        assertEquals(new Seats(2, 2), await(license.announce(new AnnounceSeats(List.of(ANN, BEN)))));
    }

    @Test
    void shouldFreeAllSeatsWhereAuthHasStartedAnew() throws Exception {
        deploy(LicenseConfig.demo(1));
        await(license.acquire(seat(ANN)));
        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(Addresses.AUTH));
        assertEquals(new Seats(1, 1), await(license.acquire(seat(BEN))));
    }
}
