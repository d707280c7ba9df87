package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.client.sample.Sample;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.transport.CloseReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublisherIT {
    /** More than a second of the sample, so that there is a key frame in it. */
    private static final int MOST_MISSED = 60;

    private static MediaLoop loop;

    private final FrameCollector received = new FrameCollector();
    private RelayPeer relay;
    private Publisher publisher;

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
        loop.run(() -> {
            publisher.close();
            relay.close();
        });
    }

    @Test
    void shouldDeliverEveryFrameUnchanged() throws Exception {
        publish(0, 1, Sample.video(), Sample.audio());

        assertFramesOfTheSample(MediaKind.VIDEO, Sample.video(), 30);
        assertFramesOfTheSample(MediaKind.AUDIO, Sample.audio(), 50);
    }

    @Test
    void shouldMendLossByResending() throws Exception {
        long seed = System.nanoTime();
        System.out.println("PublisherIT seed " + seed);
        publish(0.1, seed, Sample.video());

        new SampleFrames(Sample.video()).assertFollowed(received.frames(MediaKind.VIDEO), 45, "seed " + seed);

        assertTrue(loop.call(relay::lostPackets) > 0, "seed " + seed);
        TrackStatistics statistics = loop.call(relay::receiveStatistics).get(0);
        assertTrue(statistics.recovered() > 0, statistics + ", seed " + seed);
        assertTrue(loop.call(publisher::statistics).get(0).retransmissions() > 0, "seed " + seed);
    }

    @Test
    void shouldPassTheWishForAKeyFrameToTheSource() throws Exception {
        Semaphore wishes = new Semaphore(0);
        AtomicInteger passedOn = new AtomicInteger();
        MediaSource video = Sample.video();
        publish(0, 1, new MediaSource() {
            @Override
            public MediaCodec codec() {
                return video.codec();
            }

            @Override
            public EncodedFrame poll(long elapsedUs) {
                return video.poll(elapsedUs);
            }

            @Override
            public void keyFrameRequested() {
                passedOn.incrementAndGet();
                wishes.release();
            }
        });
        received.frames(MediaKind.VIDEO).take();
        // A receiver that came late for the first key frame has asked for one by itself.
        wishes.drainPermits();

        loop.run(() -> relay.requestKeyFrame());

        assertTrue(wishes.tryAcquire(10, TimeUnit.SECONDS));
        loop.run(
                () -> assertEquals(passedOn.get(), publisher.statistics().get(0).keyFrameRequests()));
    }

    @Test
    void shouldKeepTheDistanceOfKeyFramesByItself() throws Exception {
        publish(0, 1, Sample.video());
        loop.run(() -> publisher.gop(4));
        int[] sinceKeyFrame = {0};
        List<Integer> distances = new ArrayList<>();
        while (distances.size() < 6) {
            EncodedFrame frame = received.frames(MediaKind.VIDEO).take();
            if (frame.keyFrame()) {
                distances.add(sinceKeyFrame[0]);
                sinceKeyFrame[0] = 0;
            }
            sinceKeyFrame[0]++;
        }

        // What came before the wish, and a key frame that the receiver asked for, may be among the first.
        assertEquals(List.of(4, 4, 4), distances.subList(3, 6));
    }

    @Test
    void shouldReportEverySecond() throws Exception {
        publish(0, 1, Sample.audio());
        for (int index = 0; index < 120; index++) {
            received.frames(MediaKind.AUDIO).take();
        }

        assertTrue(loop.call(relay::senderReports) >= 2);
    }

    @Test
    void shouldTellWhenTheRelayEndsTheConnection() throws Exception {
        publish(0, 1, Sample.audio());

        loop.run(() -> relay.close());

        assertEquals(CloseReason.REMOTE, publisher.closed().get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldRefuseAnAnswerThatIsNone() throws Exception {
        open(0, 1, Sample.audio());

        CompletableFuture<Void> refused = loop.call(() -> publisher.accept("v=0"));

        ExecutionException failure = assertThrows(ExecutionException.class, refused::get);
        assertInstanceOf(MediaException.class, failure.getCause());
    }

    /** A relay asks only publishers for another codec that have offered one. */
    @Test
    void shouldOfferEachSourcesOwnCodecAlone() throws Exception {
        open(0, 1, Sample.video(), Sample.audio());

        SessionDescription offer = SdpParser.parse(loop.call(publisher::offer));

        assertEquals(
                List.of(
                        List.of(Sample.video().codec().encodingName()),
                        List.of(Sample.audio().codec().encodingName())),
                offer.media().stream()
                        .map(section -> section.codecs().stream()
                                .map(Codec::name)
                                .filter(name -> !name.equals("rtx"))
                                .toList())
                        .toList());
    }

    @Test
    void shouldRefuseTwoSourcesOfOneKind() throws Exception {
        open(0, 1, Sample.audio());

        assertThrows(
                MediaException.class, () -> new Publisher(loop.resources(), List.of(Sample.audio(), Sample.audio())));
        assertThrows(MediaException.class, () -> new Publisher(loop.resources(), List.of()));
    }

    private void publish(double lossRate, long seed, MediaSource... sources) throws Exception {
        open(lossRate, seed, sources);
        CompletableFuture<Void> connected = loop.call(() -> publisher.accept(relay.answer(publisher.offer())));
        connected.get(20, TimeUnit.SECONDS);
    }

    private void open(double lossRate, long seed, MediaSource... sources) throws Exception {
        CompletableFuture<RelayPeer> opened =
                loop.call(() -> new RelayPeer(loop.resources(), received, lossRate, seed).open());
        relay = opened.get(10, TimeUnit.SECONDS);
        publisher = loop.call(() -> new Publisher(loop.resources(), List.of(sources)));
    }

    /** The frames of a sample one after the other, from the first that came: the relay may be ready after the publisher. */
    private void assertFramesOfTheSample(MediaKind kind, MediaSource sample, int count) throws Exception {
        SampleFrames expected = new SampleFrames(sample);
        EncodedFrame first = received.frames(kind).take();
        EncodedFrame sentFirst = expected.next();
        for (int skipped = 0; skipped < MOST_MISSED && !Arrays.equals(sentFirst.data(), first.data()); skipped++) {
            sentFirst = expected.next();
        }
        EncodedFrame sent = sentFirst;
        EncodedFrame frame = first;
        for (int index = 0; index < count; index++) {
            assertArrayEquals(sent.data(), frame.data(), kind + " frame " + index);
            long sentUs = sent.timeUs() - sentFirst.timeUs();
            assertTrue(Math.abs(sentUs - (frame.timeUs() - first.timeUs())) < 50, kind + " frame " + index);
            assertEquals(sent.keyFrame(), frame.keyFrame(), kind + " frame " + index);
            sent = expected.next();
            frame = received.frames(kind).take();
        }
    }
}
