package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.DirectOrder;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.room.direct.DirectPolicy;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.mesh.MeshPolicy;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes on a real bus: what clients say comes from their gateways, what follows goes to each side's. */
class DirectServiceIT {
    private static final NodeId NEAR = new NodeId("near");
    private static final NodeId FAR = new NodeId("far");
    private static final SessionId ANN = new SessionId("ann");
    private static final SessionId BEN = new SessionId("ben");
    private static final UserId ANN_USER = new UserId(-2);
    private static final UserId BEN_USER = new UserId(-3);
    private static final RoomId ROOM = new RoomId(1);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final DirectApi direct = bus.proxy(DirectApi.class, Addresses.DIRECT);
    private final ListeningGateway near = new ListeningGateway();
    private final ListeningGateway far = new ListeningGateway();
    private String service;
    private int attempt;

    @BeforeEach
    void start() {
        get(bus.serve(GatewayApi.class, Addresses.gateway(NEAR), near));
        get(bus.serve(GatewayApi.class, Addresses.gateway(FAR), far));
        deploy();
    }

    private void deploy() {
        RoomConfig config = new RoomConfig(
                new RoomPolicy(true, true, 10),
                RelayPolicy.DEFAULT,
                1_000,
                CallService.Settings.DEFAULT,
                false,
                60_000,
                DirectPolicy.OFF.withMaxPeers(1),
                MeshPolicy.OFF);
        service = get(vertx.deployVerticle(new RoomServiceVerticle(config, bus)));
        bothEnter();
    }

