package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSource;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ErrorCode;
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

/** Two clients of whom the test is the server and the relay; their direct connections are real ones, on loopback. */
@Timeout(60)
class DirectMediaIT {
    private static final int ANN = -2;
    private static final int BEN = -3;
    private static final int ATTEMPT = 7;
    private static final long WAIT_SECONDS = 20;

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
    void shouldSayAtTheBeginningAndAfterALostLinkThatNothingIsKnown() throws Exception {
        start();
        assertEquals(policy(1, true), ann.next(P2pRequest.Policy.class));
        loop.run(() -> ann.media.hold(true));
        assertEquals(policy(0, false), ann.next(P2pRequest.Policy.class));
        loop.run(() -> ann.media.hold(false));
        loop.call(() -> ann.media.setPolicy(2));
        ann.next(P2pRequest.Policy.class);
        assertEquals(policy(2, false), ann.next(P2pRequest.Policy.class));

        loop.run(ann.media::onReturn);

        assertEquals(policy(2, true), ann.next(P2pRequest.Policy.class));
    }

    @Test
    void shouldTakeThePlaceOfTheRelayAtAKeyFrameAndSaySo() throws Exception {
        goDirect();

        for (DirectSide side : List.of(ann, ben)) {
            assertFalse(side.shown.contains("ends"), side.shown::toString);
            side.shown.clear();
            side.loop.run(() -> side.relay(side == ann ? BEN : ANN, 'r'));
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
            ann.relay(BEN, 'r');
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
            ann.relay(BEN, 'r');
            ann.shown.clear();
            ann.relay(BEN, 's');
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
            ben.relay(ANN, 'r');
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
        assertEquals(policy(1, true), ann.next(P2pRequest.Policy.class));
        assertEquals(policy(1, true), ann.next(P2pRequest.Policy.class), "by itself");

        loop.run(() -> {
            ann.refusal = null;
            ann.media.hold(true);
            ann.media.hold(false);
        });

        P2pRequest.Policy heard = ann.next(P2pRequest.Policy.class);
        while (heard.policy() == 1) {
            heard = ann.next(P2pRequest.Policy.class);
        }
        assertEquals(policy(0, true), heard, "the server has never been told");
        assertEquals(policy(1, false), ann.next(P2pRequest.Policy.class));
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

    /** Of Ann. */
    private P2pRequest.Policy policy(int policy, boolean anew) {
        P2pRequest.Mesh mesh = new P2pRequest.Mesh(P2pRequest.Forwards.PACKETS, DirectSide.UP_BPS, ann.signer.key());
        return new P2pRequest.Policy(0, policy, anew, mesh);
    }

    private void start() throws Exception {
        ann.start(ben);
        ben.start(ann);
    }

    private void goDirect() throws Exception {
        start();
        ann.loop.run(() -> ann.relay(BEN, 'k'));
        ben.loop.run(() -> {
            ben.relay(ANN, 'k');
            ben.media.onTry(new ServerEvent.P2pTry(ANN, ATTEMPT, false));
        });
        ann.loop.run(() -> ann.media.onTry(new ServerEvent.P2pTry(BEN, ATTEMPT, true)));
        for (DirectSide side : List.of(ann, ben)) {
            assertEquals(State.CONNECTED, side.next(P2pRequest.Report.class).state());
            assertEquals(State.DIRECT, side.next(P2pRequest.Report.class).state());
            side.loop.run(() -> side.broken = 0);
        }
    }
}
