package org.anychat.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.domain.Resumption;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.auth.store.LoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeEvents.NodeLeft;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is taken out of rooms because nobody watches over it, on a real bus with a room service that notes who leaves. */
class AbandonedSessionsIT {
    private static final NodeId GATEWAY = new NodeId("gateway");
    private static final SessionId ANN = new SessionId("s1");
    private static final LeaveRoom LEAVE = new LeaveRoom(ANN, 101, GATEWAY, 0, true);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx);
    private final LoginStore store = new InMemoryLoginStore();
    private final ActiveLogin login = new ActiveLogin(ANN, GATEWAY, new UserId(7), "ann", "Ann", 2);
    private final BlockingQueue<Object> left = new LinkedBlockingQueue<>();
    private final BlockingQueue<ActiveLogin> loggedOut = new LinkedBlockingQueue<>();
    private final AbandonedSessions abandoned =
            new AbandonedSessions(new Resumption(store, 0, () -> 1_000_000), bus, loggedOut::add);
    private volatile boolean isAway;

    @BeforeEach
    void serve() {
        get(bus.serve(RoomApi.class, Addresses.ROOM, noting(RoomApi.class, left)));
        get(bus.serve(CallApi.class, Addresses.CALL, noting(CallApi.class, new LinkedBlockingQueue<>())));
    }

    private <T> T noting(Class<T> contract, BlockingQueue<Object> heard) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, (proxy, method, arguments) -> {
                    // Read before the test learns of the call, which it may answer with another value.
                    boolean refuses = isAway;
                    heard.add(arguments[0]);
                    return refuses
                            ? Future.failedFuture(new ServiceException(ServiceError.SERVICE_CLOSED, "away"))
                            : Future.succeededFuture(Done.DONE);
                }));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void shouldTakeOutWhoDoesNotComeBack() throws InterruptedException {
        store.add(login);
        onLoop(() -> abandoned.left(new NodeLeft(GATEWAY)));

        onLoop(() -> abandoned.expire());

        assertEquals(LEAVE, left.poll(10, TimeUnit.SECONDS));
        assertEquals(ANN, loggedOut.poll(10, TimeUnit.SECONDS).session());
    }

    @Test
    void shouldTakeOutADisplacedLoginWhoseGatewayTurnsOutToBeGone() throws InterruptedException {
        onLoop(() -> abandoned.displaced(login));
        onLoop(() -> abandoned.expire());
        assertNull(left.poll());

        onLoop(() -> abandoned.left(new NodeLeft(GATEWAY)));
        onLoop(() -> abandoned.expire());

        assertEquals(LEAVE, left.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldTryAgainWhereTheRoomServiceIsAway() throws InterruptedException {
        isAway = true;
        onLoop(() -> abandoned.displaced(login));
        onLoop(() -> abandoned.left(new NodeLeft(GATEWAY)));
        onLoop(() -> abandoned.expire());
        assertEquals(LEAVE, left.poll(10, TimeUnit.SECONDS));
        isAway = false;

        LeaveRoom again = null;
        for (int round = 0; round < 20 && again == null; round++) {
            // The first attempt may not have failed yet.
            onLoop(() -> abandoned.expire());
            again = (LeaveRoom) left.poll(1, TimeUnit.SECONDS);
        }

        assertEquals(LEAVE, again);
    }

    @Test
    void shouldNotTakeOutWhoseGatewayIsThere() throws InterruptedException {
        onLoop(() -> abandoned.displaced(login));
        onLoop(() -> abandoned.left(new NodeLeft(new NodeId("another"))));
        onLoop(() -> abandoned.expire());
        store.add(login);
        onLoop(() -> abandoned.left(new NodeLeft(GATEWAY)));
        // Calls arrive in the order in which they were made.
        onLoop(() -> abandoned.expire());

        assertEquals(LEAVE, left.poll(10, TimeUnit.SECONDS));
        assertNull(left.poll());
    }

    /** Where the service calls it, and where answers of the bus arrive: one thread. */
    private void onLoop(Runnable step) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> {
            step.run();
            done.complete();
        });
        get(done.future());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
