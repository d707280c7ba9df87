package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.BanEvents;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.ListClients;
import org.anychat.contracts.GatewayApi.PrivateChatEvent;
import org.anychat.contracts.GatewayApi.PrivateNews;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReceivedVideo;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients learn of each other, do in private, and do to those who have to go. */
class PeopleIT {
    private static final int ANN = -2;
    private static final int BEN = -3;

    private TestGateway gateway;
    private TestClient ann;
    private TestClient ben;
    private SessionId annSession;
    private SessionId benSession;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        ann = gateway.client(TestClient.Transport.WEB_SOCKET);
        ben = gateway.client(TestClient.Transport.FRAMED);
        annSession = new SessionId(ann.login("Ann").sessionId());
        benSession = new SessionId(ben.login("Boss").sessionId());
    }

    @Test
    void shouldHearATextOnceThatASuccessorOfTheRoomServiceDeliversAgain() {
        bothIn();
        gateway.rooms.diesBeforeItAnswers = true;

        for (String text : List.of("first", "second", "second")) {
            TestClient.expectSuccess(ann.request(id -> new ClientRequest.SendText(id, Limits.EVERYBODY, false, text)));
        }

        for (String text : List.of("first", "second", "second")) {
            assertEquals(text, ben.next(ServerEvent.TextMessage.class).text());
        }
        gateway.rooms.diesBeforeItAnswers = false;
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SendText(id, BEN, true, "the last")));
        assertEquals("the last", ben.next(ServerEvent.TextMessage.class).text());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void bothIn() {
        ann.enter(1);
        ben.enter(1);
        ann.next(ServerEvent.UserAtRoom.class);
    }

    private static ReplyBody.QueriedState state(TestClient client, int user, int state) {
        Reply reply = client.request(id -> new ClientRequest.QueryUserState(id, user, state));
        return (ReplyBody.QueriedState) TestClient.expectSuccess(reply).body();
    }

    private static int code(TestClient client, int user, int state) {
        return client.request(id -> new ClientRequest.QueryUserState(id, user, state))
                .code();
    }

    @Test
    void shouldTellWhoIsInARoomFromOutside() {
        ben.enter(1);

        Reply reply = ann.request(id -> new ClientRequest.RoomUsers(id, 1));

        assertEquals(
                List.of(new User(BEN, "Boss", 0, 0, 0, 5)),
                ((ReplyBody.RoomUsers) TestClient.expectSuccess(reply).body()).users());
        assertEquals(303, ann.request(id -> new ClientRequest.RoomUsers(id, 99)).code());
    }

    @Test
    void shouldTellNameAndNumberOfUsersOfARoomWithoutOneself() {
        bothIn();

        assertEquals(new ReplyBody.QueriedState(1, null, "Room 1"), roomState(ann, 1));
        assertEquals(new ReplyBody.QueriedState(2, 1L, null), roomState(ann, 2));
        assertEquals(
                20,
                ann.request(id -> new ClientRequest.QueryRoomState(id, 1, 3)).code());
    }

    @Test
    void shouldTellNobodyOutsideOfTheRoomOfACall() {
        ben.enter(1);
        gateway.rooms.ofCall = new RoomId(1);

        assertEquals(303, ann.request(id -> new ClientRequest.RoomUsers(id, 1)).code());
        assertEquals(
                303,
                ann.request(id -> new ClientRequest.QueryRoomState(id, 1, 2)).code());
        assertEquals(new ReplyBody.QueriedState(2, 0L, null), roomState(ben, 2));
    }

    private static ReplyBody roomState(TestClient client, int state) {
        return TestClient.expectSuccess(client.request(id -> new ClientRequest.QueryRoomState(id, 1, state)))
                .body();
    }

    @Test
    void shouldTellOthersOfANewNickname() {
        bothIn();

        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetNickname(id, "Benjamin")));

        assertEquals(
                new ServerEvent.UserInfoUpdate(3, BEN, 6, new User(BEN, "Benjamin", 0, 0, 0, 5)),
                ann.next(ServerEvent.UserInfoUpdate.class));
        assertEquals(
                21, ben.request(id -> new ClientRequest.SetNickname(id, "  ")).code());
    }

    @Test
    void shouldTellStatesOfUsersWhateverTheirRoom() {
        ben.enter(2);
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetCamera(id, 2)));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetNickname(id, "Benjamin")));

        assertEquals(2, state(ann, BEN, 1).number());
        assertEquals(0, state(ann, BEN, 2).number());
        assertEquals(0, state(ann, BEN, 5).number());
        assertEquals("Benjamin", state(ann, BEN, 6).text());
        assertEquals(0, state(ann, BEN, 11).number());
        assertEquals(5, state(ann, BEN, 15).number());
        assertEquals(3, state(ann, BEN, 16).number());
        assertEquals(2, state(ann, -1, 16).number());
        assertEquals(ANN, state(ann, -1, 17).number());
        assertEquals(205, code(ann, 77, 1));
        assertEquals(20, code(ann, BEN, 7));
        assertEquals(20, code(ann, BEN, 23));
    }

    @Test
    void shouldTellTheAddressToItsOwnerAndToThoseWhoMayActOnIt() {
        assertEquals("127.0.0.1", state(ann, -1, 8).text());
        assertEquals("127.0.0.1", state(ann, ANN, 8).text());
        assertEquals(213, code(ann, BEN, 8));
        assertEquals("127.0.0.1", state(ben, ANN, 8).text());
    }

    @Test
    void shouldTellOfMediaWhatTheRelayCounts() {
        bothIn();
        assertEquals(9, code(ann, BEN, 9));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.Publish(id, "offer")));

        assertEquals(60_000, state(ann, BEN, 9).number());
        assertEquals(15_850, state(ann, BEN, 10).number());
        assertEquals(1, state(ann, BEN, 12).number());
        assertEquals(200, state(ann, BEN, 14).number());
        assertEquals(new ReplyBody.QueriedState(21, 1L, "H264"), state(ann, BEN, 21));
        assertEquals(new ReplyBody.QueriedState(20, 104L, "opus"), state(ann, BEN, 20));
        assertEquals(50, state(ann, BEN, 22).number());
        assertEquals(42, state(ann, BEN, 3).number());
        assertEquals(240 << 16 | 320, state(ann, BEN, 13).number());
    }

    @Test
    void shouldTellOnesOwnStatusBeforeTheLoginAndNothingOfOthers() {
        TestClient early = gateway.client().connect();

        assertEquals(1, state(early, -1, 16).number());
        assertEquals(-1, state(early, -1, 17).number());
        assertEquals(208, code(early, -1, 6));
        assertEquals(208, code(early, BEN, 6));
        TestClient.expectSuccess(ann.request(ClientRequest.Logout::new));
        assertEquals(4, state(ann, -1, 16).number());
    }

    @Test
    void shouldCarryPrivateChatsBothWays() throws InterruptedException {
        bothIn();

        Reply asked = ann.request(id -> new ClientRequest.PrivateChatRequest(id, BEN));
        assertEquals(
                new ReplyBody.PrivateChatRequested(5),
                TestClient.expectSuccess(asked).body());
        assertEquals(
                new RoomApi.PrivateRequest(annSession, new UserId(BEN), 1),
                gateway.rooms.privateChats.poll(20, TimeUnit.SECONDS));
        gateway.api().privateChat(new PrivateChatEvent(benSession, PrivateNews.REQUEST, new UserId(ANN), 5, 0));
        assertEquals(new ServerEvent.PrivateRequest(ANN, 5), ben.next(ServerEvent.PrivateRequest.class));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.PrivateChatEcho(id, ANN, 5, 0)));
        assertEquals(
                420,
                ben.request(id -> new ClientRequest.PrivateChatEcho(id, ANN, 6, 0))
                        .code());
        gateway.api().privateChat(new PrivateChatEvent(annSession, PrivateNews.ECHO, new UserId(BEN), 5, 0));
        assertEquals(new ServerEvent.PrivateEcho(BEN, 5, 0), ann.next(ServerEvent.PrivateEcho.class));
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.PrivateChatExit(id, BEN)));
        gateway.api().privateChat(new PrivateChatEvent(benSession, PrivateNews.EXIT, new UserId(ANN), 0, 433));
        assertEquals(new ServerEvent.PrivateExit(ANN, 433), ben.next(ServerEvent.PrivateExit.class));
    }

    @Test
    void shouldTellTheRelayWhomAClientInPrivateModeIsFor() throws InterruptedException {
        bothIn();
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "offer")));
        assertEquals(Audience.EVERYBODY, nextCall(RelayApi.Publish.class).audience());

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.ChangeChatMode(id, 1)));
        assertEquals(
                new Audience(false, List.of()),
                nextCall(RelayApi.SetAudience.class).audience());
        assertEquals(new ServerEvent.ChatModeChg(3, ANN, 1), ben.next(ServerEvent.ChatModeChg.class));
        gateway.api().privateChat(new PrivateChatEvent(annSession, PrivateNews.ECHO, new UserId(BEN), 5, 0));
        assertEquals(
                new Audience(false, List.of(new UserId(BEN))),
                nextCall(RelayApi.SetAudience.class).audience());
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "again")));
        assertEquals(
                new Audience(false, List.of(new UserId(BEN))),
                nextCall(RelayApi.Publish.class).audience());
        gateway.api().privateChat(new PrivateChatEvent(annSession, PrivateNews.EXIT, new UserId(BEN), 0, 433));
        assertEquals(
                new Audience(false, List.of()),
                nextCall(RelayApi.SetAudience.class).audience());
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.ChangeChatMode(id, 0)));
        assertEquals(Audience.EVERYBODY, nextCall(RelayApi.SetAudience.class).audience());
    }

    private <T> T nextCall(Class<T> kind) throws InterruptedException {
        return assertInstanceOf(kind, gateway.relay.calls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldNotCallAClientPrivateBeforeItsRelayKnows() {
        bothIn();
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "offer")));
        gateway.relay.deaf = true;

        assertEquals(
                44, ann.request(id -> new ClientRequest.ChangeChatMode(id, 1)).code());

        gateway.relay.deaf = false;
        Reply room = ben.request(ClientRequest.RoomSnapshot::new);
        assertEquals(0, ((ReplyBody.Room) room.body()).users().get(0).chatMode());
    }

    @Test
    void shouldTakePartnersToARoomServiceThatStartsAnew() throws InterruptedException {
        bothIn();
        gateway.api().privateChat(new PrivateChatEvent(annSession, PrivateNews.ECHO, new UserId(BEN), 5, 0));
        ann.next(ServerEvent.PrivateEcho.class);
        gateway.rooms.announcements.clear();

        gateway.stopRoomsAndRelay();
        gateway.startRooms();

        RoomApi.AnnounceMembers announced = gateway.rooms.announcements.poll(15, TimeUnit.SECONDS);
        assertEquals(
                List.of(List.of(new UserId(BEN)), List.of()),
                announced.memberships().stream()
                        .map(RoomApi.Membership::partners)
                        .toList());
    }

    @Test
    void shouldCarryControlsOfThoseWhoMay() {
        assertEquals(213, control(ann, 1, ""));
        assertEquals(0, control(ben, 1, ""));
        assertEquals(0, control(ben, 4, "192.0.2.*"));
        assertEquals(0, control(ben, 5, "192.0.2.*"));
        assertEquals(20, control(ben, 2, ""));

        assertEquals(
                List.of(
                        new AuthApi.Kick(annSession, new UserId(ANN)),
                        new AuthApi.Kick(benSession, new UserId(ANN)),
                        new AuthApi.BanAddresses(benSession, "192.0.2.*", 60),
                        new AuthApi.AdmitAddresses(benSession, "192.0.2.*")),
                List.copyOf(gateway.auth.controls));
    }

    private static int control(TestClient client, int control, String text) {
        return client.request(id -> new ClientRequest.UserInfoControl(id, ANN, control, 60, 0, text))
                .code();
    }

    @Test
    void shouldCloseLinksOfABannedAddressAndLetNoNewOneIn() {
        AuthApi.BanList everyLoopback = new AuthApi.BanList(List.of(new AuthApi.Ban("127.*", 0)));
        TestClient silent = gateway.client();
        Reply here = silent.request(ClientRequest.Heartbeat::new);
        assertEquals(0, here.code());

        gateway.bus.publisher(BanEvents.class, Addresses.BANS).changed(everyLoopback);

        assertEquals(113, ann.closeCode());
        assertEquals(113, ben.closeCode());
        assertEquals(113, silent.closeCode());
        TestClient late = gateway.client();
        assertEquals(
                113,
                late.request(id -> new ClientRequest.Connect(id, 1, 5, "late")).code());
        assertEquals(113, late.closeCode());
        gateway.bus.publisher(BanEvents.class, Addresses.BANS).changed(new AuthApi.BanList(List.of()));
        assertEquals(4, gateway.verticle.counters().value(GatewayCounter.BANNED));
    }

    @Test
    void shouldAskForTheBansWhenAuthStarts() {
        gateway.auth.bans = List.of(new AuthApi.Ban("127.0.0.*", 0));
        gateway.bus
                .publisher(org.anychat.contracts.ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new org.anychat.contracts.ServiceEvents.ServiceStarted(Addresses.AUTH));

        assertEquals(113, ann.closeCode());
        assertNull(gateway.auth.controls.poll());
    }

    @Test
    void shouldForgetABanThatHasEnded() {
        gateway.bus
                .publisher(BanEvents.class, Addresses.BANS)
                .changed(new AuthApi.BanList(List.of(new AuthApi.Ban("127.*", 1))));

        assertEquals(0, ann.request(ClientRequest.Heartbeat::new).code());
        gateway.client().connect();
    }

    @Test
    void shouldTellOperatorsHowWellAClientSaysItSees() {
        assertEquals(309, report(ben, ANN, 1, 2).code());
        bothIn();
        assertNull(seenBy(BEN));

        TestClient.expectSuccess(report(ben, ANN, 1, 700));
        TestClient.expectSuccess(report(ben, ANN, 2, 1_240));

        assertEquals(List.of(new GatewayAdminApi.ReceivedVideo(new UserId(ANN), 2, 1_240)), seenBy(BEN));
        assertNull(seenBy(ANN));
        assertEquals(21, report(ben, ANN, -1, 0).code());
        TestClient.expectSuccess(ben.request(ClientRequest.LeaveRoom::new));
        assertNull(seenBy(BEN));
    }

    private static Reply report(TestClient client, int publisher, int freezes, int frozenMs) {
        return client.request(
                id -> new ClientRequest.ReportQuality(id, List.of(new ReceivedVideo(publisher, freezes, frozenMs))));
    }

    private List<GatewayAdminApi.ReceivedVideo> seenBy(int user) {
        GatewayAdminApi operators = gateway.bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(TestGateway.NODE));
        return TestGateway.await(operators.clients(new ListClients(0, 10, Integer.toString(user), null)))
                .clients()
                .get(0)
                .received();
    }
}
