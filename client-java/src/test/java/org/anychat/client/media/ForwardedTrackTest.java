package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** One track passed on, without any network, under a clock of the test's own. */
class ForwardedTrackTest {
    private static final int SSRC = 77;
    private static final int RTX_SSRC = 78;
    private static final int PAYLOAD_TYPE = 96;
    private static final int FRAME_TICKS = 3_600;
    private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final byte[] CNAME = "c".getBytes(StandardCharsets.US_ASCII);

    private final Way way = new Way();
    private final Parent parent = new Parent();
    private final Parent other = new Parent();
    private final ForwardedTrack track = track(way);
    private long nowNs = 5;

    private static ForwardedTrack track(TrackSender.PacketOutput output) {
        TrackSender.SendParameters parameters =
                new TrackSender.SendParameters(SSRC, PAYLOAD_TYPE, RTX_SSRC, PAYLOAD_TYPE + 1);
        return new ForwardedTrack(MediaCodec.VP8, parameters, new Random(1), output);
    }

    @Test
    void shouldPassOnThePayloadAsItWasUnderNumbersOfItsOwn() {
        track.from(parent);
        byte[] key = keyFrame(1);
        byte[] next = {0x10, 1, 2, 3};
        parent.give(100, 1_000, true, key);
        parent.give(101, 1_000 + FRAME_TICKS, false, next);

        assertEquals(2, way.sent.size());
        RtpPacket first = way.packet(0);
        RtpPacket second = way.packet(1);
        assertArrayEquals(key, payload(first));
        assertArrayEquals(next, payload(second));
        assertEquals(List.of(SSRC, PAYLOAD_TYPE), List.of(first.ssrc(), first.payloadType()));
        assertTrue(first.marker());
        assertFalse(second.marker());
        assertEquals(1, (short) (second.sequenceNumber() - first.sequenceNumber()));
        assertEquals(FRAME_TICKS, second.timestamp() - first.timestamp());
    }

    @Test
    void shouldCutWhatBelongsToTheHopBefore() {
        track.from(parent);
        byte[] packet = new byte[12 + 4 + 8 + 2 + 3];
        packet[0] = (byte) (0x80 | 0x20 | 0x10 | 1); // padding, extension, one contributing source
        packet[16] = (byte) 0xBE;
        packet[17] = (byte) 0xDE;
        packet[19] = 1;
        packet[20] = 0x10;
        packet[24] = 0x10;
        packet[28] = 3;
        parent.give(packet);

        assertEquals(1, way.sent.size());
        assertArrayEquals(new byte[] {0x10, 0}, payload(way.packet(0)));
        assertEquals(14, way.sent.get(0).length);
    }

    @Test
    void shouldBeginWithAKeyFrameAndAskForOne() {
        track.from(parent);
        parent.give(1, 0, true, delta(1));
        parent.give(2, FRAME_TICKS, true, delta(2));
        assertEquals(List.of(), way.frames());
        assertEquals(1, parent.wishes, "wishes that follow closely are one");

        parent.give(3, 2 * FRAME_TICKS, true, keyFrame(3));
        parent.give(2, FRAME_TICKS, true, delta(2));
        parent.give(4, 3 * FRAME_TICKS, true, delta(4));

        assertEquals(List.of(3, 4), way.frames());
        assertEquals(1, parent.wishes);
    }

    @Test
    void shouldBeginWithTheParameterSetsOfAPicture() {
        ForwardedTrack h264 = new ForwardedTrack(
                MediaCodec.H264, new TrackSender.SendParameters(SSRC, 102, 0, -1), new Random(1), way);
        h264.from(parent);
        byte[] parameterSets = {24, 0, 2, 0x67, 1, 0, 2, 0x68, 2};
        byte[] picture = {0x7C, (byte) 0x85, 3};
        parent.give(11, 5_000, false, picture); // overtakes them
        parent.give(10, 5_000, false, parameterSets);
        assertEquals(List.of(), way.frames(), "the picture would be missing");

        parent.give(13, 9_000, false, parameterSets);
        parent.give(14, 9_000, true, picture);
        assertEquals(List.of(2, 3), way.frames());
    }

