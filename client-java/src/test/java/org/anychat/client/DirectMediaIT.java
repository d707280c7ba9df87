package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.LoopbackPeers;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.P2pRequest.State;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two clients of whom the test is the server and the relay; their direct connections are real ones, on loopback. */
@Timeout(60)
class DirectMediaIT {
    private static final int ANN = -2;
    private static final int BEN = -3;
    private static final int ATTEMPT = 7;
    private static final long WAIT_SECONDS = 20;

    private static MediaLoop loop;
    private static MediaLoop otherLoop;

    private final Side ann = new Side(ANN, loop);
    private final Side ben = new Side(BEN, otherLoop);

    @BeforeAll
    static void startLoops() {
        loop = new MediaLoop();
        otherLoop = new MediaLoop();
    }

    @AfterAll
    static void closeLoops() {
        loop.close();
        otherLoop.close();
    }

    @AfterEach
    void stop() throws Exception {
        loop.run(ann.media::stop);
        otherLoop.run(ben.media::stop);
    }

    @Test
    void shouldSayAtTheBeginningAndAfterALostLinkThatNothingIsKnown() throws Exception {
        start();
        assertEquals(new P2pRequest.Policy(0, 1, true), ann.next(P2pRequest.Policy.class));
        loop.run(() -> ann.media.hold(true));
        assertEquals(new P2pRequest.Policy(0, 0, false), ann.next(P2pRequest.Policy.class));
        loop.run(() -> ann.media.hold(false));
        loop.call(() -> ann.media.setPolicy(2));
        ann.next(P2pRequest.Policy.class);
        assertEquals(new P2pRequest.Policy(0, 2, false), ann.next(P2pRequest.Policy.class));

        loop.run(ann.media::onReturn);

        assertEquals(new P2pRequest.Policy(0, 2, true), ann.next(P2pRequest.Policy.class));
    }

    @Test
    void shouldTakeThePlaceOfTheRelayAtAKeyFrameAndSaySo() throws Exception {
        goDirect();

        for (Side side : List.of(ann, ben)) {
            assertFalse(side.shown.contains("ends"), side.shown::toString);
            side.shown.clear();
            side.loop.run(() -> side.relay('r'));
            side.awaitFrames(5);
            assertFalse(side.relayed(), "what the relay sends is not wanted any more");
        }
        assertEquals(2, loop.call(ann.media::statistics).size());
    }

    @Test
    void shouldEndAtOnceWhatIsClosedWithoutAGrace() throws Exception {
        goDirect();

        loop.run(() -> {
            ann.media.onClose(new ServerEvent.P2pClose(BEN, ATTEMPT, 0));
            ann.shown.clear();
            ann.relay('r');
        });

        assertTrue(ann.relayed(), ann.shown::toString);
        assertEquals(2, ann.shown.size(), "of the other nothing comes any more");
        assertEquals(State.FAILED, ben.next(P2pRequest.Report.class).state(), "the other finds its end gone");
    }

    @Test
    void shouldGoOnDirectlyForAGraceUntilTheRelayHasIt() throws Exception {
        goDirect();

        loop.run(() -> {
            ann.media.onClose(new ServerEvent.P2pClose(BEN, ATTEMPT, 2_000));
            ann.shown.clear();
        });
        ann.awaitFrames(5);
        assertFalse(ann.relayed());
        loop.run(() -> {
            ann.relay('r');
            ann.shown.clear();
            ann.relay('s');
        });

        assertEquals(2, ann.shown.size(), ann.shown::toString);
        assertTrue(ann.relayed());
    }

    @Test
    void shouldFallBackOnTheRelayWhereNothingComesAnyMore() throws Exception {
        goDirect();
        CountDownLatch standstill = new CountDownLatch(1);
        loop.resources().loop().execute(() -> await(standstill));

        assertEquals(State.FAILED, ben.next(P2pRequest.Report.class).state());
        assertEquals(1, otherLoop.call(() -> ben.broken), "the relay is sent everything again");
        otherLoop.run(() -> {
            ben.shown.clear();
            ben.relay('r');
        });
        assertTrue(ben.relayed(), ben.shown::toString);
        standstill.countDown();
    }

    /** A screen without sound on which nothing moves: neither frames nor, for a while, reports come. */
    @Test
    void shouldStayWhereAPictureStandsStill() throws Exception {
        ann.open = EnumSet.of(MediaKind.VIDEO);
        StillPicture screen = new StillPicture();
        ben.sources = new SharedSources(List.<MediaSource>of(screen));
        goDirect();

        screen.still = true;
        var unused = otherLoop
                .resources()
                .loop()
                .schedule(
                        () -> {
                            ann.shown.clear();
                            screen.still = false;
                        },
                        3,
                        TimeUnit.SECONDS);
        screen.awaitMotion();
        ann.awaitFrames(5);

        assertFalse(
                ann.requests.contains(new P2pRequest.Report(0, BEN, ATTEMPT, State.FAILED)), ann.requests::toString);
        assertEquals(0, loop.call(() -> ann.broken));
        assertFalse(ann.relayed(), ann.shown::toString);
    }