    private void bothEnter() {
        enter(ANN, ANN_USER, NEAR);
        enter(BEN, BEN_USER, FAR);
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private void enter(SessionId session, UserId user, NodeId gateway) {
        UserState state = new UserState(session.value(), UserState.OPEN, UserState.OPEN, 4);
        Member member = new Member(session, gateway, user, 0, state);
        get(rooms.enter(new RoomApi.EnterRoom(member, ROOM, null, "")));
    }

    private void bothReady() throws InterruptedException {
        get(direct.ready(new DirectApi.Ready(ANN, 1, "203.0.113.5", false, true)));
        get(direct.ready(new DirectApi.Ready(BEN, 1, "198.51.100.7", false, true)));
        assertEquals(of(ANN, new DirectApi.Receive(BEN_USER, false)), order(near));
        assertEquals(of(BEN, new DirectApi.Receive(ANN_USER, false)), order(far));
        DirectOrder first = (DirectOrder) order(near);
        attempt = ((DirectApi.Try) first.order()).attempt();
        assertEquals(of(ANN, new DirectApi.Try(BEN_USER, attempt, true)), first);
        assertEquals(of(BEN, new DirectApi.Try(ANN_USER, attempt, false)), order(far));
    }

    private static DirectOrder of(SessionId session, DirectApi.Order order) {
        return new DirectOrder(session, ROOM, order);
    }

    private static Object order(ListeningGateway gateway) throws InterruptedException {
        Object event = gateway.next();
        while (!(event instanceof DirectOrder)) {
            event = gateway.next();
        }
        return event;
    }

    @Test
    void shouldTellBothSidesAtTheirGateways() throws InterruptedException {
        bothReady();
        get(direct.report(new DirectApi.Report(ANN, BEN_USER, attempt, DirectApi.State.CONNECTED)));
        get(direct.report(new DirectApi.Report(BEN, ANN_USER, attempt, DirectApi.State.CONNECTED)));
        get(direct.report(new DirectApi.Report(BEN, ANN_USER, attempt, DirectApi.State.DIRECT)));

        assertEquals(of(BEN, new DirectApi.Connection(ANN_USER, true, "")), order(far));
        assertEquals(of(BEN, new DirectApi.Receive(ANN_USER, true)), order(far));
        assertEquals(of(ANN, new DirectApi.Connection(BEN_USER, true, "")), order(near));
        assertEquals(of(ANN, new DirectApi.Upload(false)), order(near));
        List<DirectApi.Way> ways = get(direct.routes(new DirectApi.ReadRoutes(ROOM))).routes().stream()
                .map(DirectApi.Route::way)
                .toList();
        assertEquals(List.of(DirectApi.Way.DIRECT, DirectApi.Way.RELAY), ways);
    }

    @Test
    void shouldDeliverADescriptionWithoutForeignCandidates() throws InterruptedException {
        bothReady();
        String own = "a=candidate:1 1 udp 1 203.0.113.5 5000 typ host";
        String foreign = "a=candidate:2 1 udp 1 192.168.1.1 80 typ host";

        get(direct.signal(new DirectApi.Signal(ANN, BEN_USER, attempt, "v=0\r\n" + own + "\r\n" + foreign + "\r\n")));

        assertEquals(of(BEN, new DirectApi.Deliver(ANN_USER, attempt, "v=0\r\n" + own + "\r\n")), order(far));
    }

    @Test
    void shouldRefuseStrangersAndWhatNobodyWaitsFor() throws InterruptedException {
        bothReady();
        SessionId stranger = new SessionId("eve");

        assertRefused(
                ServiceError.ROOM_NOT_IN,
                direct.report(new DirectApi.Report(stranger, ANN_USER, attempt, DirectApi.State.DIRECT)));
        assertRefused(
                ServiceError.FUNC_NOT_ALLOW, direct.signal(new DirectApi.Signal(BEN, ANN_USER, attempt, "v=0\r\n")));
        assertRefused(ServiceError.BAD_PARAMETER, direct.signal(new DirectApi.Signal(ANN, BEN_USER, attempt, "hello")));
    }

    @Test
    void shouldFollowThePolicyWhileItRuns() throws InterruptedException {
        bothReady();

        bus.publisher(ConfigEvents.class, Addresses.CONFIG_EVENTS)
                .changed(new ConfigEvents.LiveSettings(null, null, new ConfigEvents.Rooms(true, 10, 0, null)));

        assertEquals(of(ANN, new DirectApi.Close(BEN_USER, attempt, 2_000)), order(near));
    }

    @Test
    void shouldCountMembersThatAGatewayAnnounces() throws InterruptedException {
        bothReady();
        UserState state = new UserState("cid", UserState.OPEN, UserState.OPEN, 4);
        NodeId third = new NodeId("third");
        Member cid = new Member(new SessionId("cid"), third, new UserId(-4), 0, state);

        get(rooms.announceMembers(new RoomApi.AnnounceMembers(
                third, List.of(new RoomApi.Membership(ROOM, "Room 1", 1, null, cid, null, List.of())))));

        assertEquals(of(ANN, new DirectApi.Close(BEN_USER, attempt, 2_000)), order(near));
    }

    @Test
    void shouldNotBeginWithTheNumbersOfTheServiceBefore() throws InterruptedException {
        bothReady();

        int before = attempt;
        get(vertx.undeploy(service));
        deploy();
        bothReady();

        assertTrue(Math.abs(attempt - before) > 100, () -> "attempt " + attempt + " after " + before);
    }

    /** The policy comes while the server runs, as does the third, for whom pairs are no more. */
    @Test
    void shouldFeedWhoTheLimitsAllowInARoomThatIsTooLargeForPairs() throws InterruptedException {
        bus.publisher(ConfigEvents.class, Addresses.CONFIG_EVENTS)
                .changed(new ConfigEvents.LiveSettings(
                        null, null, new ConfigEvents.Rooms(true, 10, 1, new ConfigEvents.Trees(3, 1))));
        SessionId cid = new SessionId("cid");
        enter(cid, new UserId(-4), new NodeId("third"));
        DirectApi.Mesh sends = new DirectApi.Mesh(DirectApi.Forwards.NONE, 20_000_000, "k".repeat(43));
        DirectApi.Mesh watches = new DirectApi.Mesh(DirectApi.Forwards.NONE, 0, "");
        get(direct.ready(new DirectApi.Ready(BEN, 1, "198.51.100.7", false, true, watches)));
        get(direct.ready(new DirectApi.Ready(cid, 1, "198.51.100.8", false, true, watches)));
        get(direct.ready(new DirectApi.Ready(ANN, 1, "203.0.113.5", false, true, sends)));

        // Who is served first is the one of the lower number.
        DirectOrder order = tried(near);
        DirectApi.Try offer = (DirectApi.Try) order.order();
        DirectApi.Stream stream = new DirectApi.Stream(ANN_USER, 1, 2, true, "k".repeat(43));
        assertEquals(of(ANN, new DirectApi.Try(new UserId(-4), offer.attempt(), true, stream)), order);
        get(direct.signal(new DirectApi.Signal(ANN, new UserId(-4), offer.attempt(), "v=0\r\n")));
        get(direct.report(new DirectApi.Report(ANN, new UserId(-4), offer.attempt(), DirectApi.State.CONNECTED)));
        get(direct.report(new DirectApi.Report(cid, ANN_USER, offer.attempt(), DirectApi.State.CONNECTED)));
        get(direct.report(new DirectApi.Report(cid, ANN_USER, offer.attempt(), DirectApi.State.DIRECT)));
        assertRefused(
                ServiceError.FUNC_NOT_ALLOW,
                direct.report(new DirectApi.Report(BEN, ANN_USER, offer.attempt(), DirectApi.State.DIRECT)));

        List<DirectApi.Way> ways = get(direct.routes(new DirectApi.ReadRoutes(ROOM))).routes().stream()
                .filter(route -> route.from().equals(ANN_USER))
                .map(DirectApi.Route::way)
                .toList();
        assertEquals(List.of(DirectApi.Way.DIRECT, DirectApi.Way.RELAY), ways);

        DirectApi.RouteList one = get(direct.routes(new DirectApi.ReadRoutes(ROOM, ANN_USER, new UserId(-4), 0, 1)));
        DirectApi.Route route = one.routes().get(0);
        assertEquals(List.of(ANN_USER, 1, 1), List.of(route.via(), route.hops(), one.total()));
        assertEquals(
                List.of(new UserId(-4), BEN_USER, ANN_USER),
                get(direct.routes(new DirectApi.ReadRoutes(ROOM, BEN_USER, null, 0, 1))).senders().stream()
                        .map(DirectApi.Sender::user)
                        .toList());
    }

    @Test
    void shouldTakeWhatAClientHasFoundOutAndRefuseWhoTakesNoPart() {
        DirectApi.Nat nat = new DirectApi.Nat(DirectApi.Dependence.PORT, DirectApi.Dependence.UNKNOWN, true);
        DirectApi.Network found = new DirectApi.Network(ANN, nat, DirectApi.UNSAID, 0);
        assertRefused(ServiceError.FUNC_NOT_ALLOW, direct.network(found));
        assertRefused(
                ServiceError.ROOM_NOT_IN,
                direct.network(new DirectApi.Network(new SessionId("eve"), nat, DirectApi.UNSAID, 0)));
        DirectApi.Mesh mesh = new DirectApi.Mesh(DirectApi.Forwards.NONE, 0, "");
        get(direct.ready(new DirectApi.Ready(ANN, 1, "203.0.113.5", false, true, mesh)));

        assertEquals(Done.DONE, get(direct.network(found)));
    }

    private static DirectOrder tried(ListeningGateway gateway) throws InterruptedException {
        DirectOrder order = (DirectOrder) order(gateway);
        while (!(order.order() instanceof DirectApi.Try)) {
            order = (DirectOrder) order(gateway);
        }
        return order;
    }

    private static void assertRefused(ServiceError error, Future<?> future) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS));
        assertEquals(error, ((ServiceException) failure.getCause()).error());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
