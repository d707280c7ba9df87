package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.Reconnected;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.ClientLine;
import org.anychat.contracts.GatewayAdminApi.ListClients;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.GatewayAdminApi.MuteChange;
import org.anychat.contracts.GatewayAdminApi.MuteClient;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.ServerConfigFile;
import org.anychat.runtime.tls.ServerCertificate;
import org.anychat.testsupport.CuttableProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways before one set of services: clients whose links break, and whose gateways go. */
class ReturningIT {
    private static final long WAIT_SECONDS = 20;
    private static final NodeId FIRST = new NodeId("first");
    private static final NodeId SECOND = new NodeId("second");

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final Heard annHears = new Heard();
    private final Heard benHears = new Heard();
    private String firstGateway;
    private CuttableProxy toFirst;
    private CuttableProxy toSecond;
    private AnyChatClient ann;
    private AnyChatClient ben;
    private int annId;
    private int benId;

    private void start(int keepSeconds) throws Exception {
        Path ini = home.resolve(ServerConfigFile.NAME);
        Files.writeString(
                ini, "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\nSessionKeepSeconds=" + keepSeconds + "\n");
        ServiceConfigs configs = configs(ini, FIRST);
        deploy(new LicenseServiceVerticle(configs.license(), bus));
        deploy(new AuthServiceVerticle(configs.auth(), bus));
        deploy(new RoomServiceVerticle(configs.room(), bus));
        deploy(new RelayServiceVerticle(configs.relay(), bus));
        ServerCertificate certificate =
                ServerCertificate.selfSigned(home, List.of(), Instant.now(), new SecureRandom());
        GatewayServiceVerticle first = new GatewayServiceVerticle(configs.gateway(certificate), bus);
        GatewayServiceVerticle second =
                new GatewayServiceVerticle(configs(ini, SECOND).gateway(certificate), bus);
        firstGateway = deploy(first);
        deploy(second);
        toFirst = CuttableProxy.to(first.tcpPorts().get(0));
        toSecond = CuttableProxy.to(second.tcpPorts().get(0));
        ann = AnyChatClient.builder()
                .server("127.0.0.1", toFirst.port())
                .otherServer("127.0.0.1", toSecond.port())
                .listener(annHears.listener())
                .build();
        ben = AnyChatClient.builder()
                .server("127.0.0.1", second.tcpPorts().get(0))
                .listener(benHears.listener())
                .build();
        annId = inRoom(ann, "Ann");
        benId = inRoom(ben, "Ben");
        benHears.next(ServerEvent.OnlineUser.class);
        annHears.next(ServerEvent.UserAtRoom.class);
        benHears.clear();
    }

    private ServiceConfigs configs(Path ini, NodeId node) {
        return new ServiceConfigs(ServerConfigFile.load(ini).config(), node, home);
    }

    @BeforeEach
    void forget() {
        annHears.clear();
    }

    @AfterEach
    void stop() {
        ann.close();
        ben.close();
        toFirst.close();
        toSecond.close();
        get(vertx.close());
    }

    @Test
    void shouldComeBackToItsGatewayWithoutAnybodyNoticing() throws Exception {
        start(30);
        toSecond.block(true);
        toFirst.block(true);
        toFirst.cut();
        annHears.next(ServerEvent.LinkClose.class);
        get(ben.sendText(AnyChatClient.EVERYBODY, false, "first"));
        get(ben.transBuffer(annId, "second".getBytes(StandardCharsets.UTF_8)));
        get(ben.sendText(annId, true, "third"));
        CompletableFuture<Void> asked = ann.sendText(AnyChatClient.EVERYBODY, false, "said while away");

        toFirst.block(false);
        Reconnected back = annHears.next(Reconnected.class);

        assertTrue(back.resumed());
        assertEquals(annId, back.login().userId());
        assertEquals(1, back.room().roomId());
        assertEquals(0, back.missed());
        assertEquals("first", annHears.next(ServerEvent.TextMessage.class).text());
        assertEquals(
                "second",
                new String(annHears.next(ServerEvent.TransBuffer.class).data(), StandardCharsets.UTF_8));
        assertEquals("third", annHears.next(ServerEvent.TextMessage.class).text());
        get(asked);
        // The first thing that Ben hears since.
        assertEquals("said while away", ((ServerEvent.TextMessage) benHears.next()).text());
        bothStillTalk();
    }

    @Test
    void shouldGoOnAtTheOtherGateway() throws Exception {
        start(30);
        toFirst.block(true);
        toFirst.cut();

        Reconnected back = annHears.next(Reconnected.class);

        assertTrue(back.resumed());
        assertEquals(annId, back.login().userId());
        bothStillTalk();
        get(ann.leaveRoom());
        ServerEvent.UserAtRoom left = benHears.next(ServerEvent.UserAtRoom.class);
        assertFalse(left.enter());
        assertEquals(0, left.reason());
    }

    @Test
    void shouldBringWhatItsFormerGatewayHasKept() throws Exception {
        start(30);
        toFirst.block(true);
        toSecond.block(true);
        toFirst.cut();
        annHears.next(ServerEvent.LinkClose.class);
        get(ben.sendText(AnyChatClient.EVERYBODY, false, "kept at the first"));

        toSecond.block(false);

        assertTrue(annHears.next(Reconnected.class).resumed());
        assertEquals(
                "kept at the first",
                annHears.next(ServerEvent.TextMessage.class).text());
        bothStillTalk();
    }

