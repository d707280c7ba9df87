package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anychat.client.sample.Sample;
import org.anychat.webrtc.transport.CloseReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectPeerIT {
    private static final int ANN = -2;
    private static final int BEN = -3;
    private static final int PAIRS = 10;
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private static MediaLoop loop;

    private final FrameCollector atAnn = new FrameCollector();
    private final FrameCollector atBen = new FrameCollector();
    private DirectPeer ann;
    private DirectPeer ben;

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
            ann.close();
            ben.close();
        });
    }

    @Test
    void shouldCarryPictureAndSoundBothWays() throws Exception {
        open();
        loop.run(() -> {
            ann.send(List.of(Sample.video(), Sample.audio()));
            ben.send(List.of(Sample.video(), Sample.audio()));
        });
        connect(null);

        for (FrameCollector received : List.of(atAnn, atBen)) {
            new SampleFrames(Sample.video()).assertFollowed(received.frames(MediaKind.VIDEO), 20, "picture");
            new SampleFrames(Sample.audio()).assertFollowed(received.frames(MediaKind.AUDIO), 30, "sound");
        }
        assertTrue(loop.call(ann::packets) > 0);
        assertEquals(2, loop.call(ben::statistics).size());
        assertEquals(ANN, loop.call(ben::statistics).get(0).track().userId());
    }

    @Test
    void shouldBeginAndEndToSendWithoutAFurtherDescription() throws Exception {
        open();
        connect(null);
        loop.run(() -> ann.send(List.of(Sample.video())));
        new SampleFrames(Sample.video()).assertFollowed(atBen.frames(MediaKind.VIDEO), 5, "the first source");

        loop.run(() -> ann.send(List.of()));
        loop.run(() -> ann.send(List.of(Sample.video(), Sample.audio())));
        atBen.frames(MediaKind.VIDEO).clear();

        for (int frame = 0; frame < 20; frame++) {
            assertTrue(atBen.frames(MediaKind.VIDEO).poll(20, TimeUnit.SECONDS).data().length > 0);
        }
        new SampleFrames(Sample.audio()).assertFollowed(atBen.frames(MediaKind.AUDIO), 10, "sound");
        assertEquals(new RemoteTrack(ANN, MediaCodec.H264), atBen.begun.poll());
        assertTrue(atBen.ended.isEmpty(), "to the application it is one track");
        assertEquals(0, loop.call(ben::statistics).get(0).lost(), "the numbers went on");
    }

    @Test
    void shouldTakeNothingOfAKindThatIsAgreedNotToCome() throws Exception {
        open();
        loop.run(() -> ann.send(List.of(Sample.video(), Sample.audio())));
        String offer = loop.call(() -> ann.offer(null)).get(20, TimeUnit.SECONDS);
        String withoutPicture = offer.substring(0, offer.indexOf("m=video"))
                + offer.substring(offer.indexOf("m=video")).replace("a=sendrecv", "a=inactive");
        String answer = loop.call(() -> ben.answer(withoutPicture, null)).get(20, TimeUnit.SECONDS);
        loop.run(() -> ann.accept(answer.replace("a=inactive", "a=sendrecv")));

        new SampleFrames(Sample.audio()).assertFollowed(atBen.frames(MediaKind.AUDIO), 50, "sound beside the picture");
        assertTrue(loop.call(ben::packets) > loop.call(() -> packetsOf(ben)), "the picture came, too");
        assertEquals(List.of(), List.copyOf(atBen.frames(MediaKind.VIDEO)));
        // An exception on the way from the socket would only be logged.
        byte[] picture = {(byte) 0x80, payloadTypeOf("H264", offer), 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 0x65, 1};
        loop.run(() -> ben.events().onRtp(picture, 0, picture.length, System.nanoTime()));
        assertEquals(1, loop.call(ben::statistics).size());
    }

    private static byte payloadTypeOf(String codec, String sdp) {
        Matcher line = Pattern.compile("a=rtpmap:(\\d+) " + codec).matcher(sdp);
        assertTrue(line.find(), sdp);
        return Byte.parseByte(line.group(1));
    }

    private static long packetsOf(DirectPeer peer) {
        return peer.statistics().stream().mapToLong(TrackStatistics::packets).sum();
    }

    @Test
    void shouldGiveUpWhereTheOtherChangesItsCodecAgainAndAgain() throws Exception {
        open();
        connect(null);
        CompletableFuture<CloseReason> closed = loop.call(ben::closed);
        for (int change = 0; change < 16; change++) {
            MediaCodec codec = change % 2 == 0 ? MediaCodec.VP8 : MediaCodec.H264;
            loop.run(() -> ann.send(List.of(new KeyFrames(codec))));
            assertEquals(new RemoteTrack(ANN, codec), atBen.begun.poll(20, TimeUnit.SECONDS));
        }
        assertFalse(closed.isDone());

        loop.run(() -> ann.send(List.of(new KeyFrames(MediaCodec.VP8))));

        assertEquals(CloseReason.LOCAL, closed.get(20, TimeUnit.SECONDS));
        assertEquals(List.of(), loop.call(ben::statistics));
    }

    /** A picture of key frames alone, which nobody decodes. */
    private static final class KeyFrames implements MediaSource {
        private static final int FRAME_US = 40_000;
        private static final byte[] IDR = {0, 0, 0, 1, 0x65, 1, 2, 3};
        private static final byte[] VP8 = {0x10, 0, 0, (byte) 0x9D, 1, 0x2A, 1, 0, 1, 0};

        private final MediaCodec codec;
        private long nextUs = Long.MIN_VALUE;

        KeyFrames(MediaCodec codec) {
            this.codec = codec;
        }

        @Override
        public MediaCodec codec() {
            return codec;
        }

        @Override
        public EncodedFrame poll(long elapsedUs) {
            if (elapsedUs < nextUs) {
                return null;
            }
            nextUs = elapsedUs + FRAME_US;
            return new EncodedFrame(codec == MediaCodec.H264 ? IDR : VP8, elapsedUs, true);
        }
    }

    @Test
    void shouldEndTheTracksOfTheOtherWhoCloses() throws Exception {
        open();
        loop.run(() -> ann.send(List.of(Sample.audio())));
        connect(null);
        atBen.frames(MediaKind.AUDIO).poll(20, TimeUnit.SECONDS);

        loop.run(ann::close);

        assertEquals(CloseReason.REMOTE, loop.call(ben::closed).get(20, TimeUnit.SECONDS));
        assertEquals(new RemoteTrack(ANN, MediaCodec.OPUS), atBen.ended.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldRefuseWhatIsNoDescription() throws Exception {
        open();
        String offer = loop.call(() -> ann.offer(null)).get(20, TimeUnit.SECONDS);
        for (String hostile : List.of(
                "",
                "v=0",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(400),
                offer.replace("a=fingerprint", "a=print"),
                offer.replaceAll("a=fingerprint:.*", "a=fingerprint:sha-256 0A" + ":0A".repeat(15)),
                offer.replace("opus", "G729").replace("H264", "H999").replace("VP8", "VP0"))) {
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> loop.call(() -> ben.answer(hostile, null)).get(20, TimeUnit.SECONDS));
            assertInstanceOf(MediaException.class, refused.getCause());
            assertThrows(ExecutionException.class, () -> loop.run(() -> ann.accept(hostile)));
        }
        assertThrows(ExecutionException.class, () -> loop.run(() -> ann.accept(offer)), "an offer is no answer");
        assertThrows(ExecutionException.class, () -> loop.run(() -> ben.accept(offer)), "nothing was offered");

        String answer = loop.call(() -> ben.answer(offer, null)).get(20, TimeUnit.SECONDS);
        loop.run(() -> ann.accept(answer));
        loop.call(ann::connected).get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldLeaveNoSocketOpen() throws Exception {
        awaitWhatLingers();
        open();
        connect(null);
        long before = openFiles();
        List<DirectPeer> peers = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            DirectPeer one = peer(BEN, true, new MediaSink() {});
            DirectPeer other = peer(ANN, false, new MediaSink() {});
            peers.addAll(List.of(one, other));
            if (pair % 2 == 0) {
                connect(one, other, null);
            }
        }
        assertTrue(openFiles() >= before + 2 * PAIRS, "each has a port of its own");

        loop.run(() -> peers.forEach(DirectPeer::close));

        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (openFiles() > before && System.nanoTime() < endNs) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
        assertTrue(openFiles() <= before, before + " open files before, now " + openFiles());
    }

    /** Sockets of the tests before close with a delay, by timers of the same loop. */
    private static void awaitWhatLingers() throws Exception {
        loop.resources().loop().schedule(() -> {}, 1, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.count();
        }
    }

    private void open() throws Exception {
        ann = peer(BEN, true, atAnn);
        ben = peer(ANN, false, atBen);
    }

    private static DirectPeer peer(int other, boolean offers, MediaSink sink) throws Exception {
        return loop.call(() -> LoopbackPeers.open(loop.resources(), other, offers, sink));
    }

    private void connect(MediaCodec preferred) throws Exception {
        connect(ann, ben, preferred);
    }

    private static void connect(DirectPeer offerer, DirectPeer answerer, MediaCodec preferred) throws Exception {
        String offer = loop.call(() -> offerer.offer(preferred)).get(20, TimeUnit.SECONDS);
        String answer = loop.call(() -> answerer.answer(offer, preferred)).get(20, TimeUnit.SECONDS);
        loop.run(() -> offerer.accept(answer));
        loop.call(offerer::connected).get(20, TimeUnit.SECONDS);
        loop.call(answerer::connected).get(20, TimeUnit.SECONDS);
    }
}
