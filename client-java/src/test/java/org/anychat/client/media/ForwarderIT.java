package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.sample.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher, who sends to one who passes on, who sends to a child: real connections on loopback. */
@Timeout(60)
class ForwarderIT {
    private static final int ANN = -2;
    private static final int ROOM = 1;
    private static final int UP_BPS = 20_000_000;
    private static final long WAIT_SECONDS = 20;
    private static final Pattern PORT = Pattern.compile("(a=candidate:\\S+ 1 \\S+ \\d+ \\S+ )(\\d+)");

    private static MediaLoop loop;

    private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());
    private final FrameSigner signer = new FrameSigner(ROOM, ANN);
    private final AtomicInteger forged = new AtomicInteger();
    private final AtomicInteger excess = new AtomicInteger();
    /** What comes to the one who passes on, and what to the child. */
    private final FrameCollector came = new FrameCollector();

    private final FrameCollector seen = new FrameCollector();
    private final Uplink uplink = new Uplink(UP_BPS, System::nanoTime);
    private Publisher publisher;
    private Subscriber parent;
    private Forwarder forwarder;
    private Subscriber child;

    @BeforeAll
    static void startLoop() {
        loop = new MediaLoop();
    }

    @AfterAll
    static void closeLoop() {
        loop.close();
    }

    @AfterEach
    void close() throws Exception {
        assertEquals(0, forged.get(), "whatever the way, it is what the publisher has signed");
        assertEquals(0, excess.get(), "and no more than that");
        for (AutoCloseable each : List.copyOf(open)) {
            loop.call(() -> {
                each.close();
                return null;
            });
        }
    }

    @Test
    void shouldPassPictureAndSoundOnAsTheyWere() throws Exception {
        chain();
        passOn();

        new SampleFrames(Sample.video()).assertFollowed(seen.frames(MediaKind.VIDEO), 30, "picture");
        new SampleFrames(Sample.audio()).assertFollowed(seen.frames(MediaKind.AUDIO), 50, "sound");
        assertTrue(loop.call(forwarder::packets) > 0);
    }

    @Test
    void shouldMendWhatIsLostOnTheWayToTheChildByItself() throws Exception {
        chain();
        String answer = answerOf(offered());
        Matcher port = PORT.matcher(answer);
        assertTrue(port.find(), answer);
        LossyPath path = new LossyPath(Integer.parseInt(port.group(2)), 10);
        open.add(path);
        accept(port.replaceAll("$1" + path.port()));

        new SampleFrames(Sample.video()).assertFollowed(seen.frames(MediaKind.VIDEO), 60, "picture");
        assertTrue(path.lost() > 0);
        assertTrue(loop.call(forwarder::retransmissions) > 0);
        long ofThePublisher = loop.call(publisher::statistics).stream()
                .mapToLong(SendStatistics::retransmissions)
                .sum();
        assertEquals(0, ofThePublisher, "the publisher hears nothing of it");
    }

    @Test
    void shouldGoOnWithAnotherParentWithoutAHole() throws Exception {
        chain();
        passOn();
        awaitFrames(20);
        Publisher first = publisher;
        Subscriber firstParent = parent;

        chain();
        loop.run(() -> assertTrue(forwarder.from(parent)));
        long before = loop.call(forwarder::packets);
        awaitFrames(60); // the first sends a key frame when asked, the second begins with one
        loop.run(() -> {
            first.close();
            firstParent.close();
            seen.frames(MediaKind.VIDEO).clear();
            seen.frames(MediaKind.AUDIO).clear();
        });

        awaitFrames(60);
        assertNotNull(seen.frames(MediaKind.AUDIO).poll(WAIT_SECONDS, TimeUnit.SECONDS), "sound goes on, too");
        assertTrue(loop.call(forwarder::packets) > before);
        assertTrue(seen.ended.isEmpty(), "it is the same track");
        for (TrackStatistics each : loop.call(child::statistics)) {
            assertEquals(0, each.lost(), () -> "the numbers went on: " + each);
        }
    }

    @Test
    void shouldTellWhenThePublisherSentIt() throws Exception {
        chain();
        passOn();
        Set<Long> told = new HashSet<>();
        long heard = 0;
        while (heard == 0) {
            awaitFrames(1);
            // The child's first, as a report may come between the two.
            heard = ntpOf(child);
            told.add(ntpOf(parent));
        }
        assertTrue(told.contains(heard), () -> "the publisher's clock, not the one's who passes on: " + told);
    }

    /** The time of the last sender report of the picture, 0 before there is one. */
    private static long ntpOf(Subscriber connection) throws Exception {
        return loop.call(() -> {
            IncomingTrack.SenderReport last =
                    connection.receiverOf(MediaCodec.H264).orElseThrow().lastReport();
            return last == null ? 0 : last.ntp();
        });
    }

    @Test
    void shouldLetNothingThroughOnceStopped() throws Exception {
        chain();
        passOn();
        awaitFrames(10);

        long sent = loop.call(() -> {
            forwarder.stop();
            came.frames(MediaKind.VIDEO).clear();
            return forwarder.packets();
        });
        awaitFrames(came, 10);
        assertEquals(sent, loop.call(forwarder::packets));
    }

    @Test
    void shouldNotTakeAParentInAnotherCodec() throws Exception {
        publish(List.of(Sample.audio()));
        passOn();
        assertNotNull(seen.frames(MediaKind.AUDIO).poll(WAIT_SECONDS, TimeUnit.SECONDS));

        chain();
        assertFalse(loop.call(() -> forwarder.from(parent)), "a picture was not offered");
    }

    @Test
    void shouldPassNothingOnOfAParentByWhichNothingComes() throws Exception {
        loop.run(() -> {
            Subscriber empty = LoopbackPeers.subscriber(loop.resources(), verifier(), new MediaSink() {});
            open.add(empty);
            assertThrows(MediaException.class, () -> LoopbackPeers.forwarder(loop.resources(), empty, uplink));
        });
    }

    private void awaitFrames(int count) throws InterruptedException {
        awaitFrames(seen, count);
    }

    private static void awaitFrames(FrameCollector sink, int count) throws InterruptedException {
        for (int frame = 0; frame < count; frame++) {
            int number = frame;
            assertNotNull(
                    sink.frames(MediaKind.VIDEO).poll(WAIT_SECONDS, TimeUnit.SECONDS),
                    () -> "picture " + number + " of " + count);
        }
    }

    /** From the publisher to the one who passes on. */
    private void chain() throws Exception {
        publish(List.of(Sample.video(), Sample.audio()));
    }

    private void publish(List<MediaSource> sources) throws Exception {
        loop.run(() -> {
            publisher = LoopbackPeers.publisher(loop.resources(), SignedSource.all(sources, signer));
            parent = LoopbackPeers.subscriber(loop.resources(), verifier(), came);
            open.addAll(List.of(publisher, parent));
        });
        String offer = loop.call(publisher::describedOffer).get(WAIT_SECONDS, TimeUnit.SECONDS);
        String answer = loop.call(() -> parent.describedAnswer(offer)).get(WAIT_SECONDS, TimeUnit.SECONDS);
        loop.call(() -> publisher.accept(answer)).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private FrameVerifier verifier() {
        return new FrameVerifier(
                signer.key(), ROOM, ANN, forged::incrementAndGet, excess::incrementAndGet, System::nanoTime);
    }

    private String offered() throws Exception {
        loop.run(() -> {
            forwarder = LoopbackPeers.forwarder(loop.resources(), parent, uplink);
            child = LoopbackPeers.subscriber(loop.resources(), verifier(), seen);
            open.addAll(List.of(forwarder, child));
        });
        return loop.call(forwarder::describedOffer).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private String answerOf(String offer) throws Exception {
        return loop.call(() -> child.describedAnswer(offer)).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void accept(String answer) throws Exception {
        loop.call(() -> forwarder.accept(answer)).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** From there to the child. */
    private void passOn() throws Exception {
        accept(answerOf(offered()));
    }
}
