package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.SendText;
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
import org.anychat.room.store.WrittenRecords;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service on a real bus, with gateways that write down what they are told. */
class RoomServiceIT {
    private static final NodeId FAR = new NodeId("far");
    private static final NodeId NEAR = new NodeId("near");

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

        get(rooms.text(new SendText(new SessionId("ann"), null, false, "hello", 0)));

        GatewayApi.TextDelivery text = (GatewayApi.TextDelivery) far.next();
        assertEquals(List.of(new SessionId("ben")), text.to());
        assertEquals(2, near.versions(2).size());
        assertNull(near.events.poll());
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
        assertRefused(ServiceError.ROOM_ALREADY_IN, rooms.enter(enter("ann", FAR, 1)));
        assertRefused(
                ServiceError.INVALID_USER_ID,
                rooms.text(new SendText(new SessionId("ann"), new UserId(-99), true, "psst", 0)));
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

        get(rooms.text(new SendText(new SessionId("ann"), ben, false, "aloud", 0)));
        get(rooms.text(new SendText(new SessionId("ann"), ben, true, "psst", 0)));

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

        int id = get(rooms.privateRequest(new RoomApi.PrivateRequest(ann, benUser, 0)))
                .requestId();
        assertEquals(new GatewayApi.PrivateChatEvent(ben, GatewayApi.PrivateNews.REQUEST, annUser, id, 0), far.next());
        get(rooms.privateEcho(new RoomApi.PrivateEcho(ben, annUser, id, 0, 0)));
        assertEquals(new GatewayApi.PrivateChatEvent(ann, GatewayApi.PrivateNews.ECHO, benUser, id, 0), near.next());
        get(rooms.privateExit(new RoomApi.PrivateExit(ben, annUser, 0)));
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
                new SessionId("ann"), member("ben", FAR).user(), 0)));

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
        return service(SharedRecords.none());
    }

    private RoomServiceVerticle service(SharedRecords records) {
        return new RoomServiceVerticle(
                new RoomConfig(
                        new RoomPolicy(true, true, 10),
                        RelayPolicy.DEFAULT,
                        1_000,
                        CallService.Settings.DEFAULT,
                        false,
                        60_000),
                bus,
                records);
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

    @Test
    void shouldTellTheGatewayThatHasAMemberByItsOwnWord() throws InterruptedException {
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", NEAR, 1)));
        near.versions(2);
        // The service before has answered the move, and not lived to write it down.
        get(announce(FAR, 1, member("ann", FAR).at(FAR, 1)));
        get(announce(NEAR, 1, member("ann", NEAR)));

        assertRefused(ServiceError.ROOM_NOT_IN, rooms.leave(new LeaveRoom(new SessionId("ann"), 101, NEAR, 0, false)));
        get(rooms.text(new SendText(new SessionId("ben"), null, false, "hello", 0)));

        assertEquals(List.of(new SessionId("ann")), ((GatewayApi.TextDelivery) far.next()).to());
    }

    @Test
    void shouldNotPutAMemberBackIntoTheRoomThatItHasLeftAtAnotherGateway() {
        get(rooms.enter(new EnterRoom(member("ann", FAR).at(FAR, 1), new RoomId(2), null, "")));

        get(announce(NEAR, 1, member("ann", NEAR)));

        assertEquals(List.of(), membersOf(1));
        assertEquals(1, membersOf(2).size());
    }

    @Test
    void shouldTakeAMemberOutOfTheRoomThatItHasLeftForTheOneThatIsAnnounced() {
        get(rooms.enter(enter("ann", NEAR, 1)));

        get(announce(FAR, 2, member("ann", FAR).at(FAR, 1)));

        assertEquals(List.of(), membersOf(1));
        assertEquals(1, membersOf(2).size());
        get(rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));
        assertEquals(List.of(), membersOf(2));
    }

    @Test
    void shouldGiveTheSameAnswerToTheSameGatewayAndTellNobodyAgain() throws InterruptedException {
        get(rooms.enter(enter("ben", FAR, 1)));
        Entered first = get(rooms.enter(enter("ann", NEAR, 1)));
        far.versions(2);

        assertEquals(first, get(rooms.enter(enter("ann", NEAR, 1))));

        get(rooms.text(new SendText(new SessionId("ann"), null, false, "hello", 0)));
        assertInstanceOf(GatewayApi.TextDelivery.class, far.next());
        get(rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));
        assertEquals(1, membersOf(1).size());
    }

    @Test
    void shouldFinishAnEntryThatTheInstanceBeforeDidNotLiveToFinish() throws InterruptedException {
        Map<String, String> written = new ConcurrentHashMap<>();
        succeed(written);
        get(rooms.enter(enter("ben", FAR, 1)));
        get(rooms.enter(enter("ann", NEAR, 1)));
        far.versions(2);
        String before = written.get("1");
        get(rooms.enter(enter("ann", NEAR, 2)));
        assertInstanceOf(GatewayApi.MemberLeft.class, ((GatewayApi.RoomChanged) far.next()).change());
        // The entry is written, the departure is not, and the gateway has no answer.
        written.put("1", before);

        succeed(written);
        assertEquals(1, get(rooms.enter(enter("ann", NEAR, 2))).room().members().size());

        assertEquals(1, membersOf(1).size());
        assertEquals(1, membersOf(2).size());
    }

    @Test
    void shouldTakeEachStepOfAPrivateChatOnceWhereASuccessorIsAskedAgain() throws InterruptedException {
        Map<String, String> written = new ConcurrentHashMap<>();
        succeed(written);
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        near.versions(2);
        far.versions(1);
        RoomApi.PrivateRequest ask = new RoomApi.PrivateRequest(
                new SessionId("ann"), member("ben", FAR).user(), 7);
        int id = get(rooms.privateRequest(ask)).requestId();
        succeed(written);
        assertEquals(id, get(rooms.privateRequest(ask)).requestId());
        assertEquals(GatewayApi.PrivateNews.REQUEST, ((GatewayApi.PrivateChatEvent) far.next()).what());

        RoomApi.PrivateEcho accept = new RoomApi.PrivateEcho(
                new SessionId("ben"), member("ann", NEAR).user(), id, 0, 7);
        get(rooms.privateEcho(accept));
        succeed(written);
        get(rooms.privateEcho(accept));
        assertEquals(GatewayApi.PrivateNews.ECHO, ((GatewayApi.PrivateChatEvent) near.next()).what());

        RoomApi.PrivateExit exit =
                new RoomApi.PrivateExit(new SessionId("ann"), member("ben", FAR).user(), 8);
        get(rooms.privateExit(exit));
        succeed(written);
        get(rooms.privateExit(exit));
        assertEquals(GatewayApi.PrivateNews.EXIT, ((GatewayApi.PrivateChatEvent) near.next()).what());
        assertEquals(GatewayApi.PrivateNews.EXIT, ((GatewayApi.PrivateChatEvent) far.next()).what());

        // Another step is another one, and nobody has heard of anything else before it.
        assertRefused(
                ServiceError.PRIVATE_NULL,
                rooms.privateExit(new RoomApi.PrivateExit(
                        new SessionId("ann"), member("ben", FAR).user(), 9)));
        get(rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));
        assertInstanceOf(GatewayApi.RoomChanged.class, far.next());
        assertInstanceOf(GatewayApi.RoomChanged.class, near.next());
    }

    @Test
    void shouldTellGatewaysWhichTextItIsThatASuccessorIsAskedToDeliverAgain() throws InterruptedException {
        Map<String, String> written = new ConcurrentHashMap<>();
        succeed(written);
        get(rooms.enter(enter("ann", NEAR, 1)));
        get(rooms.enter(enter("ben", FAR, 1)));
        far.versions(1);
        SendText text = new SendText(new SessionId("ann"), null, false, "hello", 5);
        get(rooms.text(text));
        succeed(written);

        get(rooms.text(text));

        GatewayApi.TextDelivery first = (GatewayApi.TextDelivery) far.next();
        assertEquals(new GatewayApi.TextNumber(new SessionId("ann"), 5), first.sent());
        assertEquals(first, far.next());
    }

    private void succeed(Map<String, String> written) {
        Map<String, String> found = Map.copyOf(written);
        get(vertx.undeploy(deployment));
        written.clear();
        written.putAll(found);
        deployment = get(vertx.deployVerticle(service(new WrittenRecords(written))));
    }

    private Future<Done> announce(NodeId gateway, int room, RoomApi.Member member) {
        RoomApi.Membership membership =
                new RoomApi.Membership(new RoomId(room), "Room " + room, 1, null, member, null, List.of());
        return rooms.announceMembers(new RoomApi.AnnounceMembers(gateway, List.of(membership)));
    }

    private List<RoomApi.Member> membersOf(int room) {
        return get(rooms.snapshot(new RoomApi.GetSnapshot(new RoomId(room)))).members();
    }
}
