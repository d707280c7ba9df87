package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RelayApi.SpanEpoch;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.LinkBroken;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomApi.UndrainRelay;
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
import org.anychat.runtime.bus.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the service puts rooms, and where it moves them, on a real bus with relays that note what they are asked. */
class RoomRelaysIT {
    private static final NodeId FAR = new NodeId("far");
    private static final NodeId NEAR = new NodeId("near");
    private static final NodeId FIRST = new NodeId("relay-1");
    private static final NodeId SECOND = new NodeId("relay-2");
    private static final int ROOM_LIMIT = 2;
    /** No relay falls silent within a test on a busy machine. */
    private static final long PATIENT_MS = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final ListeningGateway near = new ListeningGateway();
    private final ListeningGateway far = new ListeningGateway();
    private String deployment;

    @BeforeEach
    void start() {
        get(bus.serve(GatewayApi.class, Addresses.gateway(NEAR), near));
        get(bus.serve(GatewayApi.class, Addresses.gateway(FAR), far));
        deployment = deploy(PATIENT_MS);
    }

    private String deploy(long silenceMs) {
        return get(vertx.deployVerticle(new RoomServiceVerticle(
                new RoomConfig(
                        new RoomPolicy(true, true, 10),
                        new RelayPolicy(silenceMs, ROOM_LIMIT),
                        1_000,
                        CallService.Settings.DEFAULT,
                        false,
                        60_000),
                bus)));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void shouldMoveARoomToAnotherRelayWhenItsOwnFallsSilent() throws InterruptedException {
        get(vertx.undeploy(deployment));
        deploy(RelayPolicy.DEFAULT.silenceMs());
        NodeId first = FIRST;
        rooms.relayAlive(new RelayStatus(first, RelayLoad.NONE));
        Entered entered = get(rooms.enter(enter("ann", NEAR, 1)));
        assertEquals(first, entered.relay());
        near.versions(1);

        GatewayApi.RoomChanged moved = (GatewayApi.RoomChanged) near.next();

        assertEquals(new GatewayApi.RelayChanged(first, null, 0), moved.change());
        rooms.relayAlive(new RelayStatus(SECOND, RelayLoad.NONE));
        GatewayApi.RoomChanged again = (GatewayApi.RoomChanged) near.next();
        assertEquals(new GatewayApi.RelayChanged(null, SECOND, 0), again.change());
    }

    @Test
    void shouldMoveTheRoomsOfAProcessThatIsGoneWithoutWaitingForItsSilence() throws InterruptedException {
        try (Relay first = new Relay(FIRST)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            rooms.relayAlive(new RelayStatus(SECOND, RelayLoad.NONE));
            near.versions(1);

            bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS).left(new NodeEvents.NodeLeft(FIRST));

            assertEquals(
                    new GatewayApi.RelayChanged(FIRST, SECOND, 0), ((GatewayApi.RoomChanged) near.next()).change());
        }
    }

