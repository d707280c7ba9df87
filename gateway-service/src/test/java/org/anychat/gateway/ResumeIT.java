package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose links are lost, on one gateway: kept, taken up again, or ended when their time is up. */
@Timeout(60)
class ResumeIT {
    /** A user state that there always is. */
    private static final int STATUS = 16;

    @TempDir
    Path directory;

    private TestGateway gateway;
    private TestClient ann;
    private ReplyBody.LoggedIn annLogin;
    private TestClient ben;

    private void start(Keeping keeping) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD, keeping);
        ann = gateway.client();
        annLogin = ann.login("Ann");
        ann.enter(1);
        ben = gateway.client();
        ben.login("Ben");
        ben.enter(1);
        ben.next(ServerEvent.OnlineUser.class);
        ann.next(ServerEvent.UserAtRoom.class);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Keeping keeping(long keepMs, int sessions, int messages) {
        return new Keeping(keepMs, sessions, 10, messages, 65_536, List.of("two.example.org:8906"));
    }

    private Reply resume(TestClient client, String token, long received) {
        return client.connect().request(id -> new ClientRequest.Resume(id, token, received, null, null));
    }

    private ReplyBody.Resumed resumed(TestClient client, String token, long received) {
        return (ReplyBody.Resumed)
                TestClient.expectSuccess(resume(client, token, received)).body();
    }

    private void say(TestClient from, String text) {
        TestClient.expectSuccess(from.request(id -> new ClientRequest.SendText(id, -1, false, text)));
    }

    private void lose(TestClient client) {
        long before = gateway.verticle.counters().value(GatewayCounter.SESSION_KEPT);
        client.close();
        awaitCount(GatewayCounter.SESSION_KEPT, before + 1);
    }

    /** Each question is a turn of the gateway's context, on which things are noticed. */
    private void awaitCount(GatewayCounter counter, long count) {
        while (gateway.verticle.counters().value(counter) < count) {
            TestGateway.await(gateway.api()
                    .userState(new GatewayApi.ReadUserState(new SessionId(annLogin.sessionId()), STATUS))
                    .otherwiseEmpty());
        }
    }

    @Test
    void shouldGiveATokenWithTheLogin() {
        start(keeping(30_000, 10, 10));

        assertEquals(43, annLogin.token().length());
        assertEquals(30, annLogin.keepSeconds());
        assertEquals(List.of("two.example.org:8906"), annLogin.servers());
    }

    @Test
    void shouldKeepWhatIsAddressedToALostClientAndBringItTheRoom() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        gateway.relay.held = List.of(Direction.PUBLISH);
        lose(ann);
        say(ben, "one");
        say(ben, "two");

        TestClient back = gateway.client();
        ReplyBody.Resumed reply = resumed(back, annLogin.token(), 0);

        assertEquals(annLogin.userId(), reply.login().userId());
        assertEquals(annLogin.sessionId(), reply.login().sessionId());
        assertNotEquals(annLogin.token(), reply.login().token());
        assertEquals(2, reply.room().users().size());
        assertEquals(List.of("publish"), reply.media());
        assertEquals("one", ((ServerEvent.TextMessage) back.next()).text());
        assertEquals("two", ((ServerEvent.TextMessage) back.next()).text());
        say(back, "here again");
        assertEquals("here again", ((ServerEvent.TextMessage) ben.next()).text());
    }

    @Test
    void shouldRepeatWhatALinkHasSwallowedAndNothingElse() {
        start(keeping(30_000, 10, 10));
        say(ben, "had");
        say(ben, "swallowed");
        ann.next(ServerEvent.TextMessage.class);

        // The old link is still there, as half-open ones are.
        TestClient back = gateway.client();
        ReplyBody.Resumed reply = resumed(back, annLogin.token(), 1);

        assertEquals(0, reply.missed());
        assertEquals("swallowed", ((ServerEvent.TextMessage) back.next()).text());
        assertEquals(209, ann.closeCode());
        say(ben, "new");
        assertEquals("new", ((ServerEvent.TextMessage) back.next()).text());
    }

    @Test
    void shouldForgetWhatAHeartbeatAcknowledges() throws InterruptedException {
        start(keeping(30_000, 10, 1));
        say(ben, "one");
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Heartbeat(id, 1L)));
        lose(ann);
        say(ben, "two");

        assertEquals(0, resumed(gateway.client(), annLogin.token(), 1).missed());
    }

    @Test
    void shouldSayHowMuchIsMissing() throws InterruptedException {
        start(keeping(30_000, 10, 2));
        lose(ann);
        say(ben, "one");
        say(ben, "two");
        say(ben, "three");

        TestClient back = gateway.client();
        assertEquals(1, resumed(back, annLogin.token(), 0).missed());
        assertEquals("two", ((ServerEvent.TextMessage) back.next()).text());
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.EVENT_DROPPED));
    }

    @Test
    void shouldRefuseABufferThatALostClientCannotGet() throws InterruptedException {
        start(keeping(30_000, 10, 1));
        lose(ann);
        byte[] bytes = {1};
        TestClient.expectSuccess(ben.request(id -> new TransferRequest.TransBuffer(id, annLogin.userId(), bytes)));

        Reply second = ben.request(id -> new TransferRequest.TransBuffer(id, annLogin.userId(), bytes));

        assertEquals(205, second.code());
    }

    @Test
    void shouldNotSendTheRoomToWhoKnowsIt() {
        start(keeping(30_000, 10, 10));
        ReplyBody.Room room =
                (ReplyBody.Room) ann.request(ClientRequest.RoomSnapshot::new).body();

        TestClient back = gateway.client().connect();
        Reply reply = back.request(id -> new ClientRequest.Resume(id, annLogin.token(), 0, room.version(), null));

        assertNull(((ReplyBody.Resumed) reply.body()).room().users());
    }

    @Test
    void shouldRefuseATokenThatItDoesNotKnow() {
        start(keeping(30_000, 10, 10));

        assertEquals(8, resume(gateway.client(), "made up", 0).code());
    }

    @Test
    void shouldTellAuthWhichAttemptItIs() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        TestClient back = gateway.client().connect();
        gateway.auth.announcements.clear();

        TestClient.expectSuccess(back.request(id -> new ClientRequest.Resume(id, annLogin.token(), 0, null, 3)));

        assertEquals(3, gateway.auth.attempt);
        gateway.bus
                .publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceStarted(Addresses.AUTH));
        AuthApi.KnownLogin announced = gateway.auth.announcements.poll(15, TimeUnit.SECONDS).logins().stream()
                .filter(login -> login.session().value().equals(annLogin.sessionId()))
                .findFirst()
                .orElseThrow();
        assertEquals(3, announced.attempt());
    }

    @Test
    void shouldRefuseALateAttemptAndLeaveTheSessionWhereItIs() {
        start(keeping(30_000, 10, 10));
        gateway.auth.refusal = new ServiceException(ServiceError.NEW_LOGIN, "a later attempt has come first");

        assertEquals(209, resume(gateway.client(), annLogin.token(), 0).code());

        say(ann, "still here");
        ben.next(ServerEvent.TextMessage.class);
    }

    @Test
    void shouldTellAuthOnceTheNextTokenHasArrived() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        TestClient back = gateway.client();
        resumed(back, annLogin.token(), 0);
        assertNull(gateway.auth.controls.poll());

        TestClient.expectSuccess(back.request(ClientRequest.Heartbeat::new));

        assertEquals(
                new AuthApi.ConfirmResume(new SessionId(annLogin.sessionId())),
                gateway.auth.controls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldEndTheSessionWhenItsTimeIsUp() throws InterruptedException {
        start(keeping(300, 10, 10));

        lose(ann);

        ServerEvent.UserAtRoom left = assertInstanceOf(ServerEvent.UserAtRoom.class, ben.next());
        assertEquals(101, left.reason());
        assertEquals(8, resume(gateway.client(), annLogin.token(), 0).code());
    }

    @Test
    void shouldEndASessionAtOnceThatCannotBeKept() {
        start(keeping(30_000, 0, 10));

        ann.close();

        assertEquals(
                101, assertInstanceOf(ServerEvent.UserAtRoom.class, ben.next()).reason());
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.KEEP_REFUSED));
    }

    @Test
    void shouldEndASessionAtOnceWhoseClientSaysGoodBye() {
        start(keeping(30_000, 10, 10));
        TestClient browser = gateway.client(TestClient.Transport.WEB_SOCKET);
        browser.login("Eve");
        browser.enter(1);
        ben.next(ServerEvent.UserAtRoom.class);

        browser.close();

        assertEquals(
                101, assertInstanceOf(ServerEvent.UserAtRoom.class, ben.next()).reason());
    }

    @Test
    void shouldEndAKeptSessionThatAServiceCloses() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        lose(ann);

        gateway.api().closeSession(new GatewayApi.CloseSession(new SessionId(annLogin.sessionId()), 211));

        assertEquals(
                211, assertInstanceOf(ServerEvent.UserAtRoom.class, ben.next()).reason());
    }

    @Test
    void shouldHandASessionOverWithoutADeparture() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        lose(ann);
        say(ben, "kept");

        GatewayApi.HandedOver handed = TestGateway.await(
                gateway.api().handOver(new GatewayApi.HandOver(new SessionId(annLogin.sessionId()), 0)));

        assertEquals(1, handed.messages().size());
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.SESSION_HANDED_OVER));
        assertEquals(0, gateway.rooms.departures.size());
    }

    @Test
    void shouldKeepASessionWhoseLinkIsLostWhileItIsTakenUp() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        lose(ann);
        // Another gateway has had the session, so that its room is asked for.
        TestGateway.await(gateway.api().handOver(new GatewayApi.HandOver(new SessionId(annLogin.sessionId()), 0)));
        Promise<RoomApi.MovedMember> moving = Promise.promise();
        gateway.rooms.moving = moving;
        TestClient impatient = gateway.client();
        impatient.connect().send(id -> new ClientRequest.Resume(id, annLogin.token(), 0, null, null));
        long ended = gateway.verticle.counters().value(GatewayCounter.LINK_ENDED);
        impatient.close();
        awaitCount(GatewayCounter.LINK_ENDED, ended + 1);

        moving.complete(new RoomApi.MovedMember(null, List.of()));

        awaitCount(GatewayCounter.SESSION_KEPT, 2);
        assertEquals(0, gateway.auth.logouts());
    }

    @Test
    void shouldGiveUpWithoutADepartureWhatGoesOnElsewhere() {
        start(keeping(30_000, 10, 10));
        lose(ann);

        gateway.api().closeSession(new GatewayApi.CloseSession(new SessionId(annLogin.sessionId()), 209, true));

        awaitCount(GatewayCounter.SESSION_HANDED_OVER, 1);
        assertEquals(0, gateway.rooms.departures.size());
        assertEquals(0, gateway.auth.logouts());
    }

    @Test
    void shouldTellTextOfASecretToTheOneAlone() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        lose(ann);
        TestClient.expectSuccess(
                ben.request(id -> new ClientRequest.SendText(id, annLogin.userId(), true, "whispered")));

        TestClient back = gateway.client();
        resumed(back, annLogin.token(), 0);

        assertEquals(
                new UserId(annLogin.userId()).value(),
                back.next(ServerEvent.TextMessage.class).to());
    }

    private void loseWhileItEnters(Promise<Void> entering) throws InterruptedException {
        gateway.rooms.entering = entering;
        ann.send(id -> new ClientRequest.EnterRoom(id, 2, ""));
        gateway.rooms.awaitEntry();
        long ended = gateway.verticle.counters().value(GatewayCounter.LINK_ENDED);
        ann.close();
        awaitCount(GatewayCounter.LINK_ENDED, ended + 1);
    }

    @Test
    void shouldEndASessionThatAServiceClosesWhileItsLinkGoesDown() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        Promise<Void> entering = Promise.promise();
        loseWhileItEnters(entering);

        gateway.api().closeSession(new GatewayApi.CloseSession(new SessionId(annLogin.sessionId()), 209));
        // A question of its own, so that the order has been heard.
        awaitCount(GatewayCounter.LINK_ENDED, 1);
        entering.complete();

        gateway.auth.awaitLogout();
        assertEquals(0, gateway.verticle.counters().value(GatewayCounter.SESSION_KEPT));
    }

    @Test
    void shouldSayWhereASessionSitsThatEnteredWhileAnotherGatewayTookItUp() throws InterruptedException {
        start(keeping(30_000, 10, 10));
        Promise<Void> entering = Promise.promise();
        loseWhileItEnters(entering);

        Future<GatewayApi.HandedOver> handed =
                gateway.api().handOver(new GatewayApi.HandOver(new SessionId(annLogin.sessionId()), 0));
        entering.complete();

        assertEquals(new RoomId(2), TestGateway.await(handed).room());
    }

    @Test
    void shouldFollowIntoTheRoomThatWasEnteredAtTheGatewayBefore() throws Exception {
        start(keeping(30_000, 10, 10));
        NodeId before = new NodeId("before");
        SessionId session = new SessionId(annLogin.sessionId());
        RoomApi.Member member =
                new RoomApi.Member(session, before, new UserId(annLogin.userId()), 0, new UserState("Ann", 0, 0, 0));
        lose(ann);
        // Where the room service is asked first, the entry has not come to it yet.
        gateway.rooms.takeOut(session, 0);
        gateway.rooms.movesMembers = true;
        gateway.auth.comesFrom = before;
        serveOther(before, () -> {
            gateway.rooms.enter(new RoomApi.EnterRoom(member, new RoomId(2), null, ""));
            return new GatewayApi.HandedOver(List.of(), 0, null, new RoomId(2));
        });

        ReplyBody.Resumed reply = resumed(gateway.client(), annLogin.token(), 0);

        assertEquals(2, reply.room().roomId());
    }

    /** A gateway that does nothing but hand sessions over. */
    private void serveOther(NodeId node, Supplier<GatewayApi.HandedOver> handOver) {
        GatewayApi other = (GatewayApi) Proxy.newProxyInstance(
                GatewayApi.class.getClassLoader(),
                new Class<?>[] {GatewayApi.class},
                (proxy, method, arguments) ->
                        method.getName().equals("handOver") ? Future.succeededFuture(handOver.get()) : null);
        TestGateway.await(gateway.bus.serve(GatewayApi.class, Addresses.gateway(node), other));
    }

    @Test
    void shouldCountEachLinkOnceHoweverOftenASessionComesBack() {
        LinkLimits standard = LinkLimits.STANDARD;
        LinkLimits few = new LinkLimits(
                standard.connectMs(),
                standard.silenceMs(),
                standard.messagesPerSecond(),
                standard.messageBurst(),
                standard.pendingRequests(),
                standard.unreadBytes(),
                3,
                standard.connectionsPerAddress());
        gateway = TestGateway.start(directory, few, keeping(30_000, 10, 10));
        ann = gateway.client();
        String token = ann.login("Ann").token();

        for (int returns = 0; returns < 5; returns++) {
            TestClient back = gateway.client();
            token = resumed(back, token, 0).login().token();
            ann.closeCode();
            ann = back;
        }

        gateway.client().login("Ben");
    }
}