    /** Gives no frames where nothing moves. */
    private static final class StillPicture implements MediaSource {
        private final MediaSource moving = Sample.video();
        private final CountDownLatch movesAgain = new CountDownLatch(1);
        private boolean stoodStill;
        private volatile boolean still;

        @Override
        public MediaCodec codec() {
            return moving.codec();
        }

        @Override
        public EncodedFrame poll(long elapsedUs) {
            EncodedFrame frame = moving.poll(elapsedUs);
            stoodStill |= still;
            if (stoodStill && !still && frame != null) {
                movesAgain.countDown();
            }
            return still ? null : frame;
        }

        @Override
        public void keyFrameRequested() {
            moving.keyFrameRequested();
        }

        void awaitMotion() {
            DirectMediaIT.await(movesAgain);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldFallBackOnTheRelayWhereOneKindDoesNotCome() throws Exception {
        ann.open = EnumSet.of(MediaKind.AUDIO);
        ben.sources = new SharedSources(List.<MediaSource>of(Sample.audio()));
        goDirect();

        loop.run(() -> ann.open = EnumSet.allOf(MediaKind.class));

        assertEquals(State.FAILED, ann.next(P2pRequest.Report.class).state());
        assertTrue(loop.call(() -> ann.broken) > 0, "the relay is sent everything again");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 64})
    void shouldFailWhereTheFingerprintIsNotAsLongAsItsHash(int bytes) throws Exception {
        start();
        loop.run(() -> ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, true)));
        String offer = ann.next(P2pRequest.Signal.class).sdp();
        String hostile = offer.replace("a=setup:actpass", "a=setup:active")
                .replaceAll("a=fingerprint:.*", "a=fingerprint:sha-256 0A" + ":0A".repeat(bytes - 1));

        loop.run(() -> ann.media.onSignal(new ServerEvent.P2pSignal(BEN, ATTEMPT, hostile)));

