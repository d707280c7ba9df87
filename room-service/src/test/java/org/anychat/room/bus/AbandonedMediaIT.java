package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomAdminApi.CloseRoom;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a relay is told of members whose gateway has gone, on the bus of a cluster that has this process alone. */
class AbandonedMediaIT {
    private static final NodeId SELF = new NodeId("self");
    private static final NodeId GONE = new NodeId("gone");
    private static final NodeId RELAY = new NodeId("relay");
    private static final int LINK_BROKEN = 100_011;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx wire = Vertx.vertx();
    private final Bus bus = Bus.clustered(vertx, SELF);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final BlockingQueue<Object> closed = new LinkedBlockingQueue<>();
    private volatile boolean isDeaf;
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void deploy() {
        get(bus.attach(wire));
        ScheduledFuture<?> unused = pulse.scheduleAtFixedRate(bus::beat, 0, 200, TimeUnit.MILLISECONDS);
        bus.members(List.of(SELF, RELAY));
        RelayApi relay = (RelayApi) Proxy.newProxyInstance(
                RelayApi.class.getClassLoader(), new Class<?>[] {RelayApi.class}, (proxy, method, arguments) -> {
                    // Read before the test learns of the call, which it may answer with another value.
                    boolean refuses = isDeaf;
                    if (arguments[0] instanceof CloseMedia) {
                        closed.add(arguments[0]);
                    }
                    return refuses
                            ? Future.failedFuture(new ServiceException(ServiceError.REQUEST_FAILED, "deaf"))
                            : Future.succeededFuture(Done.DONE);
                });
        get(bus.serve(RelayApi.class, Addresses.relay(RELAY), relay));
        get(vertx.deployVerticle(new RoomServiceVerticle(
                new RoomConfig(
                        new RoomPolicy(true, true, 10),
                        RelayPolicy.DEFAULT,
                        1_000,
                        CallService.Settings.DEFAULT,
                        false,
                        60_000),
                bus)));
        rooms.relayAlive(new RelayStatus(RELAY, RelayLoad.NONE));
        get(rooms.rooms(new RoomApi.ListRooms()));
    }

    @AfterEach
    void close() {
        pulse.shutdownNow();
        get(vertx.close());
        get(wire.close());
    }

    @Test
    void shouldEndTheMediaOfWhoDoesNotComeBackUntilTheRelayHasHeardOfIt() throws InterruptedException {
        Member ann = enter("ann", GONE);
        isDeaf = true;

        get(rooms.leave(new LeaveRoom(ann.session(), LINK_BROKEN, GONE, 0, true)));

        assertEquals(new CloseMedia(ann.session(), null), closed.poll(10, TimeUnit.SECONDS));
        isDeaf = false;
        assertEquals(new CloseMedia(ann.session(), null), closed.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldLeaveTheMediaToTheGatewayAndToWhoGoesOnAtAnother() throws InterruptedException {
        Member ann = enter("ann", SELF);
        Member ben = enter("ben", SELF);
        Member cho = enter("cho", GONE);

        get(rooms.leave(new LeaveRoom(ann.session(), LINK_BROKEN, SELF, 0, false)));
        Future<Done> former = rooms.leave(new LeaveRoom(ben.session(), LINK_BROKEN, GONE, 0, true));
        assertThrows(AssertionError.class, () -> get(former));
        get(rooms.leave(new LeaveRoom(cho.session(), LINK_BROKEN, GONE, 0, true)));

        assertEquals(new CloseMedia(cho.session(), null), closed.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldEndTheMediaOfWhoIsThrownOutWhileItsGatewayIsGone() throws InterruptedException {
        enter("ann", SELF);
        Member ben = enter("ben", GONE);

        get(bus.proxy(RoomAdminApi.class, Addresses.ROOM_ADMIN).close(new CloseRoom(new RoomId(1))));

        assertEquals(new CloseMedia(ben.session(), null), closed.poll(10, TimeUnit.SECONDS));
    }

    private Member enter(String session, NodeId gateway) {
        UserState state = new UserState(session, UserState.CLOSED, UserState.CLOSED, 4);
        Member member = new Member(new SessionId(session), gateway, new UserId(-session.hashCode()), 0, state);
        assertEquals(
                RELAY,
                get(rooms.enter(new EnterRoom(member, new RoomId(1), null, ""))).relay());
        return member;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
