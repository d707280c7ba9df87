package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi.AnnounceLogins;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.AnnounceMembers;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that stop, hang and come back. */
class ServicesAwayIT {
    private TestGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void tellStarted(String address) {
        gateway.bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(address));
    }

    @Test
    void shouldAnswerWithItsCodeWhereAServiceIsMissing() {
        TestClient client = gateway.client().connect();
        gateway.stopAuth();

        assertEquals(
                58, client.request(id -> new ClientRequest.Login(id, "Ann", "")).code());

        gateway.startAuth();
        TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, "Ann", "")));
    }

    @Test
    void shouldAnswerWithinTheDeadlineWhereAServiceHangs() {
        TestClient client = gateway.client().connect();
        gateway.auth.silent = true;
        long beforeNs = System.nanoTime();

        assertEquals(
                44, client.request(id -> new ClientRequest.Login(id, "Ann", "")).code());

        assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beforeNs) < 10);
        gateway.auth.silent = false;
        TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, "Ann", "")));
    }

    @Test
    void shouldTakeTheClientOutOfARoomThatItMayHaveEntered() throws InterruptedException {
        TestClient client = gateway.client();
        ReplyBody.LoggedIn login = client.login("Ann");
        gateway.rooms.silent = true;

        assertEquals(
                44, client.request(id -> new ClientRequest.EnterRoom(id, 1, "")).code());

        assertEquals(
                new SessionId(login.sessionId()),
                gateway.rooms.departures.poll(15, TimeUnit.SECONDS).session());
    }

    @Test
    void shouldAnswerWhereRoomAndRelayAreMissing() {
        TestClient client = gateway.client();
        client.login("Ann");
        client.enter(1);
        gateway.stopRoomsAndRelay();

        assertEquals(
                58,
                client.request(id -> new ClientRequest.SendText(id, -1, false, "x"))
                        .code());
        assertEquals(
                58, client.request(id -> new ClientRequest.Publish(id, "x")).code());
        assertEquals(58, client.request(ClientRequest.LeaveRoom::new).code());
        TestClient.expectSuccess(client.request(ClientRequest.Heartbeat::new));
    }

    @Test
    void shouldSayThatThereIsNoRelay() {
        gateway.rooms.relay = null;
        TestClient client = gateway.client();
        client.login("Ann");

        assertEquals(false, client.enter(1).media());
        assertEquals(23, client.request(ClientRequest.Subscribe::new).code());
    }

    @Test
    void shouldAnnounceItsLoginsToANewAuthService() throws InterruptedException {
        ReplyBody.LoggedIn login = gateway.client().login("Ann");
        gateway.auth.announcements.clear();

        tellStarted(Addresses.AUTH);

        AnnounceLogins announced = gateway.auth.announcements.poll(15, TimeUnit.SECONDS);
        assertEquals(TestGateway.NODE, announced.gateway());
        assertEquals(new SessionId(login.sessionId()), announced.logins().get(0).session());
    }

    @Test
    void shouldAnnounceItsMembersToANewRoomServiceAndGoOn() throws InterruptedException {
        TestClient ann = gateway.client();
        TestClient ben = gateway.client();
        ann.login("Ann");
        ben.login("Ben");
        ann.enter(1);
        ben.enter(1);
        ann.next(ServerEvent.UserAtRoom.class);
        gateway.rooms.announcements.clear();
        gateway.rooms.restart();

        tellStarted(Addresses.ROOM);

        AnnounceMembers announced = gateway.rooms.announcements.poll(15, TimeUnit.SECONDS);
        assertEquals(2, announced.memberships().size());
        assertEquals(2, announced.memberships().get(0).version());
        assertEquals(FakeRooms.RELAY, announced.memberships().get(0).relay());
        TestClient.expectSuccess(ben.request(id -> new ClientRequest.SetMicrophone(id, 2)));
        assertEquals(2, ann.next(ServerEvent.MicStateChange.class).state());
    }

    @Test
    void shouldTellWhoCameAndWentWhileTheRoomWasRead() {
        TestClient ann = gateway.client();
        ann.login("Ann");
        ann.enter(1);
        gateway.rooms.visitor = new Member(
                new SessionId("visitor"), new NodeId("elsewhere"), new UserId(77), 0, new UserState("Cho", 0, 0, 0));

        tellStarted(Addresses.ROOM);

        assertEquals("77 came", move(ann.next(ServerEvent.UserAtRoom.class)));
        assertEquals("77 went", move(ann.next(ServerEvent.UserAtRoom.class)));
    }

    private static String move(ServerEvent.UserAtRoom event) {
        return event.userId() + (event.enter() ? " came" : " went");
    }

    @Test
    void shouldAskForMediaAnewWhenTheRelayStartedAnew() {
        TestClient ann = gateway.client();
        ann.login("Ann");
        ann.enter(1);
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));

        tellStarted(Addresses.relay(FakeRooms.RELAY));

        assertEquals(
                ServerEvent.State.CLOSED, ann.next(ServerEvent.MediaState.class).state());
        assertEquals(new ServerEvent.MediaMoved(1, true, 0), ann.next(ServerEvent.MediaMoved.class));
    }

    @Test
    void shouldRepeatTheCleanUpUntilTheServiceIsBack() throws InterruptedException {
        TestClient ann = gateway.client();
        ann.login("Ann");
        gateway.stopAuth();

        ann.close();
        ann.awaitClosed();
        gateway.startAuth();

        // The gateway repeats the logout; when it has come through, nothing is left of the login.
        while (!gateway.auth.loggedIn.isEmpty()) {
            gateway.auth.awaitLogout();
        }
    }

    @Test
    void shouldSayGoodByeWhenItStops() {
        TestClient ann = gateway.client(TestClient.Transport.WEB_SOCKET_TLS);
        ann.login("Ann");
        ann.enter(1);

        TestGateway.await(gateway.vertx.undeploy(gateway.verticle.deploymentID()));

        assertEquals(58, ann.closeCode());
        assertEquals(0, gateway.rooms.members(1));
        assertTrue(gateway.auth.loggedIn.isEmpty());
    }
}
