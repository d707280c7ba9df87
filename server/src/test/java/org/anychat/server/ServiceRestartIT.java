package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.AnyChatListener;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service is stopped and started again under clients that stay: requests get their code, and then work again. */
class ServiceRestartIT {
    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(6);
    private static final long WAIT_SECONDS = 60;
    /** Steps of a video call. */
    private static final int REQUEST = 1;

    private static final int REPLY = 2;
    private static final int START = 3;
    private static final int FINISH = 4;

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private ServiceConfigs configs;
    private GatewayServiceVerticle gateway;
    private String auth;
    private String license;
    private String room;
    private String relay;

    @BeforeEach
    void start() throws Exception {
        Path ini = home.resolve(ServerConfigFile.NAME);
        java.nio.file.Files.writeString(ini, "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\n");
        configs = new ServiceConfigs(ServerConfigFile.load(ini).config(), new NodeId("test"), home);
        license = deploy(new LicenseServiceVerticle(configs.license(), bus));
        auth = deploy(new AuthServiceVerticle(configs.auth(), bus));
        room = deploy(new RoomServiceVerticle(configs.room(), bus));
        relay = deploy(new RelayServiceVerticle(configs.relay(), bus));
        ServerCertificate certificate =
                ServerCertificate.selfSigned(home, List.of(), Instant.now(), new SecureRandom());
        gateway = new GatewayServiceVerticle(configs.gateway(certificate), bus);
        deploy(gateway);
    }