        assertEquals(State.FAILED, ann.next(P2pRequest.Report.class).state());
    }

    @Test
    void shouldFailWhereTheOthersDescriptionDoesNotDo() throws Exception {
        start();
        loop.run(() -> {
            ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, false));
            ann.media.onSignal(new ServerEvent.P2pSignal(BEN, ATTEMPT, "v=0"));
        });

        assertEquals(State.FAILED, ann.next(P2pRequest.Report.class).state());
    }

    @Test
    void shouldSayAtOnceThatNothingIsReceivedWhereItIsNot() throws Exception {
        loop.run(() -> ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, true)));

        assertEquals(new P2pRequest.Report(0, BEN, ATTEMPT, State.FAILED), ann.next(P2pRequest.Report.class));
    }

    @Test
    void shouldSayAgainWhatTheServerMayNotHaveHeard() throws Exception {
        ann.refusal = new AnyChatException(ErrorCode.REQUESTFAILED, "");
        start();
        assertEquals(new P2pRequest.Policy(0, 1, true), ann.next(P2pRequest.Policy.class));
        assertEquals(new P2pRequest.Policy(0, 1, true), ann.next(P2pRequest.Policy.class), "by itself");

        loop.run(() -> {
            ann.refusal = null;
            ann.media.hold(true);
            ann.media.hold(false);
        });

        P2pRequest.Policy heard = ann.next(P2pRequest.Policy.class);
        while (heard.policy() == 1) {
            heard = ann.next(P2pRequest.Policy.class);
        }
        assertEquals(new P2pRequest.Policy(0, 0, true), heard, "the server has never been told");
        assertEquals(new P2pRequest.Policy(0, 1, false), ann.next(P2pRequest.Policy.class));
    }

    @Test
    void shouldEndEarlierConnectionsTooWhereThereIsNoGrace() throws Exception {
        goDirect();
        loop.run(() -> {
            ann.media.onClose(new ServerEvent.P2pClose(BEN, ATTEMPT, 60_000));
            ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT + 1, false));
        });

        loop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, ATTEMPT + 1, 0)));

        assertEquals(State.FAILED, ben.next(P2pRequest.Report.class).state(), "the other finds its end gone");
    }

    @Test
    void shouldDeclineWhomTheApplicationDoesNotWantWholly() throws Exception {
        start();
        ann.next(P2pRequest.Policy.class);
        loop.run(() -> {
            ann.media.want(BEN, false);
            ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, true));
        });
        assertEquals(State.DECLINED, ann.next(P2pRequest.Report.class).state());

        loop.run(() -> ann.media.want(BEN, true));
        assertNotNull(ann.next(P2pRequest.Policy.class));
    }

    private void start() throws Exception {
        ann.other = ben;
        ben.other = ann;
        for (Side side : List.of(ann, ben)) {
            side.loop.run(side::start);
        }
    }

    private void goDirect() throws Exception {
        start();
        ann.loop.run(() -> ann.relay('k'));
        ben.loop.run(() -> {
            ben.relay('k');
            ben.media.onTry(new ServerEvent.P2pTry(ANN, ATTEMPT, false));
        });
        ann.loop.run(() -> ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, true)));
        for (Side side : List.of(ann, ben)) {
            assertEquals(State.CONNECTED, side.next(P2pRequest.Report.class).state());
            assertEquals(State.DIRECT, side.next(P2pRequest.Report.class).state());
            side.loop.run(() -> side.broken = 0);
        }
    }

    /** One client, with the server and the relay as it sees them. */
    private static final class Side implements MediaSession.Requests, DirectMedia.Surroundings, MediaSink {
        private static final int RELAY_FRAME_LENGTH = 1;

        private final int userId;
        private final MediaLoop loop;
        private final BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        private final TrackHandover handover = new TrackHandover(this, System::nanoTime, (user, kind) -> true);
        private final TrackHandover.Feed relay = handover.open();
        private final DirectMedia media;
        private SharedSources sources = new SharedSources(List.<MediaSource>of(Sample.video(), Sample.audio()));
        private boolean offered;
        private Set<MediaKind> open = EnumSet.allOf(MediaKind.class);
        private Throwable refusal;
        private int broken;
        private volatile Side other;

        Side(int userId, MediaLoop loop) {
            this.userId = userId;
            this.loop = loop;
            this.media = new DirectMedia(this, loop.resources().loop(), this);
        }

        void start() {
            media.start(handover);
        }

        /** The relay sends a frame of each kind of the other. */
        void relay(char name) {
            for (MediaCodec codec : List.of(MediaCodec.H264, MediaCodec.OPUS)) {
                RemoteTrack track = new RemoteTrack(other.userId, codec);
                if (!offered) {
                    relay.onTrack(track);
                }
                relay.onFrame(track, new EncodedFrame(new byte[] {(byte) name}, 0, true));
            }
            offered = true;
        }

        boolean relayed() {
            return shown.contains("relay");
        }

        void awaitFrames(int count) throws InterruptedException {
            for (int frame = 0; frame < count; frame++) {
                assertNotNull(shown.poll(WAIT_SECONDS, TimeUnit.SECONDS));
            }
        }

        <T extends ClientRequest> T next(Class<T> kind) throws InterruptedException {
            for (ClientRequest request = poll(); request != null; request = poll()) {
                if (kind.isInstance(request)) {
                    return kind.cast(request);
                }
            }
            throw new AssertionError("no " + kind.getSimpleName() + " came of " + userId);
        }

        private ClientRequest poll() throws InterruptedException {
            return requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public <T extends ReplyBody> CompletableFuture<T> request(
                IntFunction<ClientRequest> withId, Class<T> bodyType) {
            ClientRequest request = withId.apply(0);
            requests.add(request);
            if (refusal != null && request instanceof P2pRequest.Policy) {
                return CompletableFuture.failedFuture(refusal);
            }
            if (request instanceof P2pRequest.Signal signal) {
                ServerEvent.P2pSignal passed = new ServerEvent.P2pSignal(userId, signal.attempt(), signal.sdp());
                other.loop.resources().loop().execute(() -> other.media.onSignal(passed));
            }
            return CompletableFuture.completedFuture(bodyType.cast(ReplyBody.EMPTY));
        }

        @Override
        public DirectPeer peer(int user, boolean offers, List<InetSocketAddress> stunServers, MediaSink sink) {
            return LoopbackPeers.open(loop.resources(), user, offers, sink);
        }

        @Override
        public boolean isOpen(int user, MediaKind kind) {
            return open.contains(kind);
        }

        @Override
        public SharedSources.Taps taps() {
            return sources.open();
        }

        @Override
        public int gop() {
            return 0;
        }

        @Override
        public List<InetSocketAddress> relayAddresses() {
            return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        }

        @Override
        public void onBroken() {
            broken++;
        }

        @Override
        public void onTrackEnded(RemoteTrack track) {
            shown.add("ends");
        }

        @Override
        public void onFrame(RemoteTrack track, EncodedFrame frame) {
            shown.add(frame.data().length == RELAY_FRAME_LENGTH ? "relay" : "direct");
        }
    }
}
