package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.LeaveCalls;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.RingCall;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.CallChanged;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Member;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on a real bus, beside the real room service; AutoAddRoom is off, so that only calls make rooms. */
class CallServiceIT {
    private static final NodeId NODE = new NodeId("near");
    private static final CallWords WORDS = new CallWords(3, 5, "ticket 17");
    private static final Party ANN = new Party(new UserId(-2), new SessionId("ann"), NODE);
    private static final Party BEN = new Party(new UserId(-3), new SessionId("ben"), NODE);
    private static final Party CAT = new Party(new UserId(-4), new SessionId("cat"), NODE);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final CallApi calls = bus.proxy(CallApi.class, Addresses.CALL);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final Map<UserId, Located> users = new ConcurrentHashMap<>();
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void deploy() {
        List.of(ANN, BEN, CAT).forEach(user -> users.put(user.user(), new Located(user.session(), user.gateway(), 0)));
        get(bus.serve(AuthApi.class, Addresses.AUTH, auth()));
        get(bus.serve(GatewayApi.class, Addresses.gateway(NODE), gateway()));
        get(vertx.deployVerticle(service(1, 60)));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private RoomServiceVerticle service(int firstRoom, int answerSeconds) {
        CallService.Settings settings = new CallService.Settings(firstRoom, answerSeconds);
        return new RoomServiceVerticle(
                new RoomConfig(new RoomPolicy(true, false, 10), RelayPolicy.DEFAULT, 1_000, settings, false, 60_000),
                bus,
                new WrittenRecords(written));
    }

    /** Finds users, and does nothing else. */
    private AuthApi auth() {
        return proxy(AuthApi.class, argument -> {
            Located located = users.get(((AuthApi.Locate) argument).user());
            return located == null
                    ? Future.failedFuture(new ServiceException(ServiceError.INVALID_USER_ID, "not logged in"))
                    : Future.succeededFuture(located);
        });
    }

    /** Writes down what it is told. */
    private GatewayApi gateway() {
        return proxy(GatewayApi.class, argument -> {
            events.add(argument);
            return null;
        });
    }

    private static <A> A proxy(Class<A> api, java.util.function.Function<Object, Object> answer) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), new Class<?>[] {api}, (proxy, method, arguments) -> answer.apply(arguments[0])));
    }

    private Object next() throws InterruptedException {
        Object event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    private Future<?> ring(Party caller, Party callee) {
        return calls.ring(new RingCall(caller, callee.user(), WORDS, 1));
    }

    private RoomId startedBy(Party caller, Party callee) throws InterruptedException {
        get(ring(caller, callee));
        next();
        get(calls.answer(new AnswerCall(callee.session(), caller.user(), 0, WORDS)));
        next();
        CallChanged start = (CallChanged) next();
        assertEquals(Step.START, start.step());
        assertEquals(start.words(), ((CallChanged) next()).words());
        return new RoomId(start.words().param());
    }

    private Future<RoomApi.Entered> enter(Party who, RoomId room) {
        UserState state = new UserState(who.session().value(), UserState.OPEN, UserState.OPEN, 4);
        Member member = new Member(who.session(), who.gateway(), who.user(), 0, state);
        return rooms.enter(new EnterRoom(member, room, null, ""));
    }

    @Test
    void shouldChooseARoomThatIsNotInUse() throws InterruptedException {
        // 1 and 2 are the demo rooms.
        assertEquals(new RoomId(3), startedBy(ANN, BEN));
    }

    @Test
    void shouldAdmitOnlyTheTwo() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);

        get(enter(ANN, room));
        get(enter(BEN, room));
        assertRefused(ServiceError.ROOM_REJECT, enter(CAT, room));
        assertRefused(
                ServiceError.ROOM_REJECT,
                rooms.enter(new EnterRoom(
                        new Member(CAT.session(), NODE, CAT.user(), 0, new UserState("Cat", 0, 0, 4)),
                        null,
                        "Call " + room,
                        "")));
    }

    @Test
    void shouldNotListTheRoom() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);

        assertFalse(get(rooms.rooms(new RoomApi.ListRooms())).rooms().stream()
                .anyMatch(line -> line.room().equals(room)));
    }

    @Test
    void shouldShowTheRoomToTheTwoAndToServicesOnly() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        get(enter(ANN, room));

        assertRefused(ServiceError.ROOM_INVALID, rooms.snapshot(new RoomApi.GetSnapshot(room, CAT.session())));
        RoomApi.RoomSnapshot seen = get(rooms.snapshot(new RoomApi.GetSnapshot(room, BEN.session())));
        assertEquals(ANN.session(), seen.members().get(0).session());
        assertEquals(seen, get(rooms.snapshot(new RoomApi.GetSnapshot(room))));
        RoomId open = new RoomId(1);
        assertEquals(
                open,
                get(rooms.snapshot(new RoomApi.GetSnapshot(open, CAT.session())))
                        .room());
    }

    @Test
    void shouldEndTheRoomWithTheCall() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        get(enter(ANN, room));
        get(enter(BEN, room));
        awaitChanges(2);

        get(calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, WORDS)));

        assertEquals(new CallChanged(ANN.session(), Step.FINISH, BEN.user(), 0, WORDS), next());
        assertEquals(new CallChanged(BEN.session(), Step.FINISH, ANN.user(), 0, WORDS), next());
        assertEquals(ANN.session(), ((MemberLeft) ((RoomChanged) next()).change()).session());
        assertEquals(BEN.session(), ((MemberLeft) ((RoomChanged) next()).change()).session());
        assertRefused(ServiceError.ROOM_INVALID, rooms.snapshot(new RoomApi.GetSnapshot(room)));
        assertRefused(ServiceError.ROOM_INVALID, enter(CAT, room));
    }

    private void awaitChanges(int count) throws InterruptedException {
        for (int i = 0; i < count; ) {
            i += next() instanceof RoomChanged ? 1 : 0;
        }
    }

    @Test
    void shouldSayOfflineOfAUserWhoIsNotLoggedIn() {
        assertRefused(ServiceError.CALL_OFFLINE, calls.ring(new RingCall(ANN, new UserId(77), WORDS, 1)));
    }

    @Test
    void shouldSayBusyOfAUserInACall() throws InterruptedException {
        startedBy(ANN, BEN);

        assertRefused(ServiceError.CALL_BUSY, ring(CAT, BEN));
    }

    @Test
    void shouldEndTheCallsOfASessionThatIsOver() throws InterruptedException {
        startedBy(ANN, BEN);

        get(calls.leave(new LeaveCalls(BEN.session())));

        CallChanged finish = (CallChanged) next();
        assertEquals(List.of(Step.FINISH, 100_106), List.of(finish.step(), finish.code()));
    }

    @Test
    void shouldEndTheCallsOfAGatewayThatHasStartedAnew() throws InterruptedException {
        startedBy(ANN, BEN);

        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.gateway(NODE)));

        assertEquals(100_106, ((CallChanged) next()).code());
    }

    @Test
    void shouldGiveUpAfterTheTimeOfTheIni() throws InterruptedException {
        get(Future.all(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        get(vertx.deployVerticle(service(100_000, 1)));

        get(ring(ANN, BEN));

        assertEquals(Step.REQUEST, ((CallChanged) next()).step());
        assertEquals(100_105, ((CallChanged) next()).code());
        assertEquals(100_105, ((CallChanged) next()).code());
        assertRefused(ServiceError.CALL_NOT_IN, calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS)));
    }

    /** The service is gone, and its successor finds what it had written by then. */
    private void succeed(Map<String, String> found) {
        Map<String, String> before = Map.copyOf(found);
        get(Future.all(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        written.clear();
        written.putAll(before);
        get(vertx.deployVerticle(service(1, 60)));
    }

    @Test
    void shouldGoOnWithACallAndItsRoomAsTheSuccessor() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        get(enter(ANN, room));

        succeed(written);

        assertRefused(ServiceError.ROOM_REJECT, enter(CAT, room));
        get(enter(BEN, room));
        awaitChanges(2);
        get(calls.finish(new FinishCall(BEN.session(), ANN.user(), 0, WORDS)));
        assertEquals(new CallChanged(ANN.session(), Step.FINISH, BEN.user(), 0, WORDS), next());
        assertEquals(new CallChanged(BEN.session(), Step.FINISH, ANN.user(), 0, WORDS), next());
        awaitChanges(2);
        assertRefused(ServiceError.ROOM_INVALID, rooms.snapshot(new RoomApi.GetSnapshot(room)));
    }

    @Test
    void shouldStartACallThatRangBeforeItsTime() throws InterruptedException {
        get(ring(ANN, BEN));
        next();

        succeed(written);

        get(calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS)));
        assertEquals(Step.REPLY, ((CallChanged) next()).step());
        assertEquals(Step.START, ((CallChanged) next()).step());
    }

    @Test
    void shouldCloseTheRoomOfACallThatIsOver() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        get(enter(ANN, room));
        awaitChanges(1);
        Map<String, String> withoutCall = new HashMap<>(written);
        assertEquals(true, withoutCall.keySet().removeIf(key -> key.startsWith("call.")));

        succeed(withoutCall);

        assertEquals(ANN.session(), ((MemberLeft) ((RoomChanged) next()).change()).session());
        assertRefused(ServiceError.ROOM_INVALID, rooms.snapshot(new RoomApi.GetSnapshot(room)));
        // Its number does not come again at once.
        assertEquals(new RoomId(room.value() + 1), startedBy(ANN, BEN));
    }

    @Test
    void shouldMakeTheRoomOfACallAgain() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        Map<String, String> withoutRoom = new HashMap<>(written);
        withoutRoom.remove(Integer.toString(room.value()));

        succeed(withoutRoom);

        get(enter(ANN, room));
        assertRefused(ServiceError.ROOM_REJECT, enter(CAT, room));
    }

    @Test
    void shouldTellAGatewayWhatItsSessionsHave() throws InterruptedException {
        RoomId room = startedBy(ANN, BEN);
        succeed(written);

        NodeId other = new NodeId("far");
        CallApi.HeldCalls held = get(calls.announce(announced(other, 1, BEN)));
        assertEquals(List.of(new CallApi.HeldCall(BEN.session(), ANN.user(), true, room, WORDS)), held.calls());
        held = get(calls.announce(announced(NODE, 0, ANN, CAT)));
        assertEquals(List.of(new CallApi.HeldCall(ANN.session(), BEN.user(), false, room, WORDS)), held.calls());
    }

    private static CallApi.AnnounceCalls announced(NodeId gateway, int moves, Party... sides) {
        return new CallApi.AnnounceCalls(
                gateway,
                Stream.of(sides)
                        .map(side -> new CallApi.AnnouncedSession(side.session(), moves))
                        .toList());
    }

    @Test
    void shouldGiveTheSameAnswerAsTheInstanceBeforeThatDidNotLiveToGiveIt() throws InterruptedException {
        get(ring(ANN, BEN));
        next();
        succeed(written);
        get(ring(ANN, BEN));
        get(calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS)));
        assertEquals(Step.REPLY, ((CallChanged) next()).step());
        assertEquals(Step.START, ((CallChanged) next()).step());
        assertEquals(Step.START, ((CallChanged) next()).step());

        succeed(written);
        get(calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS)));

        get(calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, WORDS)));
        assertEquals(Step.FINISH, ((CallChanged) next()).step());
    }

    @Test
    void shouldEndACallOnceWhereASuccessorIsAskedAgain() throws InterruptedException {
        startedBy(ANN, BEN);
        FinishCall end = new FinishCall(ANN.session(), BEN.user(), 0, WORDS, 4);
        get(calls.finish(end));
        succeed(written);
        get(calls.finish(end));
        assertEquals(Step.FINISH, ((CallChanged) next()).step());
        assertEquals(Step.FINISH, ((CallChanged) next()).step());

        get(calls.ring(new RingCall(ANN, BEN.user(), WORDS, 5)));
        AnswerCall no = new AnswerCall(BEN.session(), ANN.user(), 100_104, WORDS, 6);
        get(calls.answer(no));
        succeed(written);
        // Another call by now.
        get(calls.ring(new RingCall(ANN, BEN.user(), WORDS, 7)));
        get(calls.answer(no));
        assertEquals(Step.REQUEST, ((CallChanged) next()).step());
        assertEquals(100_104, ((CallChanged) next()).code());
        assertEquals(Step.REQUEST, ((CallChanged) next()).step());

        get(calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS, 8)));
        assertEquals(0, ((CallChanged) next()).code());
        assertEquals(Step.START, ((CallChanged) next()).step());
    }

    @Test
    void shouldNotEndACallOnTheLateWordOfAGateway() throws InterruptedException {
        startedBy(ANN, BEN);
        NodeId second = new NodeId("second");
        NodeId third = new NodeId("third");
        assertEquals(
                1,
                get(calls.move(new CallApi.MoveCalls(BEN.session(), third, 2)))
                        .calls()
                        .size());

        assertEquals(
                List.of(),
                get(calls.move(new CallApi.MoveCalls(BEN.session(), second, 1))).calls());
        get(calls.leave(new LeaveCalls(BEN.session(), second, 1)));
        get(calls.leave(new LeaveCalls(BEN.session(), NODE, 0)));
        get(calls.finish(new FinishCall(BEN.session(), ANN.user(), 0, WORDS)));

        assertEquals(new CallChanged(ANN.session(), Step.FINISH, BEN.user(), 0, WORDS), next());
    }

    @Test
    void shouldRingForACallerWhereItIsByNow() throws InterruptedException {
        NodeId before = new NodeId("second");
        Party late = new Party(ANN.user(), ANN.session(), before, 0);
        users.put(ANN.user(), new Located(ANN.session(), NODE, 1));

        get(ring(late, BEN));
        next();
        get(calls.answer(new AnswerCall(BEN.session(), ANN.user(), 0, WORDS)));

        assertEquals(new CallChanged(ANN.session(), Step.REPLY, BEN.user(), 0, WORDS), next());
    }

    @Test
    void shouldNotRingForACallerWhoseSessionIsOver() {
        users.put(ANN.user(), new Located(CAT.session(), NODE, 0));

        assertRefused(ServiceError.SESSION_NOT_EXIST, ring(ANN, BEN));
    }

    @Test
    void shouldNotRingOnForACallerWhomAuthDoesNotKnow() throws InterruptedException {
        users.remove(ANN.user());
        get(ring(ANN, BEN));
        assertEquals(Step.REQUEST, ((CallChanged) next()).step());

        CallChanged end = (CallChanged) events.poll(30, TimeUnit.SECONDS);
        assertEquals(new CallChanged(BEN.session(), Step.REPLY, ANN.user(), 100_106, new CallWords(0, 0, "")), end);
    }

    @Test
    void shouldEndACallWhoseSideAuthDoesNotKnow() throws InterruptedException {
        startedBy(ANN, BEN);
        users.remove(BEN.user());
        succeed(written);

        // Nobody announces Ben within the time that gateways have for it.
        CallChanged finish = (CallChanged) events.poll(30, TimeUnit.SECONDS);
        assertEquals(new CallChanged(ANN.session(), Step.FINISH, BEN.user(), 100_106, new CallWords(0, 0, "")), finish);
    }

    private static void assertRefused(ServiceError error, Future<?> future) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertEquals(error, ((ServiceException) failure.getCause()).error());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
