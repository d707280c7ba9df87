package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anychat.relay.forward.SvcFrames.Frame;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a viewer gets of a stream with dependency descriptors, whatever its path has room for. */
class DecodeTargetFilterTest {
    private static final int PICTURES = 1_500;
    private static final int ALL = Subscription.ALL_FRAMES;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private Publication publication;
    private Subscription viewer;
    private SvcFrames frames;
    private final RtpPacket packet = new RtpPacket();
    /** What was sent, by the viewer's number counted on beyond 16 bits, and what it was made of. */
    private final TreeMap<Integer, byte[]> sent = new TreeMap<>();

    private final Map<Integer, byte[]> origins = new HashMap<>();
    private int highest;

    private void open(VideoCodec codec, int spatial, int temporal, boolean keyOnly) {
        sent.clear();
        highest = 0;
        publication = new Publication(
                1, new PublicationFormat(codec, 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);
        byte[] ids = new byte[256];
        ids[SvcFrames.EXTENSION_ID] = 9;
        viewer = new Subscription(
                publication,
                new SubscriptionFormat(0x7777, 100, 0, SubscriptionFormat.NO_RTX, ids, 0),
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
        frames = new SvcFrames(seeded.random(), codec, spatial, temporal, keyOnly);
    }

    private void feed(byte[] bytes) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        Encoding encoding = publication.encoding(0);
        encoding.onPacket(packet.timestamp(), packet.length(), clock.nowNs());
        boolean start = publication.isStart(packet);
        encoding.onDependencies(packet, SvcFrames.EXTENSION_ID, start, clock.nowNs());
        if (!viewer.selects(encoding, start, packet, clock.nowNs())
                || viewer.leavesOut(start, packet)
                || !viewer.number(packet, clock.nowNs())) {
            return;
        }
        byte[] copy = bytes.clone();
        int length = viewer.stamp(copy, 0, copy.length);
        byte[] stamped = Arrays.copyOf(copy, length);
        assertTrue(packet.wrap(stamped, 0, length));
        int number = highest + (short) (packet.sequenceNumber() - highest);
        highest = Math.max(highest, number);
        assertNull(sent.put(number, stamped), () -> "number " + number + " twice");
        origins.put(number, bytes);
        assertSentAgainAlike(number);
    }

    private void assertSentAgainAlike(int number) {
        int segment = viewer.trace(number & 0xFFFF);
        if (segment == SequenceRewriter.UNKNOWN) {
            return;
        }
        byte[] copy = origins.get(number).clone();
        int length = viewer.stampAgain(segment, number & 0xFFFF, copy, 0, copy.length);
        assertArrayEquals(sent.get(number), Arrays.copyOf(copy, length));
    }

    private void feed(List<Frame> picture) {
        picture.forEach(frame -> frame.packets().forEach(this::feed));
        clock.advanceMs(33);
        viewer.onTimer(clock.nowNs());
    }

    private void feed(int pictures) {
        for (int i = 0; i < pictures; i++) {
            feed(frames.next(false));
        }
    }

    private void limit(int spatial, int temporal) {
        viewer.allow(0, spatial, temporal, false, clock.nowNs());
    }

    /** Of each frame that was sent from a picture on: its spatial and its temporal layer, as tens and ones. */
    private List<Integer> layersFrom(int picture) {
        return framesSent().keySet().stream()
                .map(frames.frames()::get)
                .filter(frame -> frame.picture() >= picture)
                .map(frame -> 10 * frame.spatialLayer() + frame.temporalLayer())
                .toList();
    }

    private boolean takeKeyFrameWanted() {
        return publication.encoding(0).takeKeyFrameWanted();
    }

    @Test
    void shouldGoDownToALowerSpatialLayerAtTheNextPicture() {
        open(VideoCodec.AV1, 3, 1, false);
        feed(frames.next(true));
        limit(0, ALL);
        feed(2);
        assertEquals(List.of(0, 10, 20, 0, 0), layersFrom(0));
        assertEquals(0, viewer.sentLayer());
        assertFalse(takeKeyFrameWanted());
        assertPicturesEnd();
    }

    @Test
    void shouldGoUpAtAKeyFrameWhichIsAskedForWhereNothingElseComes() {
        open(VideoCodec.AV1, 3, 3, false);
        feed(frames.next(true));
        limit(1, ALL);
        feed(4);
        limit(2, ALL);
        feed(4);
        assertFalse(takeKeyFrameWanted(), "a frame to switch at may come");
        feed(DecodeTargetFilter.PATIENCE_PICTURES);
        assertTrue(takeKeyFrameWanted());
        assertEquals(1, viewer.sentLayer());
        feed(frames.next(true));
        assertEquals(2, viewer.sentLayer());
        takeKeyFrameWanted();
        feed(2 * DecodeTargetFilter.PATIENCE_PICTURES);
        assertFalse(takeKeyFrameWanted(), "it has come");
        assertPicturesEnd();
        assertDecodable();
    }

    @Test
    void shouldTakeTemporalLayersUpAtAFrameThatSaysSo() {
        for (VideoCodec codec : List.of(VideoCodec.AV1, VideoCodec.H264)) {
            open(codec, 1, 3, false);
            feed(frames.next(true));
            limit(0, 0);
            feed(7);
            assertEquals(List.of(0, 0), layersFrom(0));
            limit(0, 1);
            // Pictures 8 to 11 are of 0 2 1 2.
            feed(4);
            assertEquals(List.of(0, 1), layersFrom(8));
            limit(0, ALL);
            feed(4);
            assertEquals(List.of(0, 2, 1, 2), layersFrom(12));
            assertFalse(takeKeyFrameWanted());
        }
    }

    @Test
    void shouldTakeTemporalLayersOfAnUpperSpatialLayerUp() {
        open(VideoCodec.AV1, 2, 3, false);
        feed(frames.next(true));
        limit(1, 0);
        feed(3);
        assertEquals(List.of(0, 10), layersFrom(0));
        limit(1, ALL);
        feed(4);
        assertEquals(List.of(0, 10, 2, 12, 1, 11, 2, 12), layersFrom(4));
        assertPicturesEnd();
    }

    @Test
    void shouldGoDownInSpaceBeforeItGoesUpInTime() {
        open(VideoCodec.AV1, 2, 3, false);
        feed(frames.next(true));
        limit(1, 0);
        feed(3);
        limit(0, ALL);
        feed(4);
        assertEquals(List.of(0, 2, 1, 2), layersFrom(4));
    }

    @Test
    void shouldChangeSpatialLayersThatDoNotDependOnEachOtherAtKeyFramesAlone() {
        open(VideoCodec.AV1, 3, 3, true);
        feed(frames.next(true));
        feed(5);
        List<Integer> seen = List.of(0, 10, 20, 22, 21, 22, 20, 22);
        assertEquals(seen, layersFrom(0), "of other pictures the uppermost layer alone");
        limit(0, ALL);
        feed(2 * DecodeTargetFilter.PATIENCE_PICTURES);
        assertEquals(2, viewer.sentLayer(), "it goes on until there is another");
        assertTrue(takeKeyFrameWanted());
        feed(frames.next(true));
        feed(2);
        assertEquals(0, viewer.sentLayer());
        assertPicturesEnd();
        assertDecodable();
    }

    @Test
    void shouldStopAtOnceWhereItMust() {
        open(VideoCodec.AV1, 3, 3, true);
        feed(frames.next(true));
        feed(5);
        viewer.allow(0, 0, ALL, true, clock.nowNs());
        feed(3);
        assertEquals(List.of(), layersFrom(6));
        assertEquals(-1, viewer.sentLayer(), "nothing is sent");
        assertTrue(takeKeyFrameWanted());
        feed(frames.next(true));
        feed(1);
        assertEquals(List.of(0, 2), layersFrom(9));
    }

    @Test
    void shouldFollowWhatThePublisherSwitchesOff() {
        open(VideoCodec.AV1, 3, 1, false);
        feed(frames.next(true));
        feed(frames.next(false, 2));
        feed(frames.next(false, 2));
        assertEquals(1, viewer.sentLayer());
        feed(frames.next(true));
        assertEquals(2, viewer.sentLayer());
        assertPicturesEnd();
    }

    @Test
    void shouldReadOnWhereTheStructureIsAnother() {
        open(VideoCodec.AV1, 2, 3, false);
        feed(frames.next(true));
        limit(0, 1);
        feed(5);
        frames.changeStructure();
        feed(frames.next(true));
        feed(3);
        assertEquals(List.of(0, 1), layersFrom(6));
        assertEquals(0, viewer.sentLayer());
    }

    @Test
    void shouldNotBreakAPictureUpThatIsUnderWay() {
        open(VideoCodec.AV1, 3, 1, false);
        feed(frames.next(true));
        List<Frame> picture = frames.next(false);
        for (Frame frame : picture) {
            for (byte[] bytes : frame.packets()) {
                feed(bytes);
                limit(0, ALL);
            }
        }
        assertEquals(List.of(0, 10, 20), layersFrom(1));
    }

    @Test
    void shouldSendAnEmptyPacketForOneThatIsLateAndLeftOut() {
        open(VideoCodec.AV1, 2, 1, false);
        feed(frames.next(true));
        limit(0, ALL);
        feed(1);
        List<Frame> picture = frames.next(false);
        picture.get(0).packets().forEach(this::feed);
        feed(2);
        int before = sent.size();
        picture.get(1).packets().forEach(this::feed);
        assertEquals(before + picture.get(1).packets().size(), sent.size());
        assertContinuous();
        assertFalse(framesSent().containsKey(picture.get(1).index()), "they are empty");
    }

    /** A picture of two spatial layers, of the upper one several packets. */
    private List<Frame> severalPackets() {
        List<Frame> picture = frames.next(false);
        while (picture.get(1).packets().size() < 2) {
            feed(picture);
            picture = frames.next(false);
        }
        return picture;
    }

    @Test
    void shouldCompleteThePictureWhoseEndIsLateWhereItGoesDown() {
        open(VideoCodec.AV1, 2, 1, false);
        feed(frames.next(true));
        List<Frame> picture = severalPackets();
        List<byte[]> upper = picture.get(1).packets();
        picture.get(0).packets().forEach(this::feed);
        feed(upper.get(0));
        limit(0, ALL);
        feed(1);
        upper.stream().skip(1).forEach(this::feed);
        feed(1);
        assertEquals(List.of(0, 10, 0, 0), layersFrom(picture.get(0).picture()));
        assertContinuous();
        assertDecodable();
        assertPicturesEnd();
    }

    @Test
    void shouldGoDownAPictureLaterWhereItsBeginningIsMissingAsWell() {
        open(VideoCodec.AV1, 2, 1, false);
        feed(frames.next(true));
        List<Frame> picture = severalPackets();
        picture.get(0).packets().forEach(this::feed);
        limit(0, ALL);
        List<Frame> next = frames.next(false);
        next.get(1).packets().forEach(this::feed);
        picture.get(1).packets().forEach(this::feed);
        next.get(0).packets().forEach(this::feed);
        feed(1);
        assertEquals(List.of(0, 10, 0, 10, 0), layersFrom(picture.get(0).picture()));
        assertContinuous();
        assertDecodable();
        assertPicturesEnd();
    }

    @Test
    void shouldGoUpAtAFrameWhoseBeginningIsThere() {
        open(VideoCodec.AV1, 1, 3, false);
        feed(frames.next(true));
        limit(0, 0);
        feed(4);
        List<Frame> picture = frames.next(false);
        while (picture.get(0).temporalLayer() != 1 || picture.get(0).packets().size() < 2) {
            feed(picture);
            picture = frames.next(false);
        }
        limit(0, ALL);
        List<byte[]> middle = picture.get(0).packets();
        middle.stream().skip(1).forEach(this::feed);
        feed(middle.get(0));
        feed(3);
        assertEquals(List.of(0, 2), layersFrom(picture.get(0).picture()));
        assertContinuous();
        assertDecodable();
    }

    @Test
    void shouldGoOnAtAKeyFrameWhoseNumberIsLower() {
        for (int back : List.of(2, 1000, 20_000)) {
            open(VideoCodec.AV1, 2, 1, false);
            feed(frames.next(true));
            limit(0, ALL);
            feed(5);
            frames.jumpBack(back);
            feed(frames.next(true));
            feed(2);
            assertEquals(List.of(0, 0, 0), layersFrom(6));
            limit(1, ALL);
            frames.jumpBack(back);
            feed(frames.next(true));
            feed(1);
            assertEquals(List.of(0, 10, 0, 10), layersFrom(9));
            assertDecodable();
        }
    }

    @Test
    void shouldChangeIndependentSpatialLayersAtAKeyFrame() {
        open(VideoCodec.AV1, 2, 1, true);
        frames.withIndependentLayers();
        feed(frames.next(true));
        feed(1);
        assertEquals(List.of(10, 10), layersFrom(0));
        limit(0, ALL);
        feed(frames.next(true));
        feed(1);
        assertEquals(List.of(0, 0), layersFrom(2));
        limit(1, ALL);
        feed(frames.next(true));
        takeKeyFrameWanted();
        feed(2 * DecodeTargetFilter.PATIENCE_PICTURES);
        assertEquals(1, viewer.sentLayer());
        assertFalse(takeKeyFrameWanted(), "it is what is wanted");
        assertPicturesEnd();
        assertDecodable();
    }

    @Test
    void shouldJudgeLateFramesByTheirPayloadWhereThereAreNoDescriptorsAnyMore() {
        open(VideoCodec.VP9, 2, 3, false);
        // What begins a sequence there begins a key frame in VP9.
        frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 2, 3, false);
        feed(frames.next(true));
        limit(0, 0);
        // A segment for each round of four pictures.
        feed(5 * SequenceRewriter.SEGMENTS_WITH_GAPS);
        viewer.pause(true);
        viewer.pause(false);
        TemporalFrames plain = new TemporalFrames(seeded.random(), VideoCodec.VP9, 15);
        plain.next(true).packets().forEach(this::feed);
        // 2 1 2, which are left out, and 0 behind them.
        for (int i = 0; i < 4; i++) {
            plain.next(false).packets().forEach(this::feed);
        }
        TemporalFrames.Frame lost = plain.next(false);
        for (int i = 0; i < 3; i++) {
            plain.next(false).packets().forEach(this::feed);
        }
        lost.packets().forEach(this::feed);
        byte[] late = sent.get(lateNumber(lost));
        packet.wrap(late, 0, late.length);
        assertEquals(0, packet.payloadLength(), "it was left out");
    }