    @Test
    void shouldBeginWithAPictureWithoutParameterSetsWhereNoneHaveBeenLost() {
        ForwardedTrack h264 = new ForwardedTrack(
                MediaCodec.H264, new TrackSender.SendParameters(SSRC, 102, 0, -1), new Random(1), way);
        h264.from(parent);
        parent.give(10, 5_000, true, (byte) 0x41, (byte) 1);
        parent.give(12, 9_000, true, (byte) 0x65, (byte) 2);
        parent.give(13, 9_000, true, (byte) 0x65, (byte) 3);
        assertEquals(List.of(), way.frames(), "something may have been before it");
        parent.give(14, 13_000, true, (byte) 0x65, (byte) 4);

        assertEquals(List.of(4), way.frames());
    }

    @Test
    void shouldPassPacketsOnAsTheyComeInWhateverOrder() {
        track.from(parent);
        show(parent, 65_533, 0, 1);
        for (int number : new int[] {65_535, 65_534, 1, 0}) {
            int index = (number - 65_533) & 0xFFFF;
            parent.give(number, index * FRAME_TICKS, true, delta(index));
        }

        assertEquals(List.of(0, 2, 1, 4, 3), way.frames());
        assertEquals(List.of(0, 2, 1, 4, 3), way.numbers());
        assertEquals(4 * FRAME_TICKS, way.packet(3).timestamp() - way.packet(0).timestamp());
    }

    @Test
    void shouldGoOnOverAnyNumberOfPackets() {
        track.from(parent);
        show(parent, 7, 0, 1);
        for (int packet = 1; packet < 70_000; packet++) {
            parent.give(7 + packet, packet, true, delta(packet));
        }
        assertEquals(70_000, way.sent.size());
        assertEquals(69_999 & 0xFFFF, (way.packet(69_999).sequenceNumber() - way.firstNumber()) & 0xFFFF);
    }

    @Test
    void shouldPassNothingOnTwice() {
        track.from(parent);
        show(parent, 100, 0, 3);
        parent.give(101, FRAME_TICKS, true, delta(1));
        show(parent, 103, 3, 600);
        parent.give(102, 2 * FRAME_TICKS, true, delta(2));

        assertEquals(603, way.sent.size());
    }

    @Test
    void shouldGoOnWithAnotherParentAtAKeyFrame() {
        track.from(parent);
        show(parent, 100, 0, 3);
        track.from(other);
        assertFalse(parent.passesTo.isEmpty(), "what came before goes on");
        other.give(40_000, 999_000, true, delta(50));
        parent.give(103, 3 * FRAME_TICKS, true, delta(3));
        nowNs += FRAME_NS;
        assertEquals(1, other.wishes);

        other.give(40_001, 999_000 + FRAME_TICKS, true, keyFrame(60));
        parent.give(104, 4 * FRAME_TICKS, true, delta(4));
        other.give(40_002, 999_000 + 2 * FRAME_TICKS, true, delta(61));

        assertEquals(List.of(0, 1, 2, 3, 60, 61), way.frames());
        assertEquals(List.of(0, 1, 2, 3, 4, 5), way.numbers());
        assertEquals(FRAME_TICKS, way.packet(4).timestamp() - way.packet(3).timestamp(), "time goes on, too");
        assertEquals(FRAME_TICKS, way.packet(5).timestamp() - way.packet(4).timestamp());
    }

    @Test
    void shouldFillTheHolesOfTheParentBeforeWithWhatComesLate() {
        track.from(parent);
        show(parent, 100, 0, 2);
        parent.give(103, 3 * FRAME_TICKS, true, delta(3));
        track.from(other);
        other.give(500, 0, true, keyFrame(60));
        other.give(499, 0, true, delta(59));
        parent.give(102, 2 * FRAME_TICKS, true, delta(2));
        parent.give(104, 4 * FRAME_TICKS, true, delta(4));
        parent.give(105, 5 * FRAME_TICKS, true, delta(5));

        assertEquals(List.of(0, 1, 3, 60, 2), way.frames());
        assertEquals(List.of(0, 1, 3, 4, 2), way.numbers());
    }

