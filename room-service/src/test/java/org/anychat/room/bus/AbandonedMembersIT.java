package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RoomApi.AnnounceMembers;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.Membership;
import org.anychat.contracts.RoomApi.MoveMember;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomCounter;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.domain.RoomRules;
import org.anychat.room.store.RoomStore;
import org.anychat.room.store.SharedRoomStore;
import org.anychat.room.store.WrittenRecords;
import org.anychat.runtime.EventCounters;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members whose gateway has gone, on the bus of a cluster, by a clock that the test moves. */
class AbandonedMembersIT {
    private static final NodeId SELF = new NodeId("self");
    private static final NodeId GONE = new NodeId("gone");
    private static final NodeId RELAY = new NodeId("relay");
    private static final RoomId ROOM = new RoomId(7);
    private static final long KEEP_SECONDS = 60;
    private static final long PATIENCE_SECONDS = KEEP_SECONDS + 30;
    private static final UserId MARKER = new UserId(4711);

    private final Vertx vertx = Vertx.vertx();
    private final Vertx wire = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = Bus.clustered(vertx, SELF);
    private final AuthApi auth = bus.proxy(AuthApi.class, Addresses.AUTH);
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong nowNs = new AtomicLong();
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private final Map<UserId, Located> logins = new ConcurrentHashMap<>();
    private final BlockingQueue<UserId> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseMedia> closed = new LinkedBlockingQueue<>();
    private final ListeningGateway gateway = new ListeningGateway();
    private volatile boolean authIsAway;
    /** What auth waits for before it answers, or null. */
    private volatile Promise<Void> answering;

    private RoomService rooms;

    @BeforeEach
    void start() {
        get(bus.attach(wire));
        ScheduledFuture<?> unused = pulse.scheduleAtFixedRate(bus::beat, 0, 200, TimeUnit.MILLISECONDS);
        bus.members(List.of(SELF, RELAY));
        get(bus.serve(GatewayApi.class, Addresses.gateway(SELF), gateway));
        get(bus.serve(AuthApi.class, Addresses.AUTH, proxy(AuthApi.class, this::located)));
        get(bus.serve(RelayApi.class, Addresses.relay(RELAY), proxy(RelayApi.class, argument -> {
            if (argument instanceof CloseMedia close) {
                closed.add(close);
            }
            return Future.succeededFuture(Done.DONE);
        })));
        begin();
    }

    /** A service that goes on with what is written. */
    private void begin() {
        rooms = get(onContext(() -> Future.succeededFuture(service())));
    }

    private RoomService service() {
        RoomConfig config = new RoomConfig(
                new RoomPolicy(true, true, 10),
                RelayPolicy.DEFAULT,
                1_000,
                CallService.Settings.DEFAULT,
                false,
                TimeUnit.SECONDS.toMillis(KEEP_SECONDS));
        RoomRules rules = new RoomRules(config.policy(), () -> true);
        RoomStore store = SharedRoomStore.after(rules, List.of(), Map.copyOf(written), new WrittenRecords(written));
        Surroundings surroundings = new Surroundings(
                context,
                bus,
                nowNs::get,
                nowNs::get,
                new Random(1),
                () -> "salt",
                new EventCounters<>(RoomCounter.class));
        RoomService service =
                new RoomService(store, config, surroundings, RoomAdmission.OPEN, new RoomFilter(bus, false));
        service.listenToRelays();
        service.relayAlive(new RelayStatus(RELAY, RelayLoad.NONE));
        return service;
    }

    private Future<?> located(Object question) {
        UserId user = ((Locate) question).user();
        asked.add(user);
        if (authIsAway) {
            return Future.failedFuture(new ServiceException(ServiceError.REQUEST_FAILED, "away"));
        }
        Promise<Void> until = user.equals(MARKER) ? null : answering;
        return (until == null ? Future.<Void>succeededFuture() : until.future()).compose(now -> {
            Located login = logins.get(user);
            return login == null
                    ? Future.failedFuture(new ServiceException(ServiceError.INVALID_USER_ID, "not logged in"))
                    : Future.succeededFuture(login);
        });
    }

