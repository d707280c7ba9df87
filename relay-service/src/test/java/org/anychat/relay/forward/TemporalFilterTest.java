package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anychat.relay.forward.TemporalFrames.Frame;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a viewer gets of a VP8 or VP9 stream with temporal layers, whatever its path has room for. */
class TemporalFilterTest {
    private static final int FRAMES = 2_000;
    private static final int HEADER_BYTES = 12;

    /** A codec and how wide its picture ids are, and whether they close up behind what is left out. */
    private record Kind(VideoCodec codec, int pictureIdBits, boolean closesUp) {
        int descriptorBytes() {
            return (codec == VideoCodec.VP8 ? 4 : 3) + (pictureIdBits + 7) / 8;
        }

        int pictureIdAt() {
            return HEADER_BYTES + (codec == VideoCodec.VP8 ? 2 : 1);
        }

        int tl0PicIdx(byte[] packet) {
            return packet[HEADER_BYTES + descriptorBytes() - (codec == VideoCodec.VP8 ? 2 : 1)] & 0xFF;
        }

        int pictureId(byte[] packet) {
            return pictureIdBits == 7
                    ? packet[pictureIdAt()] & 0x7F
                    : NetworkOrder.uint16(packet, pictureIdAt()) & 0x7FFF;
        }
    }

    private static final Kind VP8 = new Kind(VideoCodec.VP8, 15, true);
    private static final Kind VP8_SHORT = new Kind(VideoCodec.VP8, 7, true);
    private static final Kind VP9 = new Kind(VideoCodec.VP9, 15, false);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private Kind kind;
    private Publication publication;
    private Subscription viewer;
    private TemporalFrames frames;
    private final RtpPacket packet = new RtpPacket();
    /** What was sent, by the viewer's number counted on beyond 16 bits, and what it was made of. */
    private final TreeMap<Integer, byte[]> sent = new TreeMap<>();

    private final Map<Integer, byte[]> origins = new HashMap<>();
    private int highest;

    private void open(Kind opened) {
        kind = opened;
        sent.clear();
        highest = 0;
        publication = new Publication(
                1, new PublicationFormat(kind.codec(), 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);
        viewer = new Subscription(
                publication,
                new SubscriptionFormat(0x7777, 100, 0, SubscriptionFormat.NO_RTX, new byte[256], 0),
                1,
                new RtpSink() {
                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
                        return true;
                    }
                });
        frames = new TemporalFrames(seeded.random(), kind.codec(), kind.pictureIdBits());
    }

