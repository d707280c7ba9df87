package org.anychat.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.LicenseApi.ReleaseSeat;
import org.anychat.contracts.LicenseApi.Seats;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceLifecycleIT {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final ServiceLifecycle lifecycle = new ServiceLifecycle(bus);
    private final LicenseApi license = bus.proxy(LicenseApi.class, Addresses.LICENSE);
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, SECONDS);
    }

    @Test
    void shouldServeAndTellOfTheStart() throws Exception {
        await(lifecycle.listen(event -> started.add(event.address())));
        await(lifecycle.start(LicenseApi.class, Addresses.LICENSE, new OneSeat()));
        assertEquals(Addresses.LICENSE, started.poll(5, SECONDS));
        assertEquals(
                1, await(license.release(new ReleaseSeat(new SessionId("s")))).limit());
    }

    @Test
    void shouldTakeEverythingOffTheBusAtTheEnd() throws Exception {
        await(lifecycle.listen(event -> started.add(event.address())));
        await(lifecycle.start(LicenseApi.class, Addresses.LICENSE, new OneSeat()));
        started.poll(5, SECONDS);
        await(lifecycle.stop());
        await(lifecycle.stop());
        ExecutionException failure = assertThrows(
                ExecutionException.class, () -> await(license.release(new ReleaseSeat(new SessionId("s")))));
        assertEquals(
                ServiceError.SERVICE_CLOSED,
                assertInstanceOf(ServiceException.class, failure.getCause()).error());
        await(new ServiceLifecycle(bus).start(LicenseApi.class, Addresses.LICENSE, new OneSeat()));
        await(license.release(new ReleaseSeat(new SessionId("s"))));
        assertNull(started.poll());
    }

    private static final class OneSeat implements LicenseApi {
        @Override
        public Future<Seats> acquire(AcquireSeat request) {
            return Future.succeededFuture(new Seats(1, 1));
        }

        @Override
        public Future<Seats> release(ReleaseSeat request) {
            return Future.succeededFuture(new Seats(0, 1));
        }

        @Override
        public Future<Seats> announce(AnnounceSeats request) {
            return Future.succeededFuture(new Seats(1, 1));
        }
    }
}
