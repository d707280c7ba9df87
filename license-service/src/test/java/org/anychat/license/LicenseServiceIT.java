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

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private String deploy(LicenseConfig config) throws Exception {
        return await(vertx.deployVerticle(new LicenseServiceVerticle(config, bus)));
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
        deploy(new LicenseConfig(true, 1));
        assertEquals(new Seats(1, 1), await(license.acquire(new AcquireSeat(ANN, null))));
        assertEquals(ServiceError.CONNECT_FUNC_LIMIT, errorOf(license.acquire(new AcquireSeat(BEN, null))));
        assertEquals(new Seats(0, 1), await(license.release(new ReleaseSeat(ANN))));
    }

    @Test
    void shouldHaveNoLimitOutsideDemoMode() throws Exception {
        deploy(new LicenseConfig(false, 1));
        await(license.acquire(new AcquireSeat(ANN, null)));
        assertEquals(2, await(license.acquire(new AcquireSeat(BEN, null))).inUse());
    }

    @Test
    void shouldStartEmptyAndTakeTheSeatsThatAreAnnounced() throws Exception {
        String first = deploy(new LicenseConfig(true, 2));
        await(license.acquire(new AcquireSeat(ANN, null)));
        await(vertx.undeploy(first));
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(license.acquire(new AcquireSeat(ANN, null))));
        deploy(new LicenseConfig(true, 2));
        assertEquals(new Seats(2, 2), await(license.announce(new AnnounceSeats(List.of(ANN, BEN)))));
    }

    @Test
    void shouldFreeAllSeatsWhereAuthHasStartedAnew() throws Exception {
        deploy(new LicenseConfig(true, 1));
        await(license.acquire(new AcquireSeat(ANN, null)));
        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(Addresses.AUTH));
        assertEquals(new Seats(1, 1), await(license.acquire(new AcquireSeat(BEN, null))));
    }
}
