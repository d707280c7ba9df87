package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RelayLoad;
import org.anychat.contracts.RoomApi.RelayMode;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.RoomApi.UndrainRelay;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service on a real bus, with gateways that write down what they are told. */
class RoomServiceIT {
    private static final NodeId FAR = new NodeId("far");
    private static final NodeId NEAR = new NodeId("near");
    private static final NodeId FIRST = new NodeId("relay-1");
    private static final NodeId SECOND = new NodeId("relay-2");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final ListeningGateway near = new ListeningGateway();
    private final ListeningGateway far = new ListeningGateway();
    private String deployment;

    @BeforeEach
    void deploy() {
        get(bus.serve(GatewayApi.class, Addresses.gateway(NEAR), near));
        get(bus.serve(GatewayApi.class, Addresses.gateway(FAR), far));
        deployment = get(vertx.deployVerticle(service()));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void shouldTellEachGatewayOnceOfAnEntry() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", NEAR, 1)));
        Entered entered = get(rooms.enter(enter("cleo", FAR, 1)));

        assertEquals(3, entered.room().members().size());
        assertEquals(3, entered.room().version());
        assertEquals(List.of(1L, 2L, 3L), near.versions(3));
        assertEquals(List.of(3L), far.versions(1));
        assertNull(near.events.poll());
    }

    @Test
    void shouldLeaveTheFirstRoomOnEnteringAnother() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        far.versions(1);

        get(rooms.enter(enter("ann", NEAR, 2)));