    @Test
    void shouldGoOnWhereItsGatewayStops() throws Exception {
        start(30);

        get(vertx.undeploy(firstGateway));

        assertEquals(58, annHears.next(ServerEvent.LinkClose.class).code());
        assertTrue(annHears.next(Reconnected.class).resumed());
        bothStillTalk();
    }

    @Test
    void shouldEndTheSessionsOfADeadGatewayThatNobodyComesBackFor() throws Exception {
        start(1);
        toFirst.block(true);
        toSecond.block(true);
        // The gateway itself sees nothing of it, so that the end is not its doing.
        toFirst.freeze();

        bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS).left(new NodeEvents.NodeLeft(FIRST));

        ServerEvent.UserAtRoom left = benHears.next(ServerEvent.UserAtRoom.class);
        assertFalse(left.enter());
        assertEquals(annId, left.userId());
        assertEquals(101, left.reason());
        awaitLoggedOut(annId);
    }

    @Test
    void shouldLogInAnewWhereTheSessionIsOver() throws Exception {
        start(1);
        toFirst.block(true);
        toSecond.block(true);
        toFirst.cut();
        assertEquals(101, ((ServerEvent.UserAtRoom) benHears.next()).reason());

        toSecond.block(false);
        Reconnected back = annHears.next(Reconnected.class);

        assertFalse(back.resumed());
        assertEquals("Ann", back.login().name());
        get(ann.enterRoom(1, ""));
        assertTrue(((ServerEvent.UserAtRoom) benHears.next()).enter());
    }

    @Test
    void shouldCarryMediaOnWhileALinkIsLostAndAfterItsReturn() throws Exception {
        start(30);
        FrameCounter seen = new FrameCounter();
        get(ann.publish(Sample.audio()));
        get(ben.subscribe(seen));
        seen.awaitMore(20);
        toFirst.block(true);
        toSecond.block(true);
        toFirst.cut();
        annHears.next(ServerEvent.LinkClose.class);

        seen.awaitMore(100);
        toSecond.block(false);
        assertTrue(annHears.next(Reconnected.class).resumed());
        seen.awaitMore(100);

        assertEquals(0, seen.ended());
        assertEquals(1, get(ann.sendStatistics()).size());
        bothStillTalk();
    }

    @Test
    void shouldGoOnWithholdingWhatAnOperatorHasMutedAtAGatewayThatIsGone() throws Exception {
        start(30);
        MuteChange sound = new MuteChange(true, null);
        get(administrationOf(FIRST).mute(new MuteClient(annAt(FIRST).who().session(), sound)));

        get(vertx.undeploy(firstGateway));

        assertTrue(annHears.next(Reconnected.class).resumed());
        assertEquals(new Mute(true, false), annAt(SECOND).mute());
        Received received = new Received();
        get(ben.subscribe(received));
        long fromNs = System.nanoTime();
        get(ann.publish(Sample.video(), Sample.audio()));
        Await.until("pictures come", () -> received.picturesSince(fromNs) >= 20);
        assertEquals(0, received.soundsSince(fromNs));
    }

    private GatewayAdminApi administrationOf(NodeId gateway) {
        return bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(gateway));
    }

    private ClientLine annAt(NodeId gateway) {
        return get(administrationOf(gateway).clients(new ListClients(0, 1, "Ann", null)))
                .clients()
                .get(0);
    }

    /** Each hears the other next, so nothing else was heard before. */
    private void bothStillTalk() throws Exception {
        get(ann.sendText(benId, true, "to Ben"));
        Object heard = benHears.nextBut(ServerEvent.MediaState.class);
        assertEquals("to Ben", ((ServerEvent.TextMessage) heard).text());
        get(ben.sendText(annId, true, "to Ann"));
        assertEquals("to Ann", annHears.next(ServerEvent.TextMessage.class).text());
        assertEquals(2, get(ann.snapshot()).users().size());
    }

    private void awaitLoggedOut(int user) throws Exception {
        ErrorCode code = null;
        for (Instant end = Instant.now().plusSeconds(WAIT_SECONDS);
                code != ErrorCode.INVALID_USERID && Instant.now().isBefore(end); ) {
            code = ben.transBuffer(user, new byte[1])
                    .handle((done, failure) -> failure == null
                            ? ErrorCode.SUCCESS
                            : ((AnyChatException) failure).errorCode().orElseThrow())
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals(ErrorCode.INVALID_USERID, code);
    }

    /** Counts what a viewer gets. */
    private static final class FrameCounter implements MediaSink {
        private long frames;
        private int ended;

        @Override
        public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
            frames++;
            notifyAll();
        }

        @Override
        public synchronized void onTrackEnded(RemoteTrack track) {
            ended++;
        }

        synchronized int ended() {
            return ended;
        }

        synchronized void awaitMore(long more) throws InterruptedException {
            long wanted = frames + more;
            long endMs = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(WAIT_SECONDS);
            while (frames < wanted && System.currentTimeMillis() < endMs) {
                wait(1_000);
            }
            assertTrue(frames >= wanted, "only " + (frames + more - wanted) + " frames came");
        }
    }

    private static int inRoom(AnyChatClient client, String name) {
        get(client.connect());
        int id = get(client.login(name, "")).userId();
        get(client.enterRoom(1, ""));
        return id;
    }

    private String deploy(Deployable service) {
        return get(vertx.deployVerticle(service));
    }

    private static <T> T get(Future<T> future) {
        return get(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