    private void feed(byte[] bytes) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        Encoding encoding = publication.encoding(0);
        boolean start = publication.isStart(packet);
        if (!viewer.selects(encoding, start, packet, clock.nowNs())
                || viewer.leavesOut(start, packet)
                || !viewer.number(packet, clock.nowNs())) {
            return;
        }
        byte[] copy = bytes.clone();
        int length = viewer.stamp(copy, 0, copy.length);
        byte[] stamped = ByteBuffer.allocate(length).put(copy, 0, length).array();
        assertTrue(packet.wrap(stamped, 0, length));
        int number = highest + (short) (packet.sequenceNumber() - highest);
        highest = Math.max(highest, number);
        assertEquals(null, sent.put(number, stamped), "number " + number + " twice");
        origins.put(number, bytes);
        assertSentAgainAlike(number);
    }

    private void assertSentAgainAlike(int number) {
        int segment = viewer.trace(number & 0xFFFF);
        byte[] origin = origins.get(number);
        packet.wrap(origin, 0, origin.length);
        assertEquals(packet.sequenceNumber(), viewer.tracedSequenceNumber(segment, number & 0xFFFF));
        byte[] copy = origin.clone();
        int length = viewer.stampAgain(segment, number & 0xFFFF, copy, 0, copy.length);
        assertArrayEquals(
                sent.get(number),
                ByteBuffer.allocate(length).put(copy, 0, length).array());
    }

    private void feed(Frame frame) {
        frame.packets().forEach(this::feed);
        clock.advanceMs(33);
    }

    private void limit(int temporal) {
        viewer.allow(0, Subscription.ALL_LAYERS, temporal, false, clock.nowNs());
    }

    /** Of each frame that was sent, one after another. */
    private List<Integer> temporalLayers() {
        return framesSent().keySet().stream()
                .map(number -> frames.frames().get(number).temporalLayer())
                .toList();
    }

    @Test
    void shouldLeaveTheUpperLayersOutFromTheNextFrameOn() {
        open(VP8);
        feed(frames.next(true));
        feed(frames.next(false));
        limit(0);
        for (int i = 2; i < 9; i++) {
            feed(frames.next(false));
        }
        assertEquals(List.of(0, 2, 0, 0), temporalLayers());
    }

    @Test
    void shouldTakeALayerUpWhereAFrameDependsOnTheLowestAlone() {
        open(VP8);
        feed(frames.next(true));
        limit(0);
        for (int i = 1; i < 4; i++) {
            feed(frames.next(false));
        }
        limit(TemporalFilter.ALL);
        for (int i = 4; i < 20; i++) {
            feed(frames.next(false));
        }
        // Frames 4 to 7 depend on frame 2; 9 is of layer 2 while 1 is not sent; 10 takes 1 up, 17 takes 2 up.
        assertEquals(List.of(0, 0, 0, 1, 0, 1, 0, 2, 1, 2), temporalLayers());
    }

    @Test
    void shouldTakeAllLayersOfVp9UpBehindAFrameThatSaysSo() {
        open(VP9);
        feed(frames.next(true));
        limit(0);
        for (int i = 1; i < 4; i++) {
            feed(frames.next(false));
        }
        limit(TemporalFilter.ALL);
        for (int i = 4; i < 12; i++) {
            feed(frames.next(false));
        }
        assertEquals(List.of(0, 0, 0, 2, 1, 2), temporalLayers(), "frame 8 opens");
    }

    @Test
    void shouldSendEverythingFromAKeyFrameOn() {
        open(VP8);
        feed(frames.next(true));
        limit(0);
        feed(frames.next(false));
        limit(TemporalFilter.ALL);
        feed(frames.next(true));
        feed(frames.next(false));
        feed(frames.next(false));
        assertEquals(List.of(0, 0, 2, 1), temporalLayers());
    }

    @Test
    void shouldNotBreakAFrameUpThatIsUnderWay() {
        open(VP8);
        feed(frames.next(true));
        Frame upper = frames.next(false);
        while (upper.packets().size() < 2) {
            upper = frames.next(false);
        }
        for (byte[] bytes : upper.packets()) {
            feed(bytes);
            limit(0);
        }
        assertEquals(upper.packets().size(), framesSent().get(upper.number()));
    }

    @Test
    void shouldSendAnEmptyPacketForOneThatIsLateAndLeftOut() {
        open(VP8);
        feed(frames.next(true));
        limit(0);
        Frame lost = frames.next(false);
        feed(frames.next(false));
        feed(frames.next(false));
        feed(frames.next(false));
        int before = sent.size();
        feed(lost);
        assertEquals(lost.packets().size(), sent.size() - before);
        assertContinuous();
        byte[] empty =
                sent.get(sent.firstKey() + frames.frames().get(0).packets().size());
        packet.wrap(empty, 0, empty.length);
        assertEquals(0, packet.payloadLength() + packet.paddingLength());
    }

    /** The next frame of a temporal layer, of several packets; those before it are fed. */
    private Frame several(int temporal) {
        Frame frame = frames.next(false);
        while (frame.temporalLayer() != temporal || frame.packets().size() < 3) {
            feed(frame);
            frame = frames.next(false);
        }
        return frame;
    }

    @Test
    void shouldCompleteTheFrameWhoseEndComesBehindALowerLimit() {
        open(VP8);
        feed(frames.next(true));
        Frame upper = several(2);
        feed(upper.packets().get(0));
        limit(0);
        Frame next = frames.next(false);
        feed(next);
        upper.packets().stream().skip(1).forEach(this::feed);
        feed(frames.next(false));
        assertEquals(upper.packets().size(), framesSent().get(upper.number()));
        assertEquals(0, broken());
        assertContinuous();
    }

    @Test
    void shouldCompleteTheFrameWhoseBeginningComesBehindAHigherLimit() {
        open(VP8);
        feed(frames.next(true));
        limit(0);
        Frame middle = several(1);
        while (!middle.sync()) {
            feed(middle);
            middle = several(1);
        }
        limit(1);
        middle.packets().stream().skip(1).forEach(this::feed);
        feed(middle.packets().get(0));
        feed(frames.next(false));
        assertEquals(middle.packets().size(), framesSent().get(middle.number()));
        assertEquals(0, broken());
        assertContinuous();
    }

    /** The property: numbers without a gap, whole frames that can be decoded, picture ids one after another. */
    @Test
    void shouldSendAStreamWithoutGapsWhateverIsLeftOut() {
        for (Kind each : List.of(VP8, VP8_SHORT, VP9)) {
            open(each);
            for (int i = 0; i < FRAMES; i++) {
                changeLimitAtTimes();
                feed(frames.next(i == 0 || seeded.random().nextInt(100) == 0));
            }
            assertContinuous();
            assertDecodable();
            assertPictureIdsRise(kind.closesUp() ? 1 : 1 << 14);
        }
    }

    /** The same over a way on which packets are lost and come late; what is missing then is the publisher's loss alone. */
    @Test
    void shouldSendAStreamWithoutGapsWhereThePublishersPacketsComeLate() {
        for (Kind each : List.of(VP8, VP9)) {
            open(each);
            feed(frames.next(true));
            feedLosing();
            assertContinuous();
            assertEquals(0, broken(), "frames in part");
            assertPictureIdsRise(1 << 14);
        }
    }

    private void feedLosing() {
        List<byte[]> late = new ArrayList<>();
        for (int i = 1; i < FRAMES; i++) {
            changeLimitAtTimes();
            for (byte[] bytes : frames.next(seeded.random().nextInt(100) == 0).packets()) {
                if (seeded.random().nextInt(10) == 0) {
                    late.add(bytes);
                } else {
                    feed(bytes);
                }
            }
            clock.advanceMs(33);
            if (seeded.random().nextInt(3) == 0) {
                late.forEach(this::feed);
                late.clear();
            }
        }
        late.forEach(this::feed);
    }

    private void changeLimitAtTimes() {
        if (seeded.random().nextInt(10) == 0) {
            limit(seeded.random().nextInt(TemporalFilter.ALL + 1));
        }
    }

    private void assertContinuous() {
        assertEquals(
                IntStream.rangeClosed(sent.firstKey(), sent.lastKey()).boxed().toList(), List.copyOf(sent.keySet()));
    }

    /** How many packets of each frame were sent with something in them. */
    private Map<Integer, Integer> framesSent() {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (byte[] bytes : sent.values()) {
            packet.wrap(bytes, 0, bytes.length);
            if (packet.payloadLength() > 0) {
                counts.merge(TemporalFrames.number(bytes, kind.descriptorBytes()), 1, Integer::sum);
            }
        }
        return counts;
    }

    private void assertDecodable() {
        assertEquals(0, broken());
        Set<Integer> there = new HashSet<>();
        for (int number : framesSent().keySet()) {
            Frame frame = frames.frames().get(number);
            assertTrue(there.containsAll(frame.needs()), () -> frame + " without " + frame.needs());
            there.add(number);
        }
        assertTrue(there.size() < FRAMES, "nothing was left out");
    }

    /** How many frames were sent in part. */
    private int broken() {
        int broken = 0;
        for (Map.Entry<Integer, Integer> frame : framesSent().entrySet()) {
            int packets = frames.frames().get(frame.getKey()).packets().size();
            broken += frame.getValue() == packets ? 0 : 1;
        }
        return broken;
    }

    private void assertPictureIdsRise(int most) {
        int mask = (1 << kind.pictureIdBits()) - 1;
        byte[] before = null;
        for (byte[] bytes : sent.values()) {
            packet.wrap(bytes, 0, bytes.length);
            if (packet.payloadLength() == 0) {
                continue;
            }
            if (before != null) {
                int step = (kind.pictureId(bytes) - kind.pictureId(before)) & mask;
                boolean newFrame = NetworkOrder.int32(bytes, 4) != NetworkOrder.int32(before, 4);
                assertTrue(newFrame ? step >= 1 && step <= most : step == 0, "picture ids go on by " + step);
                int tl0Step = (kind.tl0PicIdx(bytes) - kind.tl0PicIdx(before)) & 0xFF;
                assertTrue(tl0Step <= (most == 1 ? 1 : 0x7F), "TL0PICIDX goes on by " + tl0Step);
            }
            before = bytes;
        }
    }
}