    private int lateNumber(TemporalFrames.Frame late) {
        byte[] first = late.packets().get(0);
        return origins.entrySet().stream()
                .filter(entry -> entry.getValue() == first)
                .mapToInt(Map.Entry::getKey)
                .findAny()
                .orElseThrow();
    }

    /** The property: numbers without a gap, whole frames that can be decoded, pictures that end with a marker. */
    @Test
    void shouldSendAStreamWithoutGapsWhateverIsLeftOut() {
        for (int kind = 0; kind < 6; kind++) {
            open(VideoCodec.AV1, 1 + kind % 3, 1 + kind % 3, kind >= 3);
            for (int i = 0; i < PICTURES; i++) {
                if (i > 0 && seeded.random().nextInt(10) == 0) {
                    viewer.allow(
                            0,
                            seeded.random().nextInt(3),
                            seeded.random().nextInt(ALL + 1),
                            seeded.random().nextBoolean(),
                            clock.nowNs());
                }
                if (seeded.random().nextInt(200) == 0) {
                    frames.changeStructure();
                    feed(frames.next(true));
                } else {
                    feed(frames.next(i == 0 || seeded.random().nextInt(60) == 0));
                }
            }
            assertContinuous();
            assertDecodable();
            assertPicturesEnd();
        }
    }