    @AfterEach
    void stop() {
        get(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void shouldRefuseLoginsWhileTheLicenseServiceIsAwayAndCountThemAfterwards() {
        try (AnyChatClient ann = connected();
                AnyChatClient ben = connected()) {
            get(ann.login("Ann", ""));
            undeploy(license);

            assertFailsInTime(ErrorCode.SERVICECLOSED, () -> ben.login("Ben", ""));

            deploy(new LicenseServiceVerticle(configs.license(), bus));
            get(ben.login("Ben", ""));
        }
    }

    @Test
    void shouldKnowLoginsAgainAfterTheAuthServiceWasAway() {
        try (AnyChatClient ann = connected();
                AnyChatClient ben = connected()) {
            int annId = get(ann.login("Ann", "")).userId();
            get(ben.login("Ben", ""));
            undeploy(auth);
            assertFailsInTime(ErrorCode.SERVICECLOSED, () -> ben.transBuffer(annId, new byte[] {1}));

            deploy(new AuthServiceVerticle(configs.auth(), bus));

            awaitSuccess(() -> ben.transBuffer(annId, new byte[] {1}));
        }
    }

    @Test
    void shouldKnowMembersAgainAfterTheRoomServiceWasAway() {
        try (AnyChatClient ann = connected();
                AnyChatClient ben = connected()) {
            get(ann.login("Ann", ""));
            get(ben.login("Ben", ""));
            get(ann.enterRoom(1, ""));
            get(ben.enterRoom(1, ""));
            undeploy(room);
            assertFailsInTime(ErrorCode.SERVICECLOSED, () -> ann.sendText(AnyChatClient.EVERYBODY, false, "anybody?"));

            deploy(new RoomServiceVerticle(configs.room(), bus));

            awaitSuccess(() -> ann.sendText(AnyChatClient.EVERYBODY, false, "hello"));
            assertEquals(2, get(ann.snapshot()).users().size());
        }
    }

    @Test
    void shouldCarryMediaAgainAfterTheRelayWasAway() {
        try (AnyChatClient ann = connected()) {
            get(ann.login("Ann", ""));
            get(ann.enterRoom(1, ""));
            get(ann.publish(Sample.audio()));
            undeploy(relay);
            assertFailsInTime(null, () -> ann.subscribe(new MediaSink() {}));

            deploy(new RelayServiceVerticle(configs.relay(), bus));

            awaitSuccess(() -> ann.subscribe(new MediaSink() {}));
        }
    }

    @Test
    void shouldGoOnWithAVideoCallWhileTheAuthServiceIsAwayAndAfterwards() {
        CallListener annHears = new CallListener();
        CallListener benHears = new CallListener();
        try (AnyChatClient ann = connected(annHears);
                AnyChatClient ben = connected(benHears)) {
            int annId = get(ann.login("Ann", "")).userId();
            int benId = get(ben.login("Ben", "")).userId();
            int callRoom = startCall(ann, annHears, annId, ben, benHears, benId);
            FrameCount frames = new FrameCount();
            get(ann.enterRoom(callRoom, ""));
            get(ben.enterRoom(callRoom, ""));
            get(ann.publish(Sample.video(), Sample.audio()));
            get(ben.subscribe(frames));
            frames.awaitMore(10);

            undeploy(auth);
            frames.awaitMore(50);
            get(ann.sendText(AnyChatClient.EVERYBODY, false, "still here"));
            deploy(new AuthServiceVerticle(configs.auth(), bus));
            awaitSuccess(() -> ben.transBuffer(annId, new byte[] {1}));

            frames.awaitMore(50);
            assertEquals(2, get(ann.snapshot()).users().size());
            get(ann.videoCallFinish(benId, "bye"));
            assertEquals(new ServerEvent.VideoCall(FINISH, annId, 0, 0, 0, "bye"), benHears.next());
            assertEquals(new ServerEvent.VideoCall(FINISH, benId, 0, 0, 0, "bye"), annHears.next());
        }
    }

    /** Returns the room of the call. */
    private static int startCall(
            AnyChatClient ann, CallListener annHears, int annId, AnyChatClient ben, CallListener benHears, int benId) {
        get(ann.videoCallRequest(benId, 0, 0, ""));
        assertEquals(REQUEST, benHears.next().step());
        get(ben.videoCallReply(annId, 0, 0, 0, ""));
        assertEquals(REPLY, annHears.next().step());
        assertEquals(START, benHears.next().step());
        ServerEvent.VideoCall started = annHears.next();
        assertEquals(START, started.step());
        return started.param();
    }

    /** What a user is told of calls. */
    private static final class CallListener implements AnyChatListener {
        private final BlockingQueue<ServerEvent.VideoCall> events = new LinkedBlockingQueue<>();

        @Override
        public void onVideoCall(ServerEvent.VideoCall event) {
            events.add(event);
        }

        ServerEvent.VideoCall next() {
            try {
                ServerEvent.VideoCall event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                assertTrue(event != null, "nothing was told of the call");
                return event;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Counts the frames that arrive. */
    private static final class FrameCount implements MediaSink {
        private final Semaphore frames = new Semaphore(0);

        @Override
        public void onFrame(RemoteTrack track, EncodedFrame frame) {
            frames.release();
        }

        /** More than have arrived until now. */
        void awaitMore(int more) {
            frames.drainPermits();
            try {
                assertTrue(frames.tryAcquire(more, WAIT_SECONDS, TimeUnit.SECONDS), "the media has stopped");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private AnyChatClient connected() {
        return connected(new AnyChatListener() {});
    }

    private AnyChatClient connected(AnyChatListener listener) {
        AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", gateway.tcpPorts().get(0))
                .listener(listener)
                .build();
        get(client.connect());
        return client;
    }

    /** A null code stands for any: where a relay is lost, the room may or may not have been told. */
    private static void assertFailsInTime(ErrorCode expected, Supplier<CompletableFuture<?>> request) {
        Instant begun = Instant.now();
        ErrorCode code = failureOf(request.get());
        Duration took = Duration.between(begun, Instant.now());

        assertTrue(took.compareTo(LONGEST_DEADLINE) < 0, "took " + took);
        assertTrue(code != null && (expected == null || code == expected), "failed with " + code);
    }

    /** Asks again until the service's peers have told it what they know. */
    private static void awaitSuccess(Supplier<CompletableFuture<?>> request) {
        Instant deadline = Instant.now().plusSeconds(WAIT_SECONDS);
        ErrorCode code = failureOf(request.get());
        while (code != null && Instant.now().isBefore(deadline)) {
            code = failureOf(request.get());
        }
        assertEquals(null, code);
    }

    private static ErrorCode failureOf(CompletableFuture<?> future) {
        try {
            future.get(WAIT_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return ((AnyChatException) e.getCause()).errorCode().orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String deploy(Deployable service) {
        return get(vertx.deployVerticle(service).toCompletionStage().toCompletableFuture());
    }

    private void undeploy(String deployment) {
        Future<Void> gone = vertx.undeploy(deployment);
        get(gone.toCompletionStage().toCompletableFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