    @Test
    void shouldMoveTheRoomsOfARelayThatIsToBeEmptied() throws InterruptedException {
        try (Relay first = new Relay(FIRST);
                Relay second = new Relay(SECOND)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            near.versions(1);
            second.speakUntilHeard();

            assertEquals(new Drained(1, 0), get(rooms.drain(new DrainRelay(FIRST, 60))));

            assertEquals(new RelayApi.StartDrain(60_000), first.asked.poll(15, TimeUnit.SECONDS));
            GatewayApi.RelayChanged moved = (GatewayApi.RelayChanged) ((GatewayApi.RoomChanged) near.next()).change();
            assertEquals(FIRST, moved.from());
            assertEquals(SECOND, moved.to());
            assertTrue(moved.graceMs() > 0, "clients change over while the old relay goes on");
            assertEquals(SECOND, get(rooms.enter(enter("ben", NEAR, 2))).relay());

            get(rooms.undrain(new UndrainRelay(FIRST)));
            assertEquals(new RelayApi.StopDrain(), first.asked.poll(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldKeepTheRoomsOfTheOnlyRelayWhileItIsToBeEmptiedAndMoveThemToTheNextOne() throws InterruptedException {
        try (Relay first = new Relay(FIRST)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            near.versions(1);

            assertEquals(new Drained(0, 1), get(rooms.drain(new DrainRelay(FIRST, 60))));
            assertNull(get(rooms.enter(enter("ben", FAR, 2))).relay(), "no new rooms");
            rooms.relayAlive(new RelayStatus(SECOND, RelayLoad.NONE));

            GatewayApi.RelayChanged moved = (GatewayApi.RelayChanged) ((GatewayApi.RoomChanged) near.next()).change();
            assertEquals(SECOND, moved.to());
        }
    }

    @Test
    void shouldTakeTheRoomsFromARelayThatHasClosed() throws InterruptedException {
        try (Relay first = new Relay(FIRST)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            near.versions(1);
            first.mode = RelayMode.CLOSED;
            first.speak();

            assertEquals(new GatewayApi.RelayChanged(FIRST, null, 0), ((GatewayApi.RoomChanged) near.next()).change());
        }
    }

    @Test
    void shouldRefuseToEmptyWhatIsNoRelay() {
        assertRefused(ServiceError.DATA_NOT_EXIST, rooms.drain(new DrainRelay(new NodeId("nobody"), 60)));
        assertRefused(ServiceError.DATA_NOT_EXIST, rooms.undrain(new UndrainRelay(new NodeId("nobody"))));
        assertRefused(ServiceError.BAD_PARAMETER, rooms.drain(new DrainRelay(FIRST, 0)));
    }

    @Test
    void shouldLeaveARoomWhereARelayCarriesItAfterAStart() throws InterruptedException {
        try (Relay first = new Relay(FIRST);
                Relay second = new Relay(SECOND)) {
            first.load = new RelayLoad(9, 10, 9_000, 500);
            first.speakUntilHeard();
            second.speakUntilHeard();
            get(rooms.announceRooms(new AnnounceRooms(FIRST, List.of(new RoomId(1)))));

            assertEquals(FIRST, get(rooms.enter(enter("ann", NEAR, 1))).relay());
            assertEquals(SECOND, get(rooms.enter(enter("ben", NEAR, 2))).relay());
        }
    }

    /** As in a standby that has taken over: its relay announces itself, and clients are back before it has spoken. */
    @Test
    void shouldGiveARoomThatWaitsTheRelayOfWhichItHasOnlyBeenTold() throws InterruptedException {
        get(rooms.announceRooms(new AnnounceRooms(FIRST, List.of())));
        assertNull(get(rooms.enter(enter("ann", NEAR, 1))).relay());
        near.versions(1);

        rooms.relayAlive(new RelayStatus(FIRST, RelayLoad.NONE));

        assertEquals(new GatewayApi.RelayChanged(null, FIRST, 0), ((GatewayApi.RoomChanged) near.next()).change());
    }

    @Test
    void shouldTellRelaysWhichOfThemCarryARoomTogether() throws InterruptedException {
        try (Relay first = new Relay(FIRST);
                Relay second = new Relay(SECOND)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            get(rooms.enter(enter("ben", NEAR, 1)));
            second.speakUntilHeard();
            assertEquals(SECOND, get(rooms.enter(enter("cleo", NEAR, 1))).relay());

            RoomSpan both = new RoomSpan(new RoomId(1), 3, List.of(FIRST, SECOND));
            assertEquals(both, first.asked.poll(15, TimeUnit.SECONDS));
            assertEquals(both, second.asked.poll(15, TimeUnit.SECONDS));

            get(rooms.leave(new LeaveRoom(new SessionId("cleo"), 0)));
            RoomSpan alone = new RoomSpan(new RoomId(1), 4, List.of(FIRST));
            assertEquals(alone, first.asked.poll(15, TimeUnit.SECONDS));
            assertEquals(alone, second.asked.poll(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldGoBeyondTheEpochThatARelayKnows() throws InterruptedException {
        try (Relay first = new Relay(FIRST);
                Relay second = new Relay(SECOND)) {
            first.knownEpoch = 70;
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            get(rooms.enter(enter("ben", NEAR, 1)));
            second.speakUntilHeard();
            get(rooms.enter(enter("cleo", NEAR, 1)));

            assertEquals(3, ((RoomSpan) second.asked.poll(15, TimeUnit.SECONDS)).epoch());
            assertEquals(71, ((RoomSpan) second.asked.poll(15, TimeUnit.SECONDS)).epoch());
        }
    }

    @Test
    void shouldBringARoomTogetherWhoseRelaysDoNotReachEachOther() throws InterruptedException {
        try (Relay first = new Relay(FIRST);
                Relay second = new Relay(SECOND)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            get(rooms.enter(enter("ben", NEAR, 1)));
            second.speakUntilHeard();
            assertEquals(SECOND, get(rooms.enter(enter("cleo", NEAR, 1))).relay());
            near.versions(3);

            rooms.linkBroken(new LinkBroken(new RoomId(1), FIRST, SECOND));
            rooms.linkBroken(new LinkBroken(new RoomId(1), SECOND, FIRST));
            GatewayApi.RelayChanged moved = (GatewayApi.RelayChanged) ((GatewayApi.RoomChanged) near.next()).change();
            assertEquals(SECOND, moved.from());
            assertEquals(FIRST, moved.to());
            assertTrue(moved.graceMs() > 0, "what the second relay carries goes on meanwhile");

            assertEquals(FIRST, get(rooms.enter(enter("dan", NEAR, 1))).relay(), "beyond the limit, but together");
            assertEquals(SECOND, get(rooms.enter(enter("eve", NEAR, 2))).relay(), "other rooms may be there");
        }
    }

    @Test
    void shouldNotMoveAnythingForALinkOfRelaysThatAreNotInTheRoom() {
        try (Relay first = new Relay(FIRST)) {
            first.speakUntilHeard();
            get(rooms.enter(enter("ann", NEAR, 1)));
            rooms.linkBroken(new LinkBroken(new RoomId(1), FIRST, FIRST));
            rooms.linkBroken(new LinkBroken(new RoomId(1), FIRST, SECOND));
            rooms.linkBroken(new LinkBroken(new RoomId(9), FIRST, SECOND));
            assertEquals(FIRST, get(rooms.enter(enter("ben", NEAR, 1))).relay());
        }
    }

    private static EnterRoom enter(String session, NodeId gateway, int room) {
        return new EnterRoom(member(session, gateway), new RoomId(room), null, "");
    }

    private static Member member(String session, NodeId gateway) {
        UserState state = new UserState(session, UserState.CLOSED, UserState.CLOSED, 4);
        return new Member(new SessionId(session), gateway, new UserId(-session.hashCode()), 0, state);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(ServiceError error, Future<?> future) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
        assertEquals(error, ((ServiceException) failure.getCause()).error());
    }

    /** A relay that says that it lives as often as it should, and notes what it is asked. */
    private final class Relay implements AutoCloseable {
        final BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
        volatile RelayMode mode = RelayMode.OPEN;
        volatile RelayLoad load = RelayLoad.NONE;
        volatile long knownEpoch;
        private final NodeId node;
        private final Registration registration;
        private final long timer;

        Relay(NodeId node) {
            this.node = node;
            RelayApi noting = (RelayApi) Proxy.newProxyInstance(
                    RelayApi.class.getClassLoader(), new Class<?>[] {RelayApi.class}, (proxy, method, arguments) -> {
                        asked.add(arguments[0]);
                        if (arguments[0] instanceof RoomSpan span) {
                            return Future.succeededFuture(new SpanEpoch(Math.max(knownEpoch, span.epoch())));
                        }
                        mode = arguments[0] instanceof RelayApi.StartDrain ? RelayMode.DRAINING : RelayMode.OPEN;
                        speak();
                        return Future.succeededFuture(Done.DONE);
                    });
            registration = get(bus.serve(RelayApi.class, Addresses.relay(node), noting));
            timer = vertx.setPeriodic(200, tick -> speak());
        }

        void speak() {
            rooms.relayAlive(new RelayStatus(node, mode, load, List.of()));
        }

        /** A call is answered after the signs of life before it. */
        void speakUntilHeard() {
            speak();
            get(rooms.rooms(new RoomApi.ListRooms()));
        }

        @Override
        public void close() {
            vertx.cancelTimer(timer);
            get(registration.close());
        }
    }
}