        GatewayApi.RoomChanged left = (GatewayApi.RoomChanged) far.next();
        assertInstanceOf(GatewayApi.MemberLeft.class, left.change());
        assertEquals(
                1,
                get(rooms.snapshot(new RoomApi.GetSnapshot(new RoomId(1))))
                        .members()
                        .size());
    }

    @Test
    void shouldDeliverTextToTheOthersOnly() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        far.versions(1);

        get(rooms.text(new SendText(new SessionId("ann"), null, false, "hello")));

        GatewayApi.TextDelivery text = (GatewayApi.TextDelivery) far.next();
        assertEquals(List.of(new SessionId("ben")), text.to());
        assertEquals(2, near.versions(2).size());
        assertNull(near.events.poll());
    }

    @Test
    void shouldMoveARoomToAnotherRelayWhenItsOwnFallsSilent() throws InterruptedException {
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

    @Test
    void shouldAllotANumberToANewNameAndFindItAgain() {
        RoomId allotted = get(rooms.enter(new EnterRoom(member("ann", NEAR), null, "Den", "")))
                .room()
                .room();

        assertEquals(
                allotted,
                get(rooms.enter(new EnterRoom(member("ben", FAR), null, "Den", "")))
                        .room()
                        .room());
    }

    @Test
    void shouldAnswerWithTheCodeOfTheVocabulary() {
        assertRefused(ServiceError.ROOM_NOT_IN, rooms.leave(new LeaveRoom(new SessionId("nobody"), 0)));
        assertRefused(ServiceError.BAD_PARAMETER, rooms.enter(enter("ann", NEAR, -5)));
        assertRefused(ServiceError.BAD_PARAMETER, rooms.enter(new EnterRoom(member("ann", NEAR), null, "a\nb", "")));
        get(rooms.enter(enter("ann", NEAR, 1)));
        assertRefused(ServiceError.ROOM_ALREADY_IN, rooms.enter(enter("ann", NEAR, 1)));
        assertRefused(
                ServiceError.INVALID_USER_ID,
                rooms.text(new SendText(new SessionId("ann"), new UserId(-99), true, "psst")));
    }

    @Test
    void shouldKnowItsMembersAgainAfterARestart() {
        Entered entered = get(rooms.enter(enter("ann", NEAR, 1)));
        get(vertx.undeploy(deployment));
        assertRefused(ServiceError.SERVICE_CLOSED, rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));
        get(vertx.deployVerticle(service()));

        get(rooms.announceMembers(new RoomApi.AnnounceMembers(
                NEAR,
                List.of(new RoomApi.Membership(
                        new RoomId(1),
                        "Room 1",
                        entered.room().version(),
                        null,
                        member("ann", NEAR),
                        null,
                        List.of())))));

        assertEquals(entered.room(), get(rooms.snapshot(new RoomApi.GetSnapshot(new RoomId(1)))));
    }

    @Test
    void shouldKeepAPasswordOverARestart() {
        Entered entered = get(rooms.enter(locked("ann", "sesame", "")));
        get(vertx.undeploy(deployment));
        get(vertx.deployVerticle(service()));
        get(rooms.announceMembers(new RoomApi.AnnounceMembers(
                NEAR,
                List.of(new RoomApi.Membership(
                        new RoomId(77), "Room 77", 1, null, member("ann", NEAR), entered.lock(), List.of())))));

        assertRefused(ServiceError.ROOM_PASSWORD, rooms.enter(locked("ben", "wrong", "")));
        get(rooms.enter(locked("ben", "sesame", "")));
    }

    @Test
    void shouldSayWhichRoomsHaveAPassword() {
        get(rooms.enter(locked("ann", "sesame", "")));

        assertEquals(
                List.of(false, false, true),
                get(rooms.rooms(new RoomApi.ListRooms())).rooms().stream()
                        .map(RoomApi.RoomInfo::hasPassword)
                        .toList());
    }

    @Test
    void shouldHoldUpAnAddressThatGuessesPasswordsAndNobodyElse() {
        get(rooms.enter(locked("ann", "sesame", "192.0.2.1")));
        for (int i = 0; i < 5; i++) {
            assertRefused(ServiceError.ROOM_PASSWORD, rooms.enter(locked("eve", "guess " + i, "192.0.2.66")));
        }

        assertRefused(ServiceError.ADDRESS_LOCKED, rooms.enter(locked("eve", "sesame", "192.0.2.66")));
        get(rooms.enter(locked("ben", "sesame", "192.0.2.2")));
    }

    @Test
    void shouldCarryWhatIsSaidAloudToOneToEverybodyAndAWhisperToOneOnly() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        get(rooms.enter(enter("cleo", FAR, 1)));
        far.versions(2);
        UserId ben = member("ben", FAR).user();

        get(rooms.text(new SendText(new SessionId("ann"), ben, false, "aloud")));
        get(rooms.text(new SendText(new SessionId("ann"), ben, true, "psst")));

        GatewayApi.TextDelivery aloud = (GatewayApi.TextDelivery) far.next();
        assertEquals(List.of(new SessionId("ben"), new SessionId("cleo")), aloud.to());
        assertEquals(ben, aloud.toUser());
        GatewayApi.TextDelivery whisper = (GatewayApi.TextDelivery) far.next();
        assertEquals(List.of(new SessionId("ben")), whisper.to());
    }

    @Test
    void shouldCarryAPrivateChatFromItsRequestToItsEnd() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        near.versions(2);
        far.versions(1);
        SessionId ann = new SessionId("ann");
        SessionId ben = new SessionId("ben");
        UserId annUser = member("ann", NEAR).user();
        UserId benUser = member("ben", FAR).user();

        int id = get(rooms.privateRequest(new RoomApi.PrivateRequest(ann, benUser)))
                .requestId();
        assertEquals(new GatewayApi.PrivateChatEvent(ben, GatewayApi.PrivateNews.REQUEST, annUser, id, 0), far.next());
        get(rooms.privateEcho(new RoomApi.PrivateEcho(ben, annUser, id, 0)));
        assertEquals(new GatewayApi.PrivateChatEvent(ann, GatewayApi.PrivateNews.ECHO, benUser, id, 0), near.next());
        get(rooms.privateExit(new RoomApi.PrivateExit(ben, annUser)));
        assertEquals(new GatewayApi.PrivateChatEvent(ann, GatewayApi.PrivateNews.EXIT, benUser, 0, 433), near.next());
        assertEquals(new GatewayApi.PrivateChatEvent(ben, GatewayApi.PrivateNews.EXIT, annUser, 0, 434), far.next());
    }

    @Test
    void shouldGiveUpARequestThatNobodyAnswers() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        near.versions(2);
        far.versions(1);

        get(rooms.privateRequest(new RoomApi.PrivateRequest(
                new SessionId("ann"), member("ben", FAR).user())));

        far.next();
        assertEquals(431, ((GatewayApi.PrivateChatEvent) near.next()).code());
        assertEquals(431, ((GatewayApi.PrivateChatEvent) far.next()).code());
    }

    /** Such as a retry that comes so late that its client has entered again: the gateway must not keep a ghost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 77})
    void shouldTellTheGatewayOfItsLastMemberThatTheMemberWasTakenOut(int room) throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, room)));
        assertEquals(List.of(1L), near.versions(1));

        get(rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));

        assertEquals(
                new GatewayApi.RoomChanged(
                        new RoomId(room),
                        2,
                        new GatewayApi.MemberLeft(member("ann", NEAR).user(), new SessionId("ann"), 0)),
                near.next());
    }

    @Test
    void shouldTakeOutTheMembersOfAGatewayThatHasStartedAnew() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        near.versions(2);

        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.gateway(FAR)));

        GatewayApi.RoomChanged left = (GatewayApi.RoomChanged) near.next();
        assertEquals(101, ((GatewayApi.MemberLeft) left.change()).reason());
    }

    private RoomServiceVerticle service() {
        return new RoomServiceVerticle(
                new RoomConfig(
                        new RoomPolicy(true, true, 10),
                        RelayPolicy.DEFAULT,
                        1_000,
                        CallService.Settings.DEFAULT,
                        false),
                bus);
    }

    private static EnterRoom enter(String session, NodeId gateway, int room) {
        return new EnterRoom(member(session, gateway), new RoomId(room), null, "");
    }

    private static EnterRoom locked(String session, String password, String address) {
        return new EnterRoom(member(session, NEAR), new RoomId(77), null, password, address);
    }

    private static Member member(String session, NodeId gateway) {
        UserState state = new UserState(session, UserState.CLOSED, UserState.CLOSED, 4);
        return new Member(new SessionId(session), gateway, new UserId(-session.hashCode()), 0, state);
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

    /** A gateway without clients. */
    /** A relay that says that it lives as often as it should, and notes what it is asked. */
    private final class Relay implements AutoCloseable {
        final BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
        volatile RelayMode mode = RelayMode.OPEN;
        volatile RelayLoad load = RelayLoad.NONE;
        private final NodeId node;
        private final Registration registration;
        private final long timer;

        Relay(NodeId node) {
            this.node = node;
            RelayApi noting = (RelayApi) Proxy.newProxyInstance(
                    RelayApi.class.getClassLoader(), new Class<?>[] {RelayApi.class}, (proxy, method, arguments) -> {
                        asked.add(arguments[0]);
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

    private static final class ListeningGateway implements GatewayApi {
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object event = events.poll(5, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event came");
            }
            return event;
        }

        List<Long> versions(int count) throws InterruptedException {
            List<Long> versions = new java.util.ArrayList<>();
            for (int i = 0; i < count; i++) {
                versions.add(((RoomChanged) next()).version());
            }
            return versions;
        }

        @Override
        public void roomChanged(RoomChanged event) {
            events.add(event);
        }

        @Override
        public void text(TextDelivery event) {
            events.add(event);
        }

        @Override
        public void filterData(FilterDelivery event) {
            events.add(event);
        }

        @Override
        public Future<Done> transBuffer(BufferDelivery request) {
            return Future.succeededFuture(Done.DONE);
        }

        @Override
        public void callChanged(CallChanged event) {
            events.add(event);
        }

        @Override
        public void privateChat(PrivateChatEvent event) {
            events.add(event);
        }

        @Override
        public Future<Done> offerTransfer(TransferOffer request) {
            return Future.succeededFuture(Done.DONE);
        }

        @Override
        public void transferChunk(TransferChunk event) {
            events.add(event);
        }

        @Override
        public void transferProgress(TransferProgress event) {
            events.add(event);
        }

        @Override
        public void transferEnded(TransferEnded event) {
            events.add(event);
        }

        @Override
        public Future<UserStateValue> userState(ReadUserState request) {
            throw new AssertionError("the room service asks for no states");
        }

        @Override
        public void closeSession(CloseSession event) {
            events.add(event);
        }

        @Override
        public void mediaOffer(MediaOffer event) {
            events.add(event);
        }

        @Override
        public void mediaState(MediaState event) {
            events.add(event);
        }
    }
}
