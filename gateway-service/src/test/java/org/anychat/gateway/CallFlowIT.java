package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.CloseSession;
import org.anychat.contracts.GatewayApi.MediaState;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.GatewayApi.VideoPaused;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.OwnSettings;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;
import org.anychat.protocol.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do with each other, from login to leaving. */
class CallFlowIT {
    private static final NodeId SECOND = new NodeId("relay-2");
    private TestGateway gateway;
    private TestClient ann;
    private TestClient ben;
    private ReplyBody.LoggedIn annLogin;
    private ReplyBody.LoggedIn benLogin;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        ann = gateway.client(TestClient.Transport.WEB_SOCKET);
        ben = gateway.client(TestClient.Transport.FRAMED);
        annLogin = ann.login("Ann");
        benLogin = ben.login("Ben");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Both in room 1, all events of that read. */
    private void bothIn() {
        ann.enter(1);
        ann.next(ServerEvent.OnlineUser.class);
        ben.enter(1);
        ben.next(ServerEvent.OnlineUser.class);
        ann.next(ServerEvent.UserAtRoom.class);
    }

    private static SessionId session(ReplyBody.LoggedIn login) {
        return new SessionId(login.sessionId());
    }

    @Test
    void shouldGiveGuestsTheirNumbers() {
        assertEquals(List.of(-2, -3), List.of(annLogin.userId(), benLogin.userId()));
    }

    @Test
    void shouldKeepTheOrderOfAnEntry() {
        ann.enter(1);
        ben.send(id -> new ClientRequest.EnterRoom(id, 1, ""));

        Reply reply = assertInstanceOf(Reply.class, ben.next());
        ReplyBody.Room room = assertInstanceOf(ReplyBody.Room.class, reply.body());
        assertEquals(List.of(-2, -3), room.users().stream().map(User::userId).toList());
        assertTrue(room.media());
        assertEquals(new ServerEvent.OnlineUser(1, 2), ben.next());
    }

    @Test
    void shouldTellOthersOfAnEntry() {
        ann.enter(1);
        ben.enter(1);

        ServerEvent.UserAtRoom event = ann.next(ServerEvent.UserAtRoom.class);
        assertEquals(new ServerEvent.UserAtRoom(1, 2, -3, true, new User(-3, "Ben", 0, 0, 0, 5), 0), event);
    }

