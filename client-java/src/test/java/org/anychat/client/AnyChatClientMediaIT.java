package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.FrameCollector;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaGateway;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.RelayPeer;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.media.SampleFrames;
import org.anychat.client.media.VideoParameters;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.OwnSettings;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnyChatClientMediaIT {
    /** Of 32 bytes as base64url. */
    private static final int KEY_LENGTH = 43;

    private static final int OWN_ID = -2;
    private static final int UP_BPS = 3_000_000;

    private static MediaLoop loop;
    private static ClientRuntime runtime;

    private final FrameCollector received = new FrameCollector();
    private final MediaGateway gateway = new MediaGateway(loop);
    private final AtomicReference<ProtocolServer.Peer> link = new AtomicReference<>();
    private final Queue<ClientRequest.Publish> publishes = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<P2pRequest> direct = new LinkedBlockingQueue<>();
    private volatile boolean refuseMedia;
    private ProtocolServer server;
    private AnyChatClient client;

    @BeforeAll
    static void startLoops() {
        loop = new MediaLoop();
        runtime = ClientRuntime.create(1);
    }

    @AfterAll
    static void closeLoops() {
        runtime.close();
        loop.close();
    }

    @BeforeEach
    void enter() throws Exception {
        server = ProtocolServer.start(this::onRequest);
        client = AnyChatClient.builder()
                .server("127.0.0.1", server.port())
                .runtime(runtime)
                .upBandwidth(UP_BPS)
                .build();
        get(client.connect());
        get(client.login("Ann", ""));
        get(client.enterRoom(1, ""));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void shouldSendAndReceive() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video(), Sample.audio()));

        new SampleFrames(Sample.video()).assertFollowed(gateway.published.frames(MediaKind.VIDEO), 10, "sent");
        new SampleFrames(Sample.audio()).assertFollowed(gateway.published.frames(MediaKind.AUDIO), 10, "sent");
        new SampleFrames(Sample.video()).assertFollowed(received.frames(MediaKind.VIDEO), 10, "received");
        assertEquals(new RemoteTrack(-3, MediaCodec.H264), received.begun.take());
        assertEquals(2, get(client.sendStatistics()).size());
        assertEquals(1, get(client.receiveStatistics()).size());
    }

    /** As the root of a mesh tree. */
    @Test
    void shouldOfferAnotherUserWhatItPublishes() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video(), Sample.audio()));
        P2pRequest.Policy said = next(P2pRequest.Policy.class);
        String key = said.mesh().key();
        assertEquals(new P2pRequest.Mesh(P2pRequest.Forwards.PACKETS, UP_BPS, key), said.mesh());
        assertEquals(KEY_LENGTH, key.length());

        ServerEvent.Stream stream = new ServerEvent.Stream(OWN_ID, 1, 0, true, key);
        link.get().send(new ServerEvent.P2pTry(-3, 7, true, stream));

        P2pRequest.Signal offer = next(P2pRequest.Signal.class);
        assertEquals(7, offer.attempt());
        assertTrue(offer.sdp().contains("m=video") && offer.sdp().contains("m=audio"), offer.sdp());
        assertTrue(offer.sdp().contains("a=sendonly"), offer.sdp());
        link.get().send(new ServerEvent.P2pSignal(-3, 7, "v=0"));
        assertEquals(P2pRequest.State.FAILED, next(P2pRequest.Report.class).state());
    }

    /** As a viewer in a mesh tree. */
    @Test
    void shouldFailAnEdgeWhoseOfferDoesNotDo() throws Exception {
        get(client.subscribe(received));
        next(P2pRequest.Policy.class);

        ServerEvent.Stream stream = new ServerEvent.Stream(-4, 1, 0, false, new FrameSigner(1, -4).key());
        link.get().send(new ServerEvent.P2pTry(-3, 7, false, stream));
        link.get().send(new ServerEvent.P2pStream(7, 2, 0));
        link.get().send(new ServerEvent.P2pSignal(-3, 7, "v=0"));

        P2pRequest.Report report = next(P2pRequest.Report.class);
        assertEquals(7, report.attempt());
        assertEquals(P2pRequest.State.FAILED, report.state());
    }

    private <T extends P2pRequest> T next(Class<T> kind) throws InterruptedException {
        P2pRequest request = direct.poll(20, TimeUnit.SECONDS);
        while (!kind.isInstance(request)) {
            assertNotNull(request, kind.getSimpleName());
            request = direct.poll(20, TimeUnit.SECONDS);
        }
        return kind.cast(request);
    }

    @Test
    void shouldFailToPublishWithTheServersCode() {
        refuseMedia = true;

        assertEquals(23, failure(client.publish(Sample.audio())).code());
    }

    @Test
    void shouldRefuseTwoSourcesOfOneKind() {
        assertEquals(21, failure(client.publish(Sample.audio(), Sample.audio())).code());
    }

    @Test
    void shouldSendAndReceiveAnewWhenTheMediaMoves() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video()));
        takePeers();
        received.frames(MediaKind.VIDEO).take();

        link.get().send(new ServerEvent.MediaMoved(1, false, 0));
        link.get().send(new ServerEvent.MediaMoved(1, true, 0));

        takePeers();
        assertEquals(new RemoteTrack(-3, MediaCodec.H264), received.ended.poll(10, TimeUnit.SECONDS));
        gateway.published.frames(MediaKind.VIDEO).clear();
        received.frames(MediaKind.VIDEO).clear();
        assertNotNull(gateway.published.frames(MediaKind.VIDEO).poll(20, TimeUnit.SECONDS));
        assertNotNull(received.frames(MediaKind.VIDEO).poll(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldChangeOverWithoutAnEndWhileTheOldRelayGoesOn() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video()));
        RelayPeer oldPublisher = gateway.publishers.poll(20, TimeUnit.SECONDS);
        RelayPeer oldSubscriber = gateway.subscribers.poll(20, TimeUnit.SECONDS);
        received.frames(MediaKind.VIDEO).take();

        link.get().send(new ServerEvent.MediaMoved(1, true, 12_000));

        takePeers();
        assertNotNull(oldSubscriber.closed().get(20, TimeUnit.SECONDS), "the new one has taken over");
        assertFalse(oldPublisher.closed().isDone(), "others may still look at the old one");
        assertNotNull(oldPublisher.closed().get(40, TimeUnit.SECONDS));
        assertTrue(received.ended.isEmpty());
        assertEquals(1, received.begun.size());
    }

    @Test
    void shouldSendAndReceiveAnewWhenTheConnectionsEnd() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video()));
        RelayPeer publisher = gateway.publishers.take();
        RelayPeer subscriber = gateway.subscribers.take();
        publisher.connected().get(10, TimeUnit.SECONDS);
        subscriber.connected().get(10, TimeUnit.SECONDS);

        loop.run(() -> {
            publisher.close();
            subscriber.close();
        });

        takePeers();
    }

    /** An end that the relay tells of may have been that of what it was to make an offer for. */
    @Test
    void shouldAskAgainWhereNoOfferComes() throws Exception {
        gateway.withoutOffer.set(1);
        get(client.subscribe(received));

        link.get()
                .send(new ServerEvent.MediaState(
                        ServerEvent.Direction.SUBSCRIBE, ServerEvent.State.CLOSED, 0, "the client has closed it"));

        assertNotNull(received.frames(MediaKind.VIDEO).poll(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldEndMediaOnLeavingTheRoom() throws Exception {
        get(client.subscribe(received));
        get(client.publish(Sample.video()));
        received.begun.take();

        get(client.leaveRoom());

        assertNotNull(received.ended.poll(10, TimeUnit.SECONDS));
        assertTrue(get(client.sendStatistics()).isEmpty());
        assertTrue(get(client.receiveStatistics()).isEmpty());
    }

    @Test
    void shouldStopSending() throws Exception {
        get(client.publish(Sample.video()));

        get(client.unpublish());

        assertTrue(get(client.sendStatistics()).isEmpty());
    }

    @Test
    void shouldSendWithOwnParametersAndWithTheServersAgain() throws Exception {
        VideoParameters own = new VideoParameters(160, 120, 5, 7, 30_000, 3);
        BlockingQueue<VideoParameters> told = new LinkedBlockingQueue<>();
        MediaSource sample = Sample.video();
        get(client.publish(new MediaSource() {
            @Override
            public MediaCodec codec() {
                return sample.codec();
            }

            @Override
            public EncodedFrame poll(long elapsedUs) {
                return sample.poll(elapsedUs);
            }

            @Override
            public void onVideoParameters(VideoParameters parameters) {
                told.add(parameters);
            }
        }));
        VideoParameters servers = told.remove();
        assertEquals(320, servers.width());

        get(client.setVideoParameters(own));
        assertNull(told.poll());
        get(client.applyParameters(true));
        assertEquals(own, told.remove());
        get(client.applyParameters(false));
        assertEquals(servers, told.remove());

        OwnSettings sent = new OwnSettings(7, null, null, null);
        assertEquals(
                Arrays.asList(null, sent, null),
                List.copyOf(publishes).stream().map(ClientRequest.Publish::own).toList());

        link.get()
                .send(new ServerEvent.ServerConfigUpdate(new ClientConfig(
                        new ClientConfig.Video(640, 480, 15, 60, 0, 1, 4, 3),
                        new ClientConfig.Audio(16_000, 1, 16, 11, 15_850),
                        List.of(),
                        new ClientConfig.WebCodecs("H264", "opus"))));
        assertEquals(new VideoParameters(640, 480, 15, 60, 0, 4), told.poll(20, TimeUnit.SECONDS));
    }

    private void onRequest(ClientRequest request, ProtocolServer.Peer peer) {
        link.set(peer);
        if (request instanceof P2pRequest told) {
            direct.add(told);
        }
        if (request instanceof ClientRequest.Publish publish) {
            publishes.add(publish);
        }
        if (refuseMedia && request instanceof ClientRequest.Publish) {
            peer.send(Reply.failure(request.id(), 23, null));
        } else {
            gateway.onRequest(request, peer);
        }
    }

    private void takePeers() throws Exception {
        for (RelayPeer peer : new RelayPeer[] {
            gateway.publishers.poll(20, TimeUnit.SECONDS), gateway.subscribers.poll(20, TimeUnit.SECONDS)
        }) {
            assertNotNull(peer);
            peer.connected().get(20, TimeUnit.SECONDS);
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static AnyChatException failure(CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
        return assertInstanceOf(AnyChatException.class, failed.getCause());
    }
}
