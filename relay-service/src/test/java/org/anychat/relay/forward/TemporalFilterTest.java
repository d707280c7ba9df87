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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anychat.relay.forward.TemporalFrames.Frame;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.rtp.Vp8Descriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a viewer gets of a VP8 stream with temporal layers, whatever its path has room for. */
class TemporalFilterTest {
    private static final int FRAMES = 2_000;
    private static final int FRAME_NUMBER_AT = 13;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private final Publication publication = new Publication(
            1, new PublicationFormat(VideoCodec.VP8, 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);
    private final Subscription viewer = new Subscription(
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
    private final RtpPacket packet = new RtpPacket();
    /** What was sent, by the viewer's number counted on beyond 16 bits, and what it was made of. */
    private final TreeMap<Integer, byte[]> sent = new TreeMap<>();

    private final Map<Integer, byte[]> origins = new HashMap<>();
    private int highest;

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
        assertArrayEquals(sent.get(number), ByteBuffer.allocate(length).put(copy, 0, length).array());
    }

    private void feed(Frame frame) {
        frame.packets().forEach(this::feed);
        clock.advanceMs(33);
    }

    private void limit(int temporal) {
        viewer.allow(0, temporal, false, clock.nowNs());
    }

    private List<Integer> temporalLayers() {
        List<Integer> layers = new ArrayList<>();
        Vp8Descriptor descriptor = new Vp8Descriptor();
        for (byte[] bytes : sent.values()) {
            packet.wrap(bytes, 0, bytes.length);
            if (descriptor.wrap(packet) && descriptor.startOfPartition()) {
                layers.add(descriptor.temporalLayer());
            }
        }
        return layers;
    }

    @Test
    void shouldLeaveTheUpperLayersOutFromTheNextFrameOn() {
        TemporalFrames frames = new TemporalFrames(seeded.random(), 15);
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
        TemporalFrames frames = new TemporalFrames(seeded.random(), 15);
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
    void shouldSendEverythingFromAKeyFrameOn() {
        TemporalFrames frames = new TemporalFrames(seeded.random(), 15);
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
        TemporalFrames frames = new TemporalFrames(new Random(1), 15);
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
        TemporalFrames frames = new TemporalFrames(seeded.random(), 15);
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
        byte[] empty = sent.get(sent.firstKey() + frames.frames().get(0).packets().size());
        packet.wrap(empty, 0, empty.length);
        assertEquals(0, packet.payloadLength() + packet.paddingLength());
    }

    /** The property: numbers without a gap, whole frames that can be decoded, picture ids one after another. */
    @Test
    void shouldSendAStreamWithoutGapsWhateverIsLeftOut() {
        for (int bits : new int[] {15, 7}) {
            sent.clear();
            TemporalFrames frames = new TemporalFrames(seeded.random(), bits);
            for (int i = 0; i < FRAMES; i++) {
                changeLimitAtTimes();
                feed(frames.next(i == 0 || seeded.random().nextInt(100) == 0));
            }
            assertContinuous();
            assertDecodable(frames);
            assertPictureIdsRise(bits, 1);
        }
    }

    /** The same over a way on which packets are lost and come late; what is missing then is the publisher's loss alone. */
    @Test
    void shouldSendAStreamWithoutGapsWhereThePublishersPacketsComeLate() {
        TemporalFrames frames = new TemporalFrames(seeded.random(), 15);
        List<byte[]> late = new ArrayList<>();
        feed(frames.next(true));
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
        assertContinuous();
        assertTrue(broken(frames) <= FRAMES / 50, broken(frames) + " frames are broken");
        assertPictureIdsRise(15, 1 << 14);
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
                counts.merge(number(bytes), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The frame's number, behind a descriptor of five or six bytes and the payload header. */
    private int number(byte[] bytes) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        packet.wrap(bytes, 0, bytes.length);
        assertTrue(descriptor.wrap(packet));
        return ByteBuffer.wrap(bytes).getInt(FRAME_NUMBER_AT + descriptor.length());
    }

    private void assertDecodable(TemporalFrames frames) {
        assertEquals(0, broken(frames));
        Set<Integer> there = new HashSet<>();
        for (int number : framesSent().keySet()) {
            Frame frame = frames.frames().get(number);
            assertTrue(there.containsAll(frame.needs()), () -> frame + " without " + frame.needs());
            there.add(number);
        }
        assertTrue(there.size() < FRAMES, "nothing was left out");
    }

    /**
     * How many frames were sent in part. Where packets come late these are the last before a lower limit, which nobody refers to
     * any more.
     */
    private int broken(TemporalFrames frames) {
        int broken = 0;
        for (Map.Entry<Integer, Integer> frame : framesSent().entrySet()) {
            int packets = frames.frames().get(frame.getKey()).packets().size();
            broken += frame.getValue() == packets ? 0 : 1;
        }
        return broken;
    }

    private void assertPictureIdsRise(int bits, int most) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        int mask = (1 << bits) - 1;
        int before = -1;
        int tl0Before = -1;
        int timestampBefore = 0;
        for (byte[] bytes : sent.values()) {
            packet.wrap(bytes, 0, bytes.length);
            if (!descriptor.wrap(packet)) {
                continue;
            }
            int id = descriptor.pictureId();
            if (before >= 0) {
                int step = (id - before) & mask;
                boolean newFrame = packet.timestamp() != timestampBefore;
                assertTrue(newFrame ? step >= 1 && step <= most : step == 0, "picture " + before + " to " + id);
                assertTrue(((descriptor.tl0PicIdx() - tl0Before) & 0xFF) <= (most == 1 ? 1 : 0x7F), "TL0PICIDX");
            }
            before = id;
            tl0Before = descriptor.tl0PicIdx();
            timestampBefore = packet.timestamp();
        }
    }
}
