package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** What is sent where the way to the relay is crowded. */
class TrackSenderTest {
    private static final long FRAME_NS = 40_000_000;

    private final Way way = new Way();
    private final Frames video = new Frames(MediaCodec.VP8);
    private final TrackSender sender = sender(video);
    private long nowNs = 5;

    private TrackSender sender(MediaSource source) {
        return new TrackSender(source, new TrackSender.SendParameters(77, 96, 0, -1), new Random(1), way);
    }

    @Test
    void shouldStopThePictureWhileTheWayIsCrowdedAndGoOnWithAKeyFrame() {
        show(true, false);
        way.crowded = true;
        show(false, true, false);
        assertEquals(0, video.wishes, "a key frame would not get through yet");

        way.crowded = false;
        show(false, false, true, false);

        assertEquals(List.of(0, 1, 7, 8), way.frames());
        assertEquals(1, video.wishes, "wishes that follow closely are one");
        assertEquals(5, sender.statistics().droppedFrames());
        assertEquals(way.sent.size(), way.numbers(), "nothing seems lost to the receiver");
    }

    @Test
    void shouldSendNothingAgainWhileTheWayIsCrowded() {
        show(true);
        int number = way.lastNumber();
        way.crowded = true;
        sender.onNack(number);
        assertEquals(0, sender.statistics().retransmissions());

        way.crowded = false;
        sender.onNack(number);
        assertEquals(1, sender.statistics().retransmissions());
    }

    @Test
    void shouldSendSoundAllTheSame() {
        Frames audio = new Frames(MediaCodec.OPUS);
        TrackSender sound = sender(audio);
        way.crowded = true;
        audio.due.add(new EncodedFrame(new byte[] {1, 2}, 0, true));

        sound.onTimer(nowNs);

        assertEquals(1, way.sent.size());
    }

    @Test
    void shouldTakeFramesWithoutSendingThemAndGoOnWithAKeyFrame() {
        show(true, false);
        sender.pause(true);
        show(false, true, false);
        assertEquals(2, way.sent.size());
        assertEquals(0, video.wishes);

        sender.pause(false);
        show(false, false, true, false);

        assertEquals(List.of(0, 1, 7, 8), way.frames());
        assertEquals(1, video.wishes);
        assertEquals(way.sent.size(), way.numbers(), "nothing seems lost to the receiver");
    }

    @Test
    void shouldGoOnWithItsNumbersWhateverItsSource() {
        show(true, false);
        sender.source(null, 0, -1);
        sender.onTimer(nowNs);
        sender.onKeyFrameRequest(nowNs);
        Frames other = new Frames(MediaCodec.VP8);
        other.due.add(new EncodedFrame(new byte[] {0, 0, 9}, 0, true));
        sender.source(other, 97, -1);
        sender.onTimer(nowNs);

        assertEquals(List.of(0, 1, 9), way.frames());
        assertEquals(3, way.numbers());
        assertEquals(97, way.sent.get(2)[1] & 0x7F);
    }

    @Test
    void shouldGoOnWithAKeyFrameOfAnotherSourceOfTheSameCodec() {
        show(true, false);
        Frames other = new Frames(MediaCodec.VP8);
        other.due.add(new EncodedFrame(new byte[] {1, 0, 8}, 0, false));
        other.due.add(new EncodedFrame(new byte[] {0, 0, 9}, 0, true));
        sender.source(other, 96, -1);
        sender.onTimer(nowNs);

        assertEquals(List.of(0, 1, 9), way.frames());
        assertEquals(1, other.wishes);
    }

    @Test
    void shouldSendNoMoreAgainThanItHasSent() {
        show(true, false);
        int number = way.lastNumber();
        for (int asked = 0; asked < 2_000; asked++) {
            sender.onNack(number);
        }
        assertEquals(512, sender.statistics().retransmissions());

        show(false);
        sender.onNack(number);
        sender.onNack(number);

        assertEquals(513, sender.statistics().retransmissions(), "each packet lets another be sent again");
    }

    private void show(boolean... keyFrames) {
        for (boolean keyFrame : keyFrames) {
            int number = video.made++;
            video.due.add(new EncodedFrame(new byte[] {(byte) (keyFrame ? 0 : 1), 0, (byte) number}, number, keyFrame));
            sender.onTimer(nowNs);
            nowNs += FRAME_NS;
        }
    }

    /** Frames that the test makes. */
    private static final class Frames implements MediaSource {
        private final MediaCodec codec;
        private final ArrayDeque<EncodedFrame> due = new ArrayDeque<>();
        private int made;
        private int wishes;

        Frames(MediaCodec codec) {
            this.codec = codec;
        }

        @Override
        public MediaCodec codec() {
            return codec;
        }

        @Override
        public EncodedFrame poll(long elapsedUs) {
            return due.poll();
        }

        @Override
        public void keyFrameRequested() {
            wishes++;
        }
    }

    /** Notes what goes out. */
    private static final class Way implements TrackSender.PacketOutput {
        private final List<byte[]> sent = new ArrayList<>();
        private boolean crowded;

        @Override
        public void send(byte[] packet, int offset, int length) {
            sent.add(Arrays.copyOfRange(packet, offset, offset + length));
        }

        @Override
        public boolean isCrowded() {
            return crowded;
        }

        /** The last byte of each. */
        List<Integer> frames() {
            return sent.stream().map(packet -> (int) packet[packet.length - 1]).toList();
        }

        /** From the first sequence number to the last. */
        int numbers() {
            return ((lastNumber() - number(sent.get(0))) & 0xFFFF) + 1;
        }

        int lastNumber() {
            return number(sent.get(sent.size() - 1));
        }

        private static int number(byte... packet) {
            RtpPacket rtp = new RtpPacket();
            rtp.wrap(packet, 0, packet.length);
            return rtp.sequenceNumber();
        }
    }
}
