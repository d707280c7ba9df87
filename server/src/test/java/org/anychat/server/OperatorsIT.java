package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.anychat.client.AnyChatClient;
import org.anychat.client.sample.Sample;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.ClientLine;
import org.anychat.contracts.GatewayAdminApi.FindTrails;
import org.anychat.contracts.GatewayAdminApi.ListClients;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.GatewayAdminApi.MuteChange;
import org.anychat.contracts.GatewayAdminApi.MuteClient;
import org.anychat.contracts.GatewayAdminApi.Trail;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RelayAdminApi.Connection;
import org.anychat.contracts.RelayAdminApi.ReadRoom;
import org.anychat.contracts.RelayAdminApi.Stream;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomAdminApi.CloseRoom;
import org.anychat.contracts.RoomAdminApi.GetOverview;
import org.anychat.contracts.RoomAdminApi.MoveRoom;
import org.anychat.contracts.RoomAdminApi.Moved;
import org.anychat.contracts.RoomAdminApi.Overview;
import org.anychat.contracts.RoomAdminApi.SayInRoom;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a call with real media, and do to it, by the calls that the dashboard makes. */
class OperatorsIT {
    private static final NodeId GATEWAY = new NodeId("control");
    private static final NodeId FIRST = new NodeId("relay-0");
    private static final NodeId SECOND = new NodeId("relay-1");
    private static final RoomId ROOM = new RoomId(1);
    private static final long PATIENCE_MS = 10_000;

    private Services services;
    private AnyChatClient ann;
    private Received received;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        services = new Services(home, 0);
        services.startRelay(FIRST.value());
        services.relayOf(2);
        ann = services.inRoom("Ann", 1);
        AnyChatClient ben = services.inRoom("Ben", 1);
        received = new Received();
        Received.await(ben.subscribe(received));
        Received.await(ann.publish(Sample.video(), Sample.audio()));
        received.awaitMore(10);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private RoomAdminApi rooms() {
        return services.bus.proxy(RoomAdminApi.class, Addresses.ROOM_ADMIN);
    }