    /** The same over a way on which packets are lost and come late. */
    @Test
    void shouldSendAStreamWithoutGapsWhereThePublishersPacketsComeLate() {
        open(VideoCodec.AV1, 3, 3, false);
        feed(frames.next(true));
        List<byte[]> late = new ArrayList<>();
        for (int i = 1; i < PICTURES; i++) {
            if (seeded.random().nextInt(10) == 0) {
                limit(seeded.random().nextInt(3), seeded.random().nextInt(ALL + 1));
            }
            for (Frame frame : frames.next(seeded.random().nextInt(60) == 0)) {
                for (byte[] bytes : frame.packets()) {
                    if (seeded.random().nextInt(10) == 0) {
                        late.add(bytes);
                    } else {
                        feed(bytes);
                    }
                }
            }
            clock.advanceMs(33);
            if (seeded.random().nextInt(3) == 0) {
                late.forEach(this::feed);
                late.clear();
            }
        }
        late.forEach(this::feed);
        assertContinuous();
        assertWhole();
    }

    private void assertContinuous() {
        assertEquals(
                IntStream.rangeClosed(sent.firstKey(), sent.lastKey()).boxed().toList(), List.copyOf(sent.keySet()));
    }

    /** Each stretch of the stream is read as it was when it was sent. */
    @Test
    void shouldSendAgainAlikeWhatCameBeforeDescriptorsEndedOrBegan() {
        open(VideoCodec.VP8, 1, 3, false);
        limit(0, 0);
        TemporalFrames untold = new TemporalFrames(seeded.random(), VideoCodec.VP8, 15);
        int stretch = 16;
        int number = 0;
        int lowest = 0;
        for (int i = 0; i < 3 * stretch; i++) {
            boolean keyFrame = i % stretch == 0;
            List<byte[]> packets = i / stretch == 1
                    ? untold.next(keyFrame).packets()
                    : frames.next(keyFrame).get(0).packets();
            for (byte[] bytes : packets) {
                NetworkOrder.put16(bytes, 2, number++);
                NetworkOrder.put32(bytes, 4, i * SvcFrames.TICKS);
                feed(bytes);
            }
            lowest += i % 4 == 0 ? packets.size() : 0;
        }
        assertEquals(lowest, sent.size());
        sent.keySet().forEach(this::assertSentAgainAlike);
    }

