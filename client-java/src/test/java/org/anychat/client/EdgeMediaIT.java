package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSource;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.P2pRequest.State;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of whom the test is the server and the relay; the edges between them are real connections, on loopback. */
@Timeout(60)
class EdgeMediaIT {
    private static final int ANN = -2;
    private static final int BEN = -3;
    private static final int CAT = -4;
    private static final int EDGE = 7;
    private static final int OTHER_EDGE = 8;
    private static final long WAIT_SECONDS = 20;
    private static final int MOST_CONNECTIONS = 30;

    private static MediaLoop loop;
    private static MediaLoop otherLoop;

    private final DirectSide ann = new DirectSide(ANN, loop);
    private final DirectSide ben = new DirectSide(BEN, otherLoop);

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
    void shouldSayWhatItCanDoInATree() throws Exception {
        start();

        P2pRequest.Mesh said = ann.next(P2pRequest.Policy.class).mesh();

        assertEquals(new P2pRequest.Mesh(P2pRequest.Forwards.PACKETS, DirectSide.UP_BPS, ann.signer.key()), said);
    }

    @Test
    void shouldFindOutAboutItsNatOnlyWhileTheServerWantsToKnow() throws Exception {
        ann.stunServers = List.of(new InetSocketAddress("203.0.113.10", 8907));
        ann.start(ben);
        ann.next(P2pRequest.Policy.class);
        loop.run(() -> ann.media.onNetwork(new ServerEvent.P2pNetwork(false)));
        loop.run(() -> assertEquals(List.of(), ann.asked));

        loop.run(() -> ann.media.onNetwork(new ServerEvent.P2pNetwork(true)));
        assertEquals(
                P2pRequest.Dependence.INDEPENDENT,
                ann.next(P2pRequest.Network.class).mapping());
        assertEquals(List.of(ann.stunServers), ann.asked);

        loop.run(() -> {
            ann.media.onNetwork(new ServerEvent.P2pNetwork(true));
            ann.media.onNetwork(new ServerEvent.P2pNetwork(false));
        });
        loop.run(() -> assertEquals(1, ann.asked.size()));
    }

    @Test
    void shouldTakeThePlaceOfTheRelayAtAKeyFrameAndSaySo() throws Exception {
        carry(EDGE);

        assertFalse(ben.shown.contains("ends"), ben.shown::toString);
        ben.shown.clear();
        otherLoop.run(() -> ben.relay(ANN, 'r'));
        ben.awaitFrames(5);
        assertFalse(ben.relayed(), "what the relay sends is not wanted any more");
        assertEquals(2, otherLoop.call(ben.media::statistics).size());
        assertTrue(loop.call(ann.media::statistics).isEmpty(), "nothing comes to the publisher");
    }