    private GatewayAdminApi gateway() {
        return services.bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(GATEWAY));
    }

    private ClientLine ann() {
        return Services.await(gateway().clients(new ListClients(0, 10, "ann", null)))
                .clients()
                .get(0);
    }

    private void mute(Boolean microphone, Boolean camera) {
        UserId user = ann().who().user();
        Located located =
                Services.await(services.bus.proxy(AuthApi.class, Addresses.AUTH).locate(new Locate(user)));
        Services.await(gateway().mute(new MuteClient(located.session(), new MuteChange(microphone, camera))));
    }

    private long soundFramesWhilePictures(int pictures) {
        long fromNs = System.nanoTime();
        Await.until("pictures go on", () -> received.picturesSince(fromNs) >= pictures);
        return received.soundsSince(fromNs);
    }

    @Test
    void shouldWithholdTheSoundThatIsMutedWhateverTheClientDoes() {
        mute(true, null);

        soundFramesWhilePictures(2);
        assertEquals(0, soundFramesWhilePictures(20));

        Received.await(ann.unpublish());
        Received.await(ann.publish(Sample.video(), Sample.audio()));
        soundFramesWhilePictures(2);
        assertEquals(0, soundFramesWhilePictures(20));

        mute(false, null);
        received.awaitMore(10);
    }

    @Test
    void shouldChangeNothingButWhatAnOperatorHasChanged() {
        mute(true, null);
        mute(null, true);
        assertEquals(new Mute(true, true), ann().mute());

        mute(false, null);
        assertEquals(new Mute(false, true), ann().mute());
    }

    @Test
    void shouldTellWhoPublishesWhateverTheClientSays() {
        assertEquals(UserState.NONE, ann().state().camera());
        assertTrue(ann().publishing());

        Received.await(ann.unpublish());
        assertFalse(ann().publishing());
    }

    @Test
    void shouldMoveARoomToTheRelayThatIsNamedWithoutAGap() {
        services.startRelay(SECOND.value());
        Await.until("both relays are known", () -> overview().relays().size() == 2);
        long fromNs = System.nanoTime();

        assertEquals(new Moved(2), Services.await(rooms().move(new MoveRoom(ROOM, SECOND))));

        Await.until(
                "the media has moved",
                () -> connections(FIRST).isEmpty() && connections(SECOND).size() == 2);
        received.awaitMore(10);
        assertEquals(List.of(SECOND, SECOND), List.copyOf(services.carriers(1).values()));
        long longestMs =
                Collections.max(List.of(received.longestStandstillMs(fromNs), received.longestSilenceMs(fromNs)));
        assertTrue(longestMs < PATIENCE_MS, () -> longestMs + " ms");
    }

    @Test
    void shouldRefuseARelayThatIsNotThereAndARoomThatIsNot() {
        assertThrows(
                AssertionError.class, () -> Services.await(rooms().move(new MoveRoom(ROOM, new NodeId("nowhere")))));
        assertThrows(AssertionError.class, () -> Services.await(rooms().move(new MoveRoom(new RoomId(77), FIRST))));
        assertThrows(AssertionError.class, () -> Services.await(rooms().close(new CloseRoom(new RoomId(77)))));
        assertThrows(AssertionError.class, () -> Services.await(rooms().say(new SayInRoom(ROOM, ""))));
    }

    @Test
    void shouldTakeEverybodyOutOfARoomThatIsClosed() {
        assertEquals(2, Services.await(rooms().close(new CloseRoom(ROOM))).members());

        assertTrue(Services.await(services.rooms().snapshot(new GetSnapshot(ROOM)))
                .members()
                .isEmpty());
        Await.until("their media is over", () -> connections(FIRST).isEmpty());
        Received.await(ann.enterRoom(1, ""));
    }

    private Overview overview() {
        return Services.await(rooms().overview(new GetOverview()));
    }

    private List<Connection> connections(NodeId relay) {
        return Services.await(services.bus
                        .proxy(RelayAdminApi.class, Addresses.relayAdmin(relay))
                        .room(new ReadRoom(ROOM)))
                .connections();
    }

    @Test
    void shouldTellOfEachStreamWhoSendsAndWhoGetsIt() {
        Await.until(
                "figures are there",
                () -> streams(Direction.PUBLISH).stream()
                        .allMatch(stream -> stream.figures().bitrateBps() > 0));

        assertEquals(2, streams(Direction.PUBLISH).size());
        assertEquals(2, streams(Direction.SUBSCRIBE).size());
        UserId user = ann().who().user();
        for (Connection connection : connections(FIRST)) {
            assertTrue(connection.connected());
            assertTrue(connection.address().startsWith("127.0.0.1:"), connection.address());
            connection.streams().forEach(stream -> assertEquals(user, stream.publisher()));
        }
        Await.until(
                "the round trip is known",
                () -> streams(Direction.SUBSCRIBE).stream()
                        .anyMatch(stream -> stream.figures().roundTripUs() > 0));
    }

    private List<Stream> streams(Direction direction) {
        return connections(FIRST).stream()
                .filter(connection -> connection.direction() == direction)
                .flatMap(connection -> connection.streams().stream())
                .toList();
    }

    @Test
    void shouldTellHowFarAClientHasComeAndWhyItHasGone() {
        Trail trail = trail();
        List<String> steps = trail.steps().stream().map(step -> step.what()).toList();
        assertTrue(
                steps.containsAll(List.of("link", "connect", "login", "enterRoom", "publish", "publish.connected")),
                steps::toString);
        assertEquals(0, trail.endedMs());

        Services.await(services.bus
                .proxy(AuthApi.class, Addresses.AUTH)
                .kick(new AuthApi.Kick(null, ann().who().user())));

        Await.until("the trail has its end", () -> trail().endedMs() > 0);
        assertEquals(211, trail().endCode());
    }

    private Trail trail() {
        return Services.await(gateway().trails(new FindTrails("ann", false, 10)))
                .trails()
                .get(0);
    }
}
