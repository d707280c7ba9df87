package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.Liar;
import org.anychat.client.media.Liar.Lie;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.TrackStatistics;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ann publishes, Ben passes on what he gets, Cat gets it of him; the test is the server and the relay. */
@Timeout(60)
class ForwardingIT {
    private static final int ANN = -2;
    private static final int BEN = -3;
    private static final int CAT = -4;
    private static final int DAN = -5;
    private static final int IN = 7;
    private static final int OTHER_IN = 8;
    private static final int OUT = 20;
    private static final long WAIT_SECONDS = 20;

    private static MediaLoop annsLoop;
    private static MediaLoop loop;

    private final DirectSide ann = new DirectSide(ANN, annsLoop);
    private final DirectSide ben = new DirectSide(BEN, loop);
    private final DirectSide cat = new DirectSide(CAT, loop);

    @BeforeAll
    static void startLoops() {
        annsLoop = new MediaLoop();
        loop = new MediaLoop();
    }

    @AfterAll
    static void closeLoops() {
        annsLoop.close();
        loop.close();
    }

    @AfterEach
    void stop() throws Exception {
        annsLoop.run(ann.media::stop);
        loop.run(ben.media::stop);
        loop.run(cat.media::stop);
    }

    @Test
    void shouldPassOnToAnotherWhatItGetsByAnEdge() throws Exception {
        carry(1);
        passOn(0);

        cat.shown.clear();
        loop.run(() -> cat.relay(ANN, 'r'));
        cat.awaitFrames(30);
        assertFalse(cat.relayed(), cat.shown::toString);
        assertFalse(cat.shown.contains("ends"), cat.shown::toString);
        assertEquals(2, loop.call(cat.media::statistics).size(), "picture and sound come by the edge");
        assertEquals(ANN, loop.call(cat.media::statistics).get(0).track().userId());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1, 2", "3, 16"})
    void shouldPassOnOnlyByFewerHopsThanMayFollow(int comesWith, int goesWith) throws Exception {
        carry(comesWith);

        loop.run(() -> ben.media.onTry(order(CAT, OUT, ANN, true, goesWith)));

        assertEquals(State.FAILED, nextOf(ben, OUT).state());
    }

    @Test
    void shouldPassOnNothingThatTheRelayBrings() throws Exception {
        start();
        loop.run(() -> ben.relay(ANN, 'k'));

        loop.run(() -> ben.media.onTry(order(CAT, OUT, ANN, true, 0)));

        assertEquals(State.FAILED, nextOf(ben, OUT).state());
    }

    @Test
    void shouldPassNothingOnWhereNobodyHasSaidHowMuchItCanSend() throws Exception {
        ben.upBps = 0;
        start();
        assertEquals(
                P2pRequest.Forwards.NONE,
                ben.next(P2pRequest.Policy.class).mesh().forwards());
        bring(1);

        loop.run(() -> ben.media.onTry(order(CAT, OUT, ANN, true, 0)));

        assertEquals(State.FAILED, nextOf(ben, OUT).state());
    }

    @Test
    void shouldPassNothingBack() throws Exception {
        carry(3);

        loop.run(() -> ben.media.onTry(order(ANN, OUT, ANN, true, 0)));
        assertEquals(State.FAILED, nextOf(ben, OUT).state());
        loop.run(() -> ben.media.onTry(order(CAT, OUT, DAN, true, 0)));
        assertEquals(State.FAILED, nextOf(ben, OUT).state(), "what does not come cannot be passed on");
    }

    @Test
    void shouldEndWhatDoesNotFitAnyMoreAsAnAncestorMoves() throws Exception {
        carry(2);
        passOn(1);
        loop.run(() -> {
            ben.media.onStream(new ServerEvent.P2pStream(IN, 0, 0)); // of an earlier plan
            ben.media.onStream(new ServerEvent.P2pStream(IN, 2, 1));
            ben.media.onStream(new ServerEvent.P2pStream(OUT, 2, 0));
        });
        CountDownLatch settled = new CountDownLatch(1);
        var unused = loop.resources().loop().schedule(settled::countDown, 2, TimeUnit.SECONDS);
        assertTrue(settled.await(WAIT_SECONDS, TimeUnit.SECONDS));
        cat.shown.clear();
        cat.awaitFrames(5);
        assertTrue(
                ben.requests.stream().noneMatch(one -> one instanceof P2pRequest.Report told && told.attempt() == OUT),
                "what fits stays");

        loop.run(() -> ben.media.onStream(new ServerEvent.P2pStream(IN, 3, 0)));
        assertEquals(State.FAILED, nextOf(ben, OUT).state());
    }

    @Test
    void shouldGoOnWithAnotherParentByTheSameEdges() throws Exception {
        carry(1);
        passOn(0);
        make(OTHER_IN, 1);
        assertEquals(State.CONNECTED, nextOf(ben, OTHER_IN).state());
        assertEquals(State.DIRECT, nextOf(ben, OTHER_IN).state());

        annsLoop.run(() -> ann.media.onClose(new ServerEvent.P2pClose(BEN, IN, 100)));
        loop.run(() -> ben.media.onClose(new ServerEvent.P2pClose(ANN, IN, 100)));
        loop.run(() -> {
            cat.shown.clear();
            cat.relay(ANN, 'r');
        });

        cat.awaitFrames(200); // some 2 s of picture and sound
        assertFalse(cat.relayed(), cat.shown::toString);
        assertFalse(cat.shown.contains("ends"), cat.shown::toString);
        assertTrue(
                cat.requests.stream()
                        .noneMatch(one -> one instanceof P2pRequest.Report told && told.state() == State.FAILED),
                "its edge stays");
    }

    @Test
    void shouldStarveWithItsParentAndCarryAgainWithIt() throws Exception {
        carry(1);
        passOn(0);
        long beganNs = System.nanoTime();
        CountDownLatch standstill = new CountDownLatch(1);
        annsLoop.resources().loop().execute(() -> await(standstill));

        assertEquals(State.STARVED, nextOf(ben, IN).state());
        assertEquals(State.STARVED, nextOf(cat, OUT).state());
        loop.run(() -> {
            cat.relay(ANN, 'r');
            ben.relay(ANN, 'r');
        });
        standstill.countDown();

        awaitDirectAgain(ben, IN, beganNs);
        awaitDirectAgain(cat, OUT, beganNs); // by the same edge
    }

    /**
     * A side has said once that an edge starves. Until it carries again, with a key frame and whenever this machine lets it, it says
     * so once a second, and nothing else.
     */
    private static void awaitDirectAgain(DirectSide side, int edge, long beganNs) throws InterruptedException {
        int said = 1;
        State state = nextOf(side, edge).state();
        while (state == State.STARVED) {
            said++;
            state = nextOf(side, edge).state();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs);
        assertEquals(State.DIRECT, state);
        assertTrue(said <= 1 + seconds, said + " times in " + seconds + " s");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldEndTheEdgeAtOnceWhereTheServerEndsItWithoutAGrace() throws Exception {
        carry(1);
        passOn(0);

        loop.run(() -> ben.media.onClose(new ServerEvent.P2pClose(CAT, OUT, 0)));

        assertEquals(State.FAILED, nextOf(cat, OUT).state());
        ben.shown.clear();
        ben.awaitFrames(5);
        assertFalse(ben.shown.contains("ends"), "its own edge stays");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALTERS", "STRIPS", "INJECTS"})
    void shouldAccuseWhoPassesOnAnythingElse(Lie lie) throws Exception {
        Liar liar = lyingBen(lie);
        carry(1);
        passOn(0);

        liar.begin();
        assertEquals(State.FORGED, nextOf(cat, OUT).state());
        loop.run(() -> cat.relay(ANN, 'r'));

        assertTrue(cat.relayed(), cat.shown::toString);
        assertEquals(State.FAILED, nextOf(ben, OUT).state(), "the connection has ended");
        cat.shown.clear();
        loop.run(() -> cat.relay(ANN, 's'));
        assertEquals("relay", cat.shown.poll(WAIT_SECONDS, TimeUnit.SECONDS), "nothing else comes");
        assertNothingStrange();
        assertTrue(
                cat.requests.stream().noneMatch(one -> one instanceof P2pRequest.Report told && told.attempt() == OUT),
                "it is said once");
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHHOLDS_PICTURE", "WITHHOLDS_SOUND"})
    void shouldGoBackToTheRelayWhereOneKindIsWithheld(Lie lie) throws Exception {
        Liar liar = lyingBen(lie);
        carry(1);
        passOn(0);

        liar.begin();
        assertEquals(State.STARVED, nextOf(cat, OUT).state());
        cat.shown.clear();
        loop.run(() -> cat.relay(ANN, 'r'));
        assertTrue(cat.relayed(), cat.shown::toString);
        assertEquals(State.STARVED, nextOf(cat, OUT).state(), "what comes alone does not take over again");
    }

    @Test
    void shouldLeaveOutWhatIsRepeated() throws Exception {
        Liar liar = lyingBen(Lie.REPEATS);
        carry(1);
        passOn(0);

        liar.begin();
        cat.shown.clear();
        cat.awaitFrames(200);
        long rejected = loop.call(cat.media::statistics).stream()
                .mapToLong(TrackStatistics::rejected)
                .sum();

        assertTrue(rejected > 0);
        assertTrue(
                cat.requests.stream().noneMatch(one -> one instanceof P2pRequest.Report told && told.attempt() == OUT),
                () -> "nobody is accused, and nothing is missing: " + cat.requests);
        assertNothingStrange();
    }

    @Test
    void shouldNotTakeOnePublisherForAnother() throws Exception {
        carry(1);

        loop.run(() -> {
            cat.relay(ANN, 'k');
            cat.media.onTry(order(BEN, OUT, ANN, false, 0, key(BEN)));
            ben.media.onTry(order(CAT, OUT, ANN, true, 0));
        });

        assertEquals(State.CONNECTED, nextOf(cat, OUT).state());
        assertEquals(State.FORGED, nextOf(cat, OUT).state());
        assertFalse(cat.shown.contains("direct"), cat.shown::toString);
    }

    @Test
    void shouldAccuseAPublisherWhoSignsByAnotherKey() throws Exception {
        carry(1);
        passOn(0);
        annsLoop.run(() -> {
            ann.signer = new FrameSigner(DirectSide.ROOM, ANN); // as somebody else
            ann.sources = new SharedSources(List.<MediaSource>of(Sample.video(), Sample.audio()));
            ann.media.onSources();
        });

        assertEquals(State.FORGED, nextOf(ben, IN).state());
        assertEquals(State.CONNECTED, nextOf(ann, IN).state());
        assertEquals(State.FAILED, nextOf(ann, IN).state(), "the connection has ended");
        assertNothingStrange();
    }

    private Liar lyingBen(Lie lie) {
        ben.liar = new Liar(lie);
        return ben.liar;
    }

    private void assertNothingStrange() {
        assertTrue(ben.strange.isEmpty(), ben.strange::toString);
        assertTrue(cat.strange.isEmpty(), cat.strange::toString);
    }

    private void start() throws Exception {
        ann.start(ben, cat);
        ben.start(ann, cat);
        cat.start(ann, ben);
    }

    private void make(int edge, int ttl) throws Exception {
        loop.run(() -> ben.media.onTry(order(ANN, edge, ANN, false, ttl)));
        annsLoop.run(() -> ann.media.onTry(order(BEN, edge, ANN, true, ttl)));
    }

    /** Ben has Ann's stream by an edge. */
    private void carry(int ttl) throws Exception {
        start();
        bring(ttl);
    }

    private void bring(int ttl) throws Exception {
        loop.run(() -> ben.relay(ANN, 'k'));
        make(IN, ttl);
        assertEquals(State.CONNECTED, nextOf(ben, IN).state());
        assertEquals(State.DIRECT, nextOf(ben, IN).state());
    }

    /** Cat has it of Ben. */
    private void passOn(int ttl) throws Exception {
        loop.run(() -> {
            cat.relay(ANN, 'k');
            cat.media.onTry(order(BEN, OUT, ANN, false, ttl));
            ben.media.onTry(order(CAT, OUT, ANN, true, ttl));
        });
        assertEquals(State.CONNECTED, nextOf(ben, OUT).state());
        assertEquals(State.CONNECTED, nextOf(cat, OUT).state());
        assertEquals(State.DIRECT, nextOf(cat, OUT).state());
    }

    private static P2pRequest.Report nextOf(DirectSide side, int edge) throws InterruptedException {
        P2pRequest.Report report = side.next(P2pRequest.Report.class);
        while (report.attempt() != edge) {
            report = side.next(P2pRequest.Report.class);
        }
        return report;
    }

    private ServerEvent.P2pTry order(int userId, int edge, int publisher, boolean sends, int ttl) {
        return order(userId, edge, publisher, sends, ttl, key(publisher));
    }

    private static ServerEvent.P2pTry order(int userId, int edge, int publisher, boolean sends, int ttl, String key) {
        return new ServerEvent.P2pTry(userId, edge, sends, new ServerEvent.Stream(publisher, 1, ttl, sends, key));
    }

    private String key(int publisher) {
        return publisher == ANN ? ann.signer.key() : ben.signer.key();
    }
}