    @Test
    void shouldTakeTheFirstParentAgain() {
        track.from(parent);
        show(parent, 100, 0, 2);
        track.from(other);
        other.give(500, 0, true, keyFrame(60));
        track.from(parent);
        parent.give(102, 2 * FRAME_TICKS, true, delta(2));
        parent.give(103, 3 * FRAME_TICKS, true, keyFrame(3));
        parent.give(104, 4 * FRAME_TICKS, true, delta(4));
        other.give(501, FRAME_TICKS, true, delta(61));

        assertEquals(List.of(0, 1, 60, 3, 4), way.frames());
        assertEquals(List.of(0, 1, 2, 3, 4), way.numbers());
    }

    @Test
    void shouldLeaveParentsThatNothingComesOfAnyMore() {
        track.from(parent);
        for (int change = 0; change < 10; change++) {
            Parent next = change % 2 == 0 ? other : new Parent();
            track.from(next);
            next.give(500, 0, true, keyFrame(60));
        }
        assertTrue(parent.passesTo.isEmpty());
        track.stop();
        assertTrue(other.passesTo.isEmpty());
        int sent = way.sent.size();

        track.onPacket(other, rtp(501, 0, true, keyFrame(61)), nowNs);
        track.onKeyFrameRequest(nowNs);
        assertEquals(sent, way.sent.size());
    }

    @Test
    void shouldSendAgainWhatAViewerLacks() {
        track.from(parent);
        show(parent, 100, 0, 3);
        int lost = way.packet(1).sequenceNumber();
        track.onNack(lost);

        RtpPacket again = way.packet(3);
        assertEquals(List.of(RTX_SSRC, PAYLOAD_TYPE + 1), List.of(again.ssrc(), again.payloadType()));
        assertEquals(lost, NetworkOrder.uint16(again.buffer(), again.payloadOffset()));
        assertEquals(0, parent.wishes, "the parent hears nothing of it");

        track.onNack(lost + 2);
        assertEquals(4, way.sent.size(), "what is not there cannot be sent");
        for (int asked = 0; asked < 2_000; asked++) {
            track.onNack(lost);
        }
        assertEquals(512, track.retransmissions(), "no more again than was sent before");
    }