    @Test
    void shouldGoBackToTheRelayWhereNothingComesAndAgainToTheEdgeWhereItDoes() throws Exception {
        carry(EDGE);
        CountDownLatch standstill = new CountDownLatch(1);
        loop.resources().loop().execute(() -> await(standstill));

        assertEquals(State.STARVED, ben.next(P2pRequest.Report.class).state());
        otherLoop.run(() -> {
            ben.shown.clear();
            ben.relay(ANN, 'r');
        });
        assertTrue(ben.relayed(), ben.shown::toString);
        assertEquals(State.STARVED, ben.next(P2pRequest.Report.class).state(), "it says so as long as it lasts");
        standstill.countDown();

        State state = ben.next(P2pRequest.Report.class).state();
        while (state == State.STARVED) {
            state = ben.next(P2pRequest.Report.class).state();
        }
        assertEquals(State.DIRECT, state, "the connection has lived on");
        ben.shown.clear();
        ben.awaitFrames(5);
        assertFalse(ben.relayed());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldChangeOverToAnotherEdgeWithoutTheRelay() throws Exception {
        carry(EDGE);
        ben.shown.clear();

        make(OTHER_EDGE);
        assertEquals(State.CONNECTED, ben.next(P2pRequest.Report.class).state());
        assertEquals(report(ANN, OTHER_EDGE, State.DIRECT), ben.next(P2pRequest.Report.class));
        loop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, EDGE, 100)));
        otherLoop.run(() -> {
            ben.media.onClose(new ServerEvent.P2pClose(ANN, EDGE, 100));
            ben.relay(ANN, 'r');
        });

        ben.awaitFrames(30);
        assertFalse(ben.shown.contains("ends"), ben.shown::toString);
        assertFalse(ben.relayed(), ben.shown::toString);
        assertEquals(2, otherLoop.call(ben.media::statistics).size(), "both tracks come by the new edge");
    }

    @Test
    void shouldEndAllEdgesWithTheUserWhereThereIsNoGrace() throws Exception {
        carry(EDGE);
        loop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, EDGE, 60_000)));
        make(OTHER_EDGE);

        loop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, OTHER_EDGE, 0)));

        assertEquals(State.FAILED, nextOf(ben, EDGE).state(), "the one that was given up before is gone, too");
    }

    @Test
    void shouldKeepTheEdgesOfOtherStreamsWhereOneEndsWithAGrace() throws Exception {
        carry(EDGE);
        loop.run(() -> {
            ann.relay(BEN, 'k');
            ann.media.onTry(order(BEN, OTHER_EDGE, BEN, false));
        });
        otherLoop.run(() -> ben.media.onTry(order(ANN, OTHER_EDGE, BEN, true)));
        assertEquals(State.CONNECTED, nextOf(ann, OTHER_EDGE).state());
        assertEquals(State.DIRECT, nextOf(ann, OTHER_EDGE).state());

        loop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, EDGE, 100)));
        otherLoop.run(() -> ben.media.onClose(new ServerEvent.P2pClose(ANN, EDGE, 100)));

        ann.shown.clear();
        ann.awaitFrames(5);
        assertFalse(ann.shown.contains("ends"), ann.shown::toString);
        assertEquals(2, loop.call(ann.media::statistics).size());
        assertTrue(otherLoop.call(ben.media::statistics).isEmpty());

        otherLoop.run(() -> ben.media.onClose(new ServerEvent.P2pClose(ANN, EDGE, 0)));
        assertEquals(State.FAILED, nextOf(ann, OTHER_EDGE).state(), "without a grace it ends, too");
    }

    @Test
    void shouldSendOtherSourcesOfTheSameCodecs() throws Exception {
        carry(EDGE);

        loop.run(() -> {
            ann.sources = new SharedSources(List.<MediaSource>of(Sample.audio(), Sample.video()));
            ann.media.onSources();
        });
        otherLoop.run(() -> {
            ben.shown.clear();
            ben.relay(ANN, 'r');
        });

        ben.awaitFrames(30);
        assertFalse(ben.relayed(), ben.shown::toString);
    }

    @Test
    void shouldFailWhereTheSourceIsInAnotherCodec() throws Exception {
        carry(EDGE);

        loop.run(() -> {
            ann.sources = new SharedSources(List.of(new Nothing(MediaCodec.VP8)));
            ann.media.onSources();
        });

        assertEquals(report(BEN, EDGE, State.FAILED), ann.next(P2pRequest.Report.class));
    }

    @Test
    void shouldRefuseWhatIsNoEdgeOfItsOwn() throws Exception {
        start();
        List<ServerEvent.P2pTry> orders = List.of(
                order(BEN, 1, CAT, true), // passes nothing on
                order(BEN, 2, ANN, false),
                order(ANN, 3, ANN, true),
                new ServerEvent.P2pTry(BEN, 4, false, stream(ANN, true)),
                new ServerEvent.P2pTry(BEN, 5, true, stream(BEN, false)),
                new ServerEvent.P2pTry(BEN, 6, false, stream(BEN, false, "")), // cannot be verified
                new ServerEvent.P2pTry(BEN, 8, true, stream(ANN, true, "")), // nor by the others
                new ServerEvent.P2pTry(BEN, 9, true, stream(ANN, true, ben.signer.key())));

        for (ServerEvent.P2pTry order : orders) {
            loop.run(() -> ann.media.onTry(order));
            assertEquals(report(order.userId(), order.attempt(), State.FAILED), ann.next(P2pRequest.Report.class));
        }
    }

    @Test
    void shouldFailWhereThereIsNothingToSend() throws Exception {
        start();

        loop.run(() -> {
            ann.sources = new SharedSources(List.of());
            ann.media.onTry(order(BEN, EDGE, ANN, true));
        });

        assertEquals(report(BEN, EDGE, State.FAILED), ann.next(P2pRequest.Report.class));
    }

    @Test
    void shouldHaveNoMoreConnectionsThanAUserMayHave() throws Exception {
        start();

        loop.run(() -> {
            for (int edge = 1; edge <= MOST_CONNECTIONS + 1; edge++) {
                ann.media.onTry(order(-100 - edge, edge, -100 - edge, false));
            }
        });

        int refused = MOST_CONNECTIONS + 1;
        assertEquals(report(-100 - refused, refused, State.FAILED), ann.next(P2pRequest.Report.class));
    }

    @Test
    void shouldLetAStreamChangeItsSourceWhereItHasAsManyConnectionsAsItMayHave() throws Exception {
        start();

        loop.run(() -> {
            for (int edge = 1; edge <= MOST_CONNECTIONS; edge++) {
                ann.media.onTry(order(-100 - edge, edge, -100 - edge, false));
            }
            ann.media.onTry(order(CAT, 100, -101, false));
            ann.media.onTry(order(CAT, 101, -101, false));
        });

        assertEquals(report(CAT, 101, State.FAILED), ann.next(P2pRequest.Report.class), "two are enough");
    }

    @Test
    void shouldDeclineWhomTheApplicationDoesNotWantWholly() throws Exception {
        carry(EDGE);

        otherLoop.run(() -> ben.media.want(ANN, false));
        assertEquals(report(ANN, EDGE, State.DECLINED), ben.next(P2pRequest.Report.class));
        otherLoop.run(() -> ben.media.onTry(order(CAT, OTHER_EDGE, ANN, false)));
        assertEquals(
                report(CAT, OTHER_EDGE, State.DECLINED), ben.next(P2pRequest.Report.class), "whoever would send it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0", "nothing of the kind", "a=fingerprint"})
    void shouldLoseNoMoreThanTheEdgeToAMalformedOffer(String hostile) throws Exception {
        carry(EDGE);
        loop.run(() -> ann.media.onTry(order(CAT, OTHER_EDGE, CAT, false)));
        String sdp = hostile.startsWith("a=") ? hostileOffer() : hostile;

        loop.run(() -> ann.media.onSignal(new ServerEvent.P2pSignal(CAT, OTHER_EDGE, sdp)));

        assertEquals(State.FAILED, nextOf(ann, OTHER_EDGE).state());
        ben.shown.clear();
        ben.awaitFrames(5);
        assertFalse(ben.shown.contains("ends"), ben.shown::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0", "a=fingerprint"})
    void shouldLoseNoMoreThanTheEdgeToAMalformedAnswer(String hostile) throws Exception {
        carry(EDGE);
        loop.run(() -> ann.media.onTry(order(CAT, OTHER_EDGE, ANN, true)));
        String offer = signalOf(OTHER_EDGE);
        String sdp = hostile.startsWith("a=") ? malformed(offer.replace("a=setup:actpass", "a=setup:active")) : hostile;

        loop.run(() -> ann.media.onSignal(new ServerEvent.P2pSignal(CAT, OTHER_EDGE, sdp)));

        assertEquals(State.FAILED, nextOf(ann, OTHER_EDGE).state());
        ben.shown.clear();
        ben.awaitFrames(5);
        assertFalse(ben.shown.contains("ends"), ben.shown::toString);
    }

    @Test
    void shouldGiveUpWithAGraceWhatWasBeforeALostLink() throws Exception {
        carry(EDGE);
        ben.shown.clear();

        otherLoop.run(ben.media::onReturn);
        ben.awaitFrames(5);
        assertFalse(ben.relayed());
        otherLoop.run(() -> {
            ben.relay(ANN, 'r');
            ben.shown.clear();
            ben.relay(ANN, 's');
        });

        assertTrue(ben.relayed(), ben.shown::toString);
    }

    private String hostileOffer() throws Exception {
        loop.run(() -> ann.media.onTry(order(CAT, OTHER_EDGE + 1, ANN, true)));
        return malformed(signalOf(OTHER_EDGE + 1));
    }

    /** Its fingerprint is shorter than its hash. */
    private static String malformed(String sdp) {
        return sdp.replaceAll("a=fingerprint:.*", "a=fingerprint:sha-256 0A:0A");
    }

    private String signalOf(int edge) throws InterruptedException {
        P2pRequest.Signal signal = ann.next(P2pRequest.Signal.class);
        while (signal.attempt() != edge) {
            signal = ann.next(P2pRequest.Signal.class);
        }
        return signal.sdp();
    }

    private static P2pRequest.Report nextOf(DirectSide side, int edge) throws InterruptedException {
        P2pRequest.Report report = side.next(P2pRequest.Report.class);
        while (report.attempt() != edge) {
            report = side.next(P2pRequest.Report.class);
        }
        return report;
    }

    private static P2pRequest.Report report(int userId, int edge, State state) {
        return new P2pRequest.Report(0, userId, edge, state);
    }

    private ServerEvent.P2pTry order(int userId, int edge, int publisher, boolean sends) {
        return new ServerEvent.P2pTry(userId, edge, sends, stream(publisher, sends));
    }

    private ServerEvent.Stream stream(int publisher, boolean sends) {
        return stream(publisher, sends, publisher == ANN ? ann.signer.key() : ben.signer.key());
    }

    private static ServerEvent.Stream stream(int publisher, boolean sends, String key) {
        return new ServerEvent.Stream(publisher, 1, 0, sends, key);
    }

    private void start() throws Exception {
        ann.start(ben);
        ben.start(ann);
    }

    private void make(int edge) throws Exception {
        otherLoop.run(() -> ben.media.onTry(order(ANN, edge, ANN, false)));
        loop.run(() -> ann.media.onTry(order(BEN, edge, ANN, true)));
    }

    /** The relay has brought Ann's media to Ben, and an edge does. */
    private void carry(int edge) throws Exception {
        start();
        otherLoop.run(() -> ben.relay(ANN, 'k'));
        make(edge);
        assertEquals(report(BEN, edge, State.CONNECTED), ann.next(P2pRequest.Report.class));
        assertEquals(report(ANN, edge, State.CONNECTED), ben.next(P2pRequest.Report.class));
        assertEquals(report(ANN, edge, State.DIRECT), ben.next(P2pRequest.Report.class));
    }

    /** A source that has no frames. */
    private record Nothing(MediaCodec codec) implements MediaSource {
        @Override
        public EncodedFrame poll(long elapsedUs) {
            return null;
        }
    }
}
