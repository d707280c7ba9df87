package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.RingCall;
import org.anychat.contracts.Done;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.CallChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.ListRooms;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomInfo;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.RoomId;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real bus, with a plug-in that writes down what it is asked and told. */
class RoomFilterIT {
    private static final NodeId NODE = new NodeId("n");
    private static final Located BEN_IS = new Located(new SessionId("ben"), NODE, 0);
    private static final CallApi.CallWords WORDS = new CallApi.CallWords(0, 0, "");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
    private final RecordingPlugin plugin = new RecordingPlugin();

    @BeforeEach
    void deploy() {
        get(bus.serve(FilterApi.class, Addresses.FILTER, plugin));
        get(vertx.deployVerticle(new RoomServiceVerticle(
                new RoomConfig(
                        new RoomPolicy(true, true, 10),
                        RelayPolicy.DEFAULT,
                        60_000,
                        CallService.Settings.DEFAULT,
                        true,
                        60_000),
                bus)));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void shouldAskThePluginBeforeEachEntry() throws InterruptedException {
        get(rooms.enter(enter(1, null, "secret")));
        assertEquals("may -2 enter 1 '' secret", plugin.next());
        assertEquals("ann entered 1", plugin.next());
        get(rooms.enter(enter(0, "Den", "")));
        assertEquals("may -2 enter 10000 'Den' ", plugin.next());
        assertEquals("ann entered 10000", plugin.next());
        assertEquals("ann left 1", plugin.next());
    }

    @Test
    void shouldRefuseAnEntryWithThePluginsCodeAndChangeNothing() throws InterruptedException {
        get(rooms.enter(enter(1, null, "")));
        plugin.answer = Future.failedFuture(ServiceException.ofCode(90_001, "members only"));
        assertEquals(90_001, codeOf(rooms.enter(enter(2, null, ""))));
        assertEquals(List.of(1, 0), usersOfTheDemoRooms());
        plugin.answer = RecordingPlugin.YES;
        get(rooms.leave(new LeaveRoom(new SessionId("ann"), 0)));
        assertEquals(
                List.of("may -2 enter 1 '' ", "ann entered 1", "may -2 enter 2 '' ", "ann left 1"), plugin.next(4));
    }

    @Test
    void shouldNotTroubleThePluginWithAnEntryToTheSameRoom() throws InterruptedException {
        // As a gateway asks once more that has had no answer.
        RoomApi.Entered entered = get(rooms.enter(enter(1, null, "")));
        assertEquals(entered, get(rooms.enter(enter(1, null, ""))));
        get(rooms.text(new SendText(new SessionId("ann"), null, false, "hello", 0)));
        assertEquals(List.of("may -2 enter 1 '' ", "ann entered 1", "-2 said hello to null in 1"), plugin.next(3));
    }

    @Test
    void shouldTellThePluginOfAGatewayThatStartsAnew() throws InterruptedException {
        get(rooms.enter(enter(1, null, "")));
        startGatewayAnew();
        assertEquals(List.of("may -2 enter 1 '' ", "ann entered 1", "ann left 1"), plugin.next(3));
    }

    @Test
    void shouldNotLetInWhoLeftWhileThePluginWasAsked() throws InterruptedException {
        Promise<Done> answer = Promise.promise();
        plugin.answer = answer.future();
        Future<?> entry = rooms.enter(enter(1, null, ""));
        assertEquals("may -2 enter 1 '' ", plugin.next());
        codeOf(rooms.leave(new LeaveRoom(new SessionId("ann"), 101)));
        answer.complete(Done.DONE);
        assertEquals(309, codeOf(entry));
        assertEquals(List.of(0, 0), usersOfTheDemoRooms());
    }

    @Test
    void shouldNotLetInWhoseGatewayStartedAnewWhileThePluginWasAsked() throws InterruptedException {
        Promise<Done> answer = Promise.promise();
        plugin.answer = answer.future();
        Future<?> entry = rooms.enter(enter(1, null, ""));
        assertEquals("may -2 enter 1 '' ", plugin.next());
        startGatewayAnew();
        // One more call of the same context: the event before it has been handled then.
        assertEquals(List.of(0, 0), usersOfTheDemoRooms());
        answer.complete(Done.DONE);
        assertEquals(309, codeOf(entry));
    }

    @Test
    void shouldAskThePluginBesideTheRoomsOwnPasswordAndNotForAnAddressThatIsLocked() throws InterruptedException {
        get(rooms.enter(enter(1, null, "")));
        Member ben = new Member(new SessionId("ben"), NODE, new UserId(-3), 0, new UserState("Ben", 0, 0, 4));
        get(rooms.enter(new EnterRoom(ben, new RoomId(5), null, "secret", "192.0.2.2")));
        assertEquals(301, codeOf(rooms.enter(enterFrom("192.0.2.1", 5, "wrong"))));
        int code = codeOf(rooms.enter(enterFrom("192.0.2.1", 5, "wrong")));
        int wrong = 1;
        while (code == 301) {
            wrong++;
            code = codeOf(rooms.enter(enterFrom("192.0.2.1", 5, "wrong")));
        }
        assertEquals(203, code);
        assertEquals(
                List.of("may -2 enter 1 '' ", "ann entered 1", "may -3 enter 5 '' secret", "ben entered 5"),
                plugin.next(4));
        assertEquals(Collections.nCopies(wrong, "may -2 enter 5 '' wrong"), plugin.next(wrong));
        get(rooms.leave(new LeaveRoom(new SessionId("ben"), 0)));
        assertEquals("ben left 5", plugin.next());
    }

    @Test
    void shouldNotAskThePluginForStrangersOfACallAndTellItWhoIsTakenOut() throws InterruptedException {
        BlockingQueue<Integer> started = new LinkedBlockingQueue<>();
        Party ann = new Party(new UserId(-2), new SessionId("ann"), NODE);
        get(bus.serve(
                AuthApi.class,
                Addresses.AUTH,
                proxy(
                        AuthApi.class,
                        asked -> Future.succeededFuture(
                                ((AuthApi.Locate) asked).user().equals(ann.user())
                                        ? new Located(ann.session(), NODE, 0)
                                        : BEN_IS))));
        get(bus.serve(GatewayApi.class, Addresses.gateway(NODE), proxy(GatewayApi.class, told -> {
            if (told instanceof CallChanged call && call.step() == CallApi.Step.START) {
                started.add(call.words().param());
            }
            return null;
        })));
        CallApi calls = bus.proxy(CallApi.class, Addresses.CALL);
        get(calls.ring(new RingCall(ann, new UserId(-3), WORDS, 1)));
        get(calls.answer(new AnswerCall(BEN_IS.session(), new UserId(-2), 0, WORDS)));
        int room = started.poll(20, TimeUnit.SECONDS);

        Member cat = new Member(new SessionId("cat"), NODE, new UserId(-4), 0, new UserState("Cat", 0, 0, 4));
        assertEquals(305, codeOf(rooms.enter(new EnterRoom(cat, new RoomId(room), null, ""))));
        get(rooms.enter(enter(room, null, "")));
        assertEquals(List.of("may -2 enter " + room + " '' ", "ann entered " + room), plugin.next(2));
        get(calls.finish(new FinishCall(BEN_IS.session(), new UserId(-2), 0, WORDS)));
        assertEquals("ann left " + room, plugin.next());
    }

    private static <A> A proxy(Class<A> api, Function<Object, Object> answer) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), new Class<?>[] {api}, (proxy, method, arguments) -> answer.apply(arguments[0])));
    }

    private static EnterRoom enterFrom(String address, int room, String password) {
        EnterRoom anywhere = enter(room, null, password);
        return new EnterRoom(anywhere.member(), anywhere.room(), null, password, address);
    }

    private void startGatewayAnew() {
        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.gateway(NODE)));
    }

    private List<Integer> usersOfTheDemoRooms() {
        return get(rooms.rooms(new ListRooms())).rooms().stream()
                .map(RoomInfo::users)
                .toList();
    }

    private static EnterRoom enter(int room, String name, String password) {
        Member ann = new Member(new SessionId("ann"), NODE, new UserId(-2), 0, new UserState("Ann", 0, 0, 4));
        return new EnterRoom(ann, room == 0 ? null : new RoomId(room), name, password);
    }

    private static int codeOf(Future<?> future) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
        return ((ServiceException) failure.getCause()).code();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final class RecordingPlugin implements FilterApi {
        static final Future<Done> YES = Future.succeededFuture(Done.DONE);

        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private volatile Future<Done> answer = YES;

        String next() throws InterruptedException {
            return calls.poll(20, TimeUnit.SECONDS);
        }

        List<String> next(int count) throws InterruptedException {
            String[] next = new String[count];
            for (int i = 0; i < count; i++) {
                next[i] = next();
            }
            return List.of(next);
        }

        @Override
        public Future<Done> prepareEnterRoom(PrepareEnterRoom request) {
            calls.add("may " + request.user() + " enter " + request.room() + " '" + request.roomName() + "' "
                    + request.password());
            return answer;
        }

        @Override
        public void entered(UserEntered event) {
            calls.add(event.session() + " entered " + event.room());
        }

        @Override
        public void left(UserLeft event) {
            calls.add(event.session() + " left " + event.room());
        }

        @Override
        public Future<Done> filterData(FilterData request) {
            throw new IllegalStateException("not the room service's to say");
        }

        @Override
        public void text(FilterText event) {
            calls.add(event.from() + " said " + event.text() + " to " + event.to() + " in " + event.room());
        }
    }
}