    @Test
    void shouldTellOthersOfCameraAndMicrophone() {
        bothIn();

        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetCamera(id, 2)));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetMicrophone(id, 1)));

        assertEquals(new ServerEvent.CameraState(3, -3, 2), ann.next());
        assertEquals(new ServerEvent.MicStateChange(4, -3, 1), ann.next());
    }

    @Test
    void shouldKeepAStateThatWasSetBeforeTheEntry() {
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SetCamera(id, 2)));

        assertEquals(List.of(new User(-2, "Ann", 0, 2, 0, 5)), ann.enter(1).users());
    }

    @Test
    void shouldCarryTextToTheRoomAndToOne() {
        bothIn();

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SendText(id, Limits.EVERYBODY, false, "hello")));
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SendText(id, -3, true, "psst")));

        assertEquals(new ServerEvent.TextMessage(-2, Limits.EVERYBODY, false, "hello"), ben.next());
        assertEquals(new ServerEvent.TextMessage(-2, -3, true, "psst"), ben.next());
    }

    @Test
    void shouldSayThatTheReceiverIsNotThere() {
        bothIn();

        assertEquals(
                205,
                ann.request(id -> new ClientRequest.SendText(id, -99, false, "hello"))
                        .code());
        assertEquals(
                205,
                ann.request(id -> new TransferRequest.TransBuffer(id, -99, new byte[] {1}))
                        .code());
    }

    @Test
    void shouldCarryBytesInTheirOrderWhateverTheRoom() {
        ann.enter(1);
        for (byte i = 0; i < 50; i++) {
            byte[] data = {i};
            ann.send(id -> new TransferRequest.TransBuffer(id, -3, data));
        }
        for (byte i = 0; i < 50; i++) {
            assertArrayEquals(
                    new byte[] {i}, ben.next(ServerEvent.TransBuffer.class).data());
        }
    }

    @Test
    void shouldHandleRequestsThatDoNotWaitForReplies() {
        TestClient cho = gateway.client();
        cho.send(id -> new ClientRequest.Connect(id, 1, 4, ""));
        cho.send(id -> new ClientRequest.Login(id, "Cho", ""));
        cho.send(id -> new ClientRequest.EnterRoomEx(id, "Two", ""));
        cho.send(id -> new ClientRequest.SetCamera(id, 1));
        int last = cho.send(id -> new ClientRequest.LeaveRoom(id));

        for (int re = 1; re <= last; re++) {
            assertEquals(re, TestClient.expectSuccess(cho.next(Reply.class)).re());
        }
    }

    @Test
    void shouldTellOthersOfADeparture() {
        bothIn();

        TestClient.expectSuccess(ben.request(id -> new ClientRequest.LeaveRoom(id)));

        assertEquals(new ServerEvent.UserAtRoom(1, 3, -3, false, null, 0), ann.next());
        assertEquals(309, ben.request(id -> new ClientRequest.LeaveRoom(id)).code());
    }

    @Test
    void shouldTellOthersOfALostLink() {
        bothIn();

        ben.close();

        assertEquals(new ServerEvent.UserAtRoom(1, 3, -3, false, null, 101), ann.next());
    }

    @Test
    void shouldMoveFromRoomToRoom() {
        bothIn();

        ReplyBody.Room two = ben.enter(2);

        assertEquals(2, two.roomId());
        assertEquals(new ServerEvent.UserAtRoom(1, 3, -3, false, null, 0), ann.next());
        assertEquals(new ServerEvent.OnlineUser(2, 1), ben.next());
        ann.request(id -> new ClientRequest.SetCamera(id, 2));
        ann.enter(2);
        assertEquals(-2, ben.next(ServerEvent.UserAtRoom.class).userId());
    }

    @Test
    void shouldListRoomsAndReadOnesOwn() {
        bothIn();

        ReplyBody.Rooms rooms =
                (ReplyBody.Rooms) ann.request(id -> new ClientRequest.Rooms(id)).body();
        ReplyBody.Room own = (ReplyBody.Room)
                ann.request(id -> new ClientRequest.RoomSnapshot(id)).body();

        assertEquals(
                new ReplyBody.RoomLine(1, "Room 1", 2, false), rooms.rooms().get(0));
        assertEquals(2, own.users().size());
    }

    @Test
    void shouldLogInAgainAfterALogout() {
        ann.enter(1);

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Logout(id)));
        Reply again = ann.request(id -> new ClientRequest.Login(id, "Ann", ""));

        assertEquals(-4, ((ReplyBody.LoggedIn) TestClient.expectSuccess(again).body()).userId());
        assertEquals(0, gateway.rooms.members(1));
    }

    @Test
    void shouldCloseALinkForAService() {
        gateway.api().closeSession(new CloseSession(session(annLogin), 209));

        assertEquals(209, ann.closeCode());
    }

    @Test
    void shouldCarryMediaSignalling() throws InterruptedException {
        bothIn();

        Reply published = ann.request(id -> new ClientRequest.Publish(id, "offer"));
        assertEquals(
                new ReplyBody.Published("answer to offer"),
                TestClient.expectSuccess(published).body());
        RelayApi.Publish publish = (RelayApi.Publish) gateway.relay.calls.poll(15, TimeUnit.SECONDS);
        assertEquals(
                new RelayApi.Peer(new RoomId(1), session(annLogin), new UserId(-2), TestGateway.NODE), publish.peer());
        assertEquals(new RelayApi.MediaSettings(32, new RelayApi.AudioSettings(16_000, 1, 15_850)), publish.settings());

        ben.send(id -> new ClientRequest.Subscribe(id));
        assertEquals(new ServerEvent.MediaOffer(1, "offer"), ben.next(ServerEvent.MediaOffer.class));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.MediaAnswer(id, 1, "answer")));
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SelectMedia(id, -2, false, true, false, 0)));
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Unpublish(id)));
    }

    @Test
    void shouldTellTheRelayOfTheClientsOwnSettings() throws InterruptedException {
        bothIn();
        OwnSettings own = new OwnSettings(16, null, 2, null);

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "offer", own)));

        RelayApi.Publish publish = (RelayApi.Publish) gateway.relay.calls.poll(15, TimeUnit.SECONDS);
        assertEquals(new RelayApi.MediaSettings(16, new RelayApi.AudioSettings(16_000, 2, 15_850)), publish.settings());
    }

    @Test
    void shouldTellOfMediaStates() {
        bothIn();

        gateway.api().mediaState(interrupted(FakeRooms.RELAY));

        assertEquals(
                new ServerEvent.MediaState(ServerEvent.Direction.SUBSCRIBE, ServerEvent.State.INTERRUPTED, 0, "slow"),
                ann.next(ServerEvent.MediaState.class));
    }

    @Test
    void shouldTellOfPausedVideos() {
        bothIn();

        gateway.api()
                .videoPaused(new VideoPaused(
                        FakeRooms.RELAY, session(annLogin), new UserId(-3), true, GatewayApi.PauseReason.LIMIT));

        assertEquals(
                new ServerEvent.VideoPaused(-3, true, ServerEvent.PauseReason.LIMIT),
                ann.next(ServerEvent.VideoPaused.class));
    }

    private MediaState interrupted(NodeId relay) {
        return new MediaState(relay, session(annLogin), RelayApi.Direction.SUBSCRIBE, State.INTERRUPTED, 0, "slow");
    }

    @Test
    void shouldCloseMediaWhenALinkIsLost() throws InterruptedException {
        bothIn();
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "offer")));
        gateway.relay.calls.clear();

        ann.close();

        assertEquals(
                new RelayApi.CloseMedia(session(annLogin), null, TestGateway.NODE),
                gateway.relay.calls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldCloseWhatWasSubscribedWhileTheConnectionBeforeEnded() throws InterruptedException {
        bothIn();
        gateway.relay.endsTheOneBefore = true;
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));
        gateway.relay.calls.clear();

        ann.close();

        assertEquals(
                new RelayApi.CloseMedia(session(annLogin), null, TestGateway.NODE),
                gateway.relay.calls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldTellThatTheMediaMoved() {
        bothIn();
        ann.send(id -> new ClientRequest.Publish(id, "offer"));
        ann.next(ServerEvent.MediaState.class);

        gateway.rooms.move(new RoomId(1), new NodeId("relay-2"), 0);

        assertEquals(
                ServerEvent.State.CLOSED, ann.next(ServerEvent.MediaState.class).state());
        assertEquals(new ServerEvent.MediaMoved(1, true, 0), ann.next(ServerEvent.MediaMoved.class));
        assertEquals(new ServerEvent.MediaMoved(1, true, 0), ben.next(ServerEvent.MediaMoved.class));
    }

    @Test
    void shouldLetTheOldRelayGoOnUntilTheGraceIsOver() throws InterruptedException {
        bothIn();
        FakeRelay second = new FakeRelay(gateway.bus, SECOND);
        TestGateway.await(gateway.bus.serve(RelayApi.class, Addresses.relay(SECOND), second));
        ann.send(id -> new ClientRequest.Publish(id, "offer"));
        ann.next(ServerEvent.MediaState.class);
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SelectMedia(id, -3, false, true, false, 0)));
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.LimitVideos(id, 4)));
        gateway.relay.calls.clear();

        gateway.rooms.move(new RoomId(1), SECOND, 200);

        assertEquals(new ServerEvent.MediaMoved(1, true, 200), ann.next());
        assertEquals(new RelayApi.CloseMedia(session(annLogin), null), gateway.relay.calls.poll(15, TimeUnit.SECONDS));
        ann.send(id -> new ClientRequest.Subscribe(id));
        assertInstanceOf(RelayApi.Subscribe.class, second.calls.poll(15, TimeUnit.SECONDS));
        assertEquals(
                new RelayApi.SelectMedia(session(annLogin), new UserId(-3), false, true),
                second.calls.poll(15, TimeUnit.SECONDS));
        assertEquals(new RelayApi.LimitVideos(session(annLogin), 4), second.calls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldTellNothingOfARelayThatCarriesTheClientNoMore() {
        bothIn();
        gateway.rooms.move(new RoomId(1), SECOND, 60_000);
        ann.next(ServerEvent.MediaMoved.class);

        gateway.api().mediaState(interrupted(FakeRooms.RELAY));
        gateway.api().mediaState(interrupted(SECOND));

        ann.next(ServerEvent.MediaState.class);
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.STALE_MEDIA_EVENT));
    }

    @Test
    void shouldFindOutWhereItsMediaIsWhenItHasMissedTheMove() {
        bothIn();
        gateway.rooms.moveUnheard(new RoomId(1), SECOND);

        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetCamera(id, 2)));

        assertEquals(new ServerEvent.MediaMoved(1, true, 0), ann.next(ServerEvent.MediaMoved.class));
    }

    @Test
    void shouldRepairWhatTheGatewayMissed() {
        bothIn();
        Member cho = new Member(
                new SessionId("elsewhere"),
                new NodeId("gateway-2"),
                new UserId(1001),
                7,
                new UserState("Cho", 2, 2, 1));
        gateway.rooms.lose(new RoomId(1), cho);

        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetCamera(id, 1)));

        ServerEvent.UserAtRoom entered = ann.next(ServerEvent.UserAtRoom.class);
        assertEquals(new User(1001, "Cho", 7, 2, 2, 1), entered.user());
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.ROOM_CHANGE_GAP));
    }

    @Test
    void shouldTellAClientThatTheServiceTookItOut() {
        bothIn();

        gateway.rooms.takeOut(session(annLogin), 0);

        assertEquals(new ServerEvent.UserAtRoom(1, 3, -2, false, null, 0), ann.next());
        assertEquals(309, ann.request(id -> new ClientRequest.LeaveRoom(id)).code());
    }
}