    @Test
    void shouldAskTheParentForOneKeyFrameForAllViewersTwiceASecondAtMost() {
        TrackReceiver received = new TrackReceiver(new RemoteTrack(-3, MediaCodec.VP8), 5, new FrameCollector());
        List<ForwardedTrack> viewers =
                IntStream.range(0, 5).mapToObj(viewer -> track(new Way())).toList();
        viewers.forEach(viewer -> viewer.from(received));
        received.onRtp(rtp(1, 0, true, keyFrame(0)), nowNs);

        int asked = 0;
        for (int tick = 0; tick < 100; tick++) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(10);
            viewers.forEach(viewer -> viewer.onKeyFrameRequest(nowNs));
            asked += pictureLosses(received);
        }
        assertEquals(2, asked);
    }

    private int pictureLosses(TrackReceiver received) {
        byte[] buffer = new byte[1500];
        RtcpWriter writer = new RtcpWriter();
        writer.wrap(buffer, 0, 1200);
        received.onTimer(nowNs, 1, writer);
        RtcpReader reader = new RtcpReader();
        int found = 0;
        for (boolean more = writer.length() > 0 && reader.wrap(buffer, 0, writer.length()); more && reader.next(); ) {
            found += reader.kind() == RtcpKind.PLI ? 1 : 0;
        }
        return found;
    }

    @Test
    void shouldTellTheParentsTimeInItsOwn() {
        track.from(parent);
        parent.report = new IncomingTrack.SenderReport(0x1234_5678_9ABCL, 50_000);
        assertEquals(0, report().length(), "nothing is sent yet");
        parent.give(100, 40_000, true, keyFrame(0));

        RtcpReader told = read(report());
        assertEquals(RtcpKind.SENDER_REPORT, told.kind());
        assertEquals(SSRC, told.senderSsrc());
        assertEquals(0x1234_5678_9ABCL, told.ntpTimestamp());
        assertEquals(10_000, told.rtpTimestamp() - way.packet(0).timestamp());
        assertEquals(1, told.packetCount());
        assertEquals(0, report().length(), "the same is not told again");

        other.report = new IncomingTrack.SenderReport(0x1234_9999_9999L, 7_000);
        track.from(other);
        assertEquals(0, report().length());
        other.give(9, 6_000, true, keyFrame(1));
        RtcpReader anew = read(report());
        assertEquals(0x1234_9999_9999L, anew.ntpTimestamp());
        assertEquals(1_000, anew.rtpTimestamp() - way.packet(1).timestamp());
    }

    private byte[] reported;

    private RtcpWriter report() {
        reported = new byte[1500];
        RtcpWriter writer = new RtcpWriter();
        writer.wrap(reported, 0, 512);
        track.report(writer, CNAME, nowNs, 0);
        return writer;
    }

    private RtcpReader read(RtcpWriter writer) {
        RtcpReader reader = new RtcpReader();
        assertTrue(reader.wrap(reported, 0, writer.length()) && reader.next());
        return reader;
    }

    @Test
    void shouldLeaveOutWhatIsTooMuchUpToTheNextKeyFrame() {
        Uplink uplink = new Uplink(100_000, () -> nowNs);
        ForwardedTrack bound = track(uplink.bound(way));
        bound.from(parent);
        int number = 0;
        while (bound.dropped() == 0) {
            assertTrue(number < 100, "it never is too much");
            // Two packets a frame, a hundred times as much as there is room for.
            parent.give(2 * number, number * FRAME_TICKS, false, large(number == 0, number));
            parent.give(2 * number + 1, number * FRAME_TICKS, true, new byte[] {0, 0, (byte) number});
            number++;
        }
        int sent = way.sent.size();
        assertEquals(0, sent % 2, "what was begun of a frame is sent");
        parent.give(2 * number, number * FRAME_TICKS, true, keyFrame(90));
        assertEquals(sent, way.sent.size(), "not even a key frame before there is room");
        assertEquals(0, parent.wishes);

        nowNs += TimeUnit.SECONDS.toNanos(2);
        parent.give(2 * number + 1, number * FRAME_TICKS, true, delta(91));
        assertEquals(1, parent.wishes);
        parent.give(2 * number + 2, (number + 1) * FRAME_TICKS, true, keyFrame(92));

        assertEquals(sent + 1, way.sent.size());
        assertEquals(sent, way.numbers().get(sent), "nothing seems lost to the viewer");
        int lastBefore = way.packet(sent - 1).timestamp();
        assertTrue(way.packet(sent).timestamp() - lastBefore > FRAME_TICKS, "its time has gone by");
    }

    @Test
    void shouldSendNoMoreThanTwiceWhatMayWaitWhateverItIs() {
        Uplink uplink = new Uplink(100_000, () -> nowNs);
        ForwardedTrack sound = new ForwardedTrack(
                MediaCodec.OPUS, new TrackSender.SendParameters(SSRC, 111, 0, -1), new Random(1), uplink.bound(way));
        sound.from(parent);
        for (int packet = 0; packet < 1_000; packet++) {
            parent.give(packet, packet * 960, false, new byte[100]);
        }
        int bits = way.sent.stream()
                .mapToInt(sent -> Byte.SIZE * (sent.length + 44))
                .sum();
        assertTrue(bits > 0.4 * 85_000 && bits < 0.4 * 85_000 + 2 * 8 * 156, () -> "bits " + bits);

        nowNs += FRAME_NS;
        int before = way.sent.size();
        parent.give(1_000, 960_000, false, new byte[100]);
        assertEquals(before + 1, way.sent.size());
    }

    @Test
    void shouldPassNothingOnThatFitsIntoNoPacket() {
        track.from(parent);
        byte[] huge = new byte[1_421];
        huge[0] = 0x10;
        parent.give(1, 0, true, huge);
        assertEquals(List.of(), way.sent);
        parent.give(2, 0, true, Arrays.copyOf(huge, 1_420));
        parent.give(3, 0, true, new byte[0]);

        assertEquals(2, way.sent.size(), "what has no payload leaves no hole");
    }

    @Test
    void shouldStandWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        track.from(parent);
        int given = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] packet = new byte[12 + random.nextInt(40)];
            random.nextBytes(packet);
            packet[0] = (byte) (0x80 | (random.nextInt(8) == 0 ? packet[0] & 0x3F : 0));
            Parent from = random.nextBoolean() ? parent : other;
            if (random.nextInt(50) == 0) {
                track.from(from);
            }
            RtpPacket rtp = new RtpPacket();
            if (rtp.wrap(packet, 0, packet.length)) {
                track.onPacket(from, rtp, nowNs);
                given++;
            }
            track.onNack(random.nextInt(1 << 16));
            track.onKeyFrameRequest(nowNs);
            nowNs += random.nextInt(1_000_000);
        }
        int sent = way.sent.size();
        assertEquals(given, track.packets() + track.dropped(), () -> "seed " + seed);
        assertEquals(sent, track.packets() + track.retransmissions(), () -> "seed " + seed);
        assertTrue(track.packets() > 0, () -> "seed " + seed);
    }

    /** Frames of one packet each, the first a key frame where the row begins with it. */
    private void show(Parent from, int firstNumber, int first, int count) {
        for (int index = first; index < first + count; index++) {
            byte[] payload = index == 0 ? keyFrame(index) : delta(index);
            from.give(firstNumber + index - first, index * FRAME_TICKS, true, payload);
            nowNs += FRAME_NS;
        }
    }

    private static byte[] keyFrame(int name) {
        return new byte[] {0x10, 0, (byte) name};
    }

    private static byte[] delta(int name) {
        return new byte[] {0x10, 1, (byte) name};
    }

    private static byte[] large(boolean keyFrame, int name) {
        byte[] payload = new byte[1_000];
        payload[0] = 0x10;
        payload[1] = (byte) (keyFrame ? 0 : 1);
        payload[999] = (byte) name;
        return payload;
    }

    private static RtpPacket rtp(int number, int timestamp, boolean marker, byte... payload) {
        byte[] packet = new byte[12 + payload.length];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) (100 | (marker ? 0x80 : 0));
        NetworkOrder.put16(packet, 2, number);
        NetworkOrder.put32(packet, 4, timestamp);
        NetworkOrder.put32(packet, 8, 5);
        System.arraycopy(payload, 0, packet, 12, payload.length);
        return wrapped(packet);
    }

    private static RtpPacket wrapped(byte... packet) {
        RtpPacket rtp = new RtpPacket();
        assertTrue(rtp.wrap(packet, 0, packet.length));
        return rtp;
    }

    private static byte[] payload(RtpPacket packet) {
        return Arrays.copyOfRange(
                packet.buffer(), packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
    }

    /** What comes, as the test has it. */
    private final class Parent implements IncomingTrack {
        private final List<ForwardedTrack> passesTo = new ArrayList<>();
        private SenderReport report;
        private int wishes;

        void give(int number, int timestamp, boolean marker, byte... payload) {
            passesTo.forEach(to -> to.onPacket(this, rtp(number, timestamp, marker, payload), nowNs));
        }

        void give(byte... packet) {
            passesTo.forEach(to -> to.onPacket(this, wrapped(packet), nowNs));
        }

        @Override
        public void passTo(ForwardedTrack to) {
            passesTo.add(to);
        }

        @Override
        public void stopPassingTo(ForwardedTrack to) {
            passesTo.remove(to);
        }

        @Override
        public void requestKeyFrame() {
            wishes++;
        }

        @Override
        public SenderReport lastReport() {
            return report;
        }
    }

    /** Notes what goes out. */
    private static final class Way implements TrackSender.PacketOutput {
        private final List<byte[]> sent = new ArrayList<>();

        @Override
        public void send(byte[] packet, int offset, int length) {
            sent.add(Arrays.copyOfRange(packet, offset, offset + length));
        }

        RtpPacket packet(int index) {
            return wrapped(sent.get(index));
        }

        int firstNumber() {
            return packet(0).sequenceNumber();
        }

        /** The last byte of each. */
        List<Integer> frames() {
            return sent.stream().map(packet -> (int) packet[packet.length - 1]).toList();
        }

        /** From the first on. */
        List<Integer> numbers() {
            int first = firstNumber();
            return sent.stream()
                    .map(packet -> (wrapped(packet).sequenceNumber() - first) & 0xFFFF)
                    .toList();
        }
    }
}