    private static <A> A proxy(Class<A> api, Function<Object, Object> answer) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), new Class<?>[] {api}, (proxy, method, arguments) -> answer.apply(arguments[0])));
    }

    @AfterEach
    void close() {
        pulse.shutdownNow();
        get(vertx.close());
        get(wire.close());
    }

    @Test
    void shouldTakeOutWhoseLoginIsOverOnceItsGatewayHasBeenGoneForLong() throws InterruptedException {
        Member ann = enter("ann", GONE);
        enter("ben", SELF);
        gateway.versions(1);
        checkAfter(0);

        checkAfter(PATIENCE_SECONDS - 1);
        assertNotAsked();
        checkAfter(1);

        assertEquals(
                new MemberLeft(ann.user(), ann.session(), 101),
                assertInstanceOf(RoomChanged.class, gateway.next()).change());
        assertEquals(new CloseMedia(ann.session(), null), closed.poll(20, TimeUnit.SECONDS));
        assertEquals(List.of("ben"), members());
    }

    @Test
    void shouldTakeOutWhoseUserHasLoggedInAnew() throws InterruptedException {
        Member ann = enter("ann", GONE);
        enter("ben", SELF);
        gateway.versions(1);
        logins.put(ann.user(), new Located(new SessionId("another"), SELF, 0));
        checkAfter(0);

        checkAfter(PATIENCE_SECONDS);

        assertEquals(List.of(2L + 1), gateway.versions(1));
        assertEquals(List.of("ben"), members());
    }

    @Test
    void shouldKeepWhoseLoginIsThereAndAskAgainLater() throws InterruptedException {
        Member ann = enter("ann", GONE);
        enter("ben", SELF);
        gateway.versions(1);
        logins.put(ann.user(), new Located(ann.session(), GONE, 0));
        checkAfter(0);
        checkAfter(PATIENCE_SECONDS);
        assertEquals(ann.user(), next(asked));
        assertNotAsked();
        assertEquals(List.of("ann", "ben"), members());

        logins.clear();
        checkAfter(0);
        checkAfter(PATIENCE_SECONDS);

        assertEquals(List.of(3L), gateway.versions(1));
    }

    @Test
    void shouldTakeNobodyOutWhileAuthIsAway() throws InterruptedException {
        enter("ann", GONE);
        enter("ben", SELF);
        gateway.versions(1);
        authIsAway = true;
        checkAfter(0);
        checkAfter(PATIENCE_SECONDS);
        assertEquals(user("ann"), next(asked));
        awaitAnswers();
        assertEquals(List.of("ann", "ben"), members());

        authIsAway = false;
        checkAfter(10);

        assertEquals(List.of(3L), gateway.versions(1));
        assertEquals(List.of("ben"), members());
    }

    @Test
    void shouldGiveAnAuthServiceThatHasJustStartedTimeToHearOfLogins() throws InterruptedException {
        enter("ann", GONE);
        enter("ben", SELF);
        gateway.versions(1);
        checkAfter(0);
        answering = Promise.promise();
        checkAfter(PATIENCE_SECONDS);
        assertEquals(user("ann"), next(asked));

        get(onContext(() -> {
            rooms.onAuthStarted();
            return Future.succeededFuture();
        }));
        answering.complete();
        assertNotAsked();
        assertEquals(List.of("ann", "ben"), members());

        checkAfter(30);
        assertEquals(List.of(3L), gateway.versions(1));
    }

    @Test
    void shouldLeaveWhoGoesOnAtAnotherGatewayAlone() throws InterruptedException {
        Member ann = enter("ann", GONE);
        Member ben = enter("ben", GONE);
        enter("cho", SELF);
        gateway.versions(1);
        checkAfter(0);
        get(onContext(() -> rooms.move(new MoveMember(ann.session(), SELF, 1))));
        answering = Promise.promise();
        checkAfter(PATIENCE_SECONDS);
        assertEquals(ben.user(), next(asked));

        get(onContext(() -> rooms.move(new MoveMember(ben.session(), SELF, 1))));
        checkAfter(0);
        answering.complete();

        assertNotAsked();
        assertEquals(List.of("ann", "ben", "cho"), members());
    }

    @Test
    void shouldAskAsTheSuccessorAboutThoseForWhomNoGatewaySpeaks() throws InterruptedException {
        Member ann = enter("ann", SELF);
        Member ben = enter("ben", SELF);
        gateway.versions(2);

        begin();
        get(onContext(() -> rooms.announceMembers(announcement(SELF, ben))));
        checkAfter(PATIENCE_SECONDS);

        assertEquals(ann.user(), next(asked));
        assertEquals(List.of(3L), gateway.versions(1));
        assertEquals(List.of("ben"), members());
        assertNotAsked();
    }

    @Test
    void shouldAskAboutThoseWhomTheirGatewayDoesNotNameAnyMore() throws InterruptedException {
        enter("ann", SELF);
        Member ben = enter("ben", SELF);
        gateway.versions(2);

        get(onContext(() -> rooms.announceMembers(announcement(SELF, ben))));
        checkAfter(PATIENCE_SECONDS);

        assertEquals(List.of(3L), gateway.versions(1));
        assertEquals(List.of("ben"), members());
    }

    private static AnnounceMembers announcement(NodeId gateway, Member member) {
        return new AnnounceMembers(
                gateway, List.of(new Membership(ROOM, "Room 7", 2, member.relay(), member, null, List.of())));
    }

    private Member enter(String name, NodeId at) {
        UserState state = new UserState(name, UserState.CLOSED, UserState.CLOSED, 4);
        Member member = new Member(new SessionId(name), at, user(name), 0, state);
        assertEquals(
                RELAY,
                get(onContext(() -> rooms.enter(new EnterRoom(member, ROOM, null, ""))))
                        .relay());
        return member.on(RELAY);
    }

    private static UserId user(String name) {
        return new UserId(-name.hashCode());
    }

    private List<String> members() {
        return get(onContext(() -> rooms.snapshot(new GetSnapshot(ROOM)))).members().stream()
                .map(member -> member.session().value())
                .toList();
    }

    private void checkAfter(long seconds) {
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        get(onContext(() -> {
            rooms.checkAbandoned();
            return Future.succeededFuture();
        }));
    }

    /** Auth has answered what it was asked before, and the service has heard it. */
    private void awaitAnswers() throws InterruptedException {
        get(onContext(() -> auth.locate(new Locate(MARKER)).otherwiseEmpty()));
        assertEquals(MARKER, next(asked));
    }

    private void assertNotAsked() throws InterruptedException {
        awaitAnswers();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return queue.poll(20, TimeUnit.SECONDS);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> call) {
        Promise<T> done = Promise.promise();
        context.runOnContext(here -> call.get().onComplete(done));
        return done.future();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