    /** How many packets of each frame were sent with something in them. */
    private Map<Integer, Integer> framesSent() {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (byte[] bytes : sent.values()) {
            packet.wrap(bytes, 0, bytes.length);
            if (packet.payloadLength() > 0) {
                counts.merge(SvcFrames.index(bytes), 1, Integer::sum);
            }
        }
        return counts;
    }

    private void assertWhole() {
        framesSent().forEach((index, packets) -> {
            Frame frame = frames.frames().get(index);
            assertEquals(frame.packets().size(), packets, () -> frame + " in part");
        });
    }

    private void assertDecodable() {
        assertWhole();
        Set<Integer> there = new HashSet<>();
        framesSent().forEach((index, packets) -> {
            Frame frame = frames.frames().get(index);
            assertTrue(there.containsAll(frame.needs()), () -> frame + " without " + frame.needs());
            there.add(index);
        });
        assertTrue(there.size() > PICTURES / 20 || sent.size() < PICTURES, "hardly anything was sent");
    }

    /** The last packet of each picture has the marker, and no other. */
    private void assertPicturesEnd() {
        byte[] before = null;
        for (byte[] bytes : sent.values()) {
            if (before != null) {
                packet.wrap(before, 0, before.length);
                int timestamp = packet.timestamp();
                boolean marker = packet.marker();
                packet.wrap(bytes, 0, bytes.length);
                String where = frames.frames().get(SvcFrames.index(before)) + " before "
                        + frames.frames().get(SvcFrames.index(bytes));
                assertEquals(packet.timestamp() != timestamp, marker, where);
            }
            before = bytes;
        }
    }
}
