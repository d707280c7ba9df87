package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.client.sample.Sample;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** A sender and a receiver of one track under a clock of the test's own. */
class TrackReceiverTest {
    private static final int SSRC = 77;

    private final FrameCollector received = new FrameCollector();
    private final TrackReceiver receiver = new TrackReceiver(new RemoteTrack(-3, MediaCodec.H264), SSRC, received);
    private final List<byte[]> sent = new ArrayList<>();
    private final TrackSender sender = new TrackSender(
            Sample.video(),
            new TrackSender.SendParameters(SSRC, 102, 0, -1),
            new Random(1),
            (packet, offset, length) -> sent.add(Arrays.copyOfRange(packet, offset, offset + length)));
    private final byte[] feedbackBuffer = new byte[1500];
    private final FrameSigner signer = new FrameSigner(1, -3);
    private final FrameSigner.Row row = signer.begin(MediaCodec.VP8);
    private final List<String> ends = new ArrayList<>();
    private long nowMs = 1_000;

    @Test
    void shouldAskForWhatIsMissingOnceTheOrderCannotBeToBlame() {
        sendFrame();
        deliverAllBut(2);

        assertEquals(List.of(), feedback());
        nowMs += 20;
        assertEquals(List.of(RtcpKind.NACK), feedback());
        assertEquals(List.of(), feedback(), "not again at once");
        nowMs += 60;
        assertEquals(List.of(RtcpKind.NACK), feedback());
        deliver(sent.get(2));

        assertEquals(1, received.frames(MediaKind.VIDEO).size());
        nowMs += 600;
        assertEquals(List.of(), feedback());
    }

    @Test
    void shouldKnowWhatWasSentBeforeWhatHasCome() {
        sendFrame();
        assertFalse(receiver.overtakes(packet(0)), "nothing has come");
        deliver(sent.get(1));

        assertTrue(receiver.overtakes(packet(0)));
        assertFalse(receiver.overtakes(packet(2)));
        sent.get(0)[11]++;
        assertFalse(receiver.overtakes(packet(0)), "of another source");
    }

    private RtpPacket packet(int index) {
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(sent.get(index), 0, sent.get(index).length));
        return packet;
    }

    @Test
    void shouldNotAskForAKeyFrameWhileTheHoleInItMayBeFilled() {
        sendFrame();
        deliverAllBut(2);
        nowMs += 20;
        feedback();

        for (int step = 0; step < 45; step++) {
            nowMs += 10;
            assertFalse(feedback().contains(RtcpKind.PLI), "after " + nowMs + " ms");
        }
        for (int step = 0; step < 10; step++) {
            nowMs += 10;
            if (feedback().contains(RtcpKind.PLI)) {
                return;
            }
        }
        throw new AssertionError("The hole was given up, and no key frame asked for");
    }

    @Test
    void shouldGoOnWithTheNextKeyFrameAfterAnUnmendableLoss() {
        sendFrame();
        deliverAllBut();
        sendFrame();
        deliverAllBut(0, 1, 2, 3);
        for (int frame = 0; frame < 16; frame++) {
            nowMs += 67;
            sendFrame();
            deliverAllBut();
            feedback();
        }

        List<EncodedFrame> frames = new ArrayList<>(received.frames(MediaKind.VIDEO));
        assertTrue(frames.get(0).keyFrame());
        // The frame after the first was lost, and the thirteen that build on it are withheld.
        assertTrue(frames.get(1).keyFrame());
        assertArrayEquals(frameOfTheSample(15).data(), frames.get(1).data());
        TrackStatistics statistics = receiver.statistics();
        assertEquals(2, statistics.keyFrames());
        assertTrue(statistics.lost() > 0);
    }

    @Test
    void shouldIgnoreRetransmissionsBeforeTheStream() {
        sendFrame();
        RtpPacket packet = new RtpPacket();
        packet.wrap(sent.get(0), 0, sent.get(0).length);

        receiver.onRetransmission(packet, now());

        assertEquals(0, receiver.statistics().recovered());
        assertFalse(receiver.started());
    }

    /** Whom it passes packets on to could not tell it from who has forged them. */
    @Test
    void shouldPassOnNothingOnceAFrameIsForged() {
        List<Integer> passed = new ArrayList<>();
        TrackReceiver edge = edge();
        child(passed).from(edge);
        byte[] signed =
                row.sign(new EncodedFrame(PictureOfOnePacket.FRAME, 0, true)).data();
        byte[] next =
                row.sign(new EncodedFrame(PictureOfOnePacket.FRAME, 0, true)).data();
        byte[] forged = signed.clone();
        forged[3] ^= 1; // of the very number that has come

        edge.onRtp(PictureOfOnePacket.packet(1, signed), now());
        assertEquals(1, passed.size());
        edge.onRtp(PictureOfOnePacket.packet(2, forged), now());
        assertEquals(List.of("forged"), ends);
        edge.onRtp(PictureOfOnePacket.packet(3, next), now());

        assertEquals(1, passed.size(), "neither what is forged nor what comes after it");
        assertEquals(1, received.frames(MediaKind.VIDEO).size());
    }

    /** It would have what those below lack, and be blamed for it. */
    @Test
    void shouldNotTakeOfAnEdgeWhatIsTooLargeToBePassedOn() {
        List<Integer> passed = new ArrayList<>();
        TrackReceiver edge = edge();
        child(passed).from(edge);
        int most = ForwardedTrack.MOST_PAYLOAD_BYTES;

        edge.onRtp(PictureOfOnePacket.packet(1, signed(most)), now());
        assertEquals(1, passed.size());
        assertEquals(1, received.frames(MediaKind.VIDEO).size());
        edge.onRtp(PictureOfOnePacket.packet(2, signed(most + 1)), now());
        edge.onRetransmission(PictureOfOnePacket.packet(2, signed(most + 1)), now());

        assertEquals(1, passed.size());
        assertEquals(1, received.frames(MediaKind.VIDEO).size());
        assertEquals(
                List.of(2L, 0L),
                List.of(edge.statistics().rejected(), edge.statistics().recovered()));
    }

    private TrackReceiver edge() {
        FrameVerifier verifier =
                new FrameVerifier(signer.key(), 1, -3, () -> ends.add("forged"), () -> ends.add("excess"), this::now);
        return new TrackReceiver(new RemoteTrack(-3, MediaCodec.VP8), SSRC, verifier, received);
    }

    private static ForwardedTrack child(List<Integer> passed) {
        return new ForwardedTrack(
                MediaCodec.VP8,
                new TrackSender.SendParameters(SSRC + 1, 96, 0, -1),
                new Random(1),
                (packet, offset, length) -> passed.add(length));
    }

    /** A frame that makes a payload of so many bytes. */
    private byte[] signed(int payloadLength) {
        byte[] frame = Arrays.copyOf(PictureOfOnePacket.FRAME, payloadLength - 1 - FrameTrailer.LENGTH);
        return row.sign(new EncodedFrame(frame, 0, true)).data();
    }

    /** A key frame of VP8 that fits into a packet. */
    private static final class PictureOfOnePacket {
        private static final int HEADER = 12;
        private static final byte[] FRAME = {0, 0, 0, (byte) 0x9D, 1, 0x2A, 16, 0, 16, 0};

        private static RtpPacket packet(int number, byte[] frame) {
            byte[] bytes = new byte[HEADER + 1 + frame.length];
            bytes[0] = (byte) 0x80;
            bytes[1] = (byte) (0x80 | 96);
            bytes[3] = (byte) number;
            bytes[6] = (byte) number;
            bytes[11] = SSRC;
            bytes[HEADER] = 0x10; // a frame begins
            System.arraycopy(frame, 0, bytes, HEADER + 1, frame.length);
            RtpPacket packet = new RtpPacket();
            assertTrue(packet.wrap(bytes, 0, bytes.length));
            return packet;
        }
    }

    private void sendFrame() {
        sent.clear();
        while (sent.isEmpty()) {
            nowMs++;
            sender.onTimer(now());
        }
    }

    private void deliverAllBut(Integer... lost) {
        for (int index = 0; index < sent.size(); index++) {
            if (!List.of(lost).contains(index)) {
                deliver(sent.get(index));
            }
        }
    }

    private void deliver(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        receiver.onRtp(packet, now());
    }

    private List<RtcpKind> feedback() {
        RtcpWriter writer = new RtcpWriter().wrap(feedbackBuffer, 0, 1200);
        receiver.onTimer(now(), 1, writer);
        List<RtcpKind> kinds = new ArrayList<>();
        RtcpReader reader = new RtcpReader();
        if (writer.length() > 0 && reader.wrap(feedbackBuffer, 0, writer.length())) {
            while (reader.next()) {
                assertEquals(SSRC, reader.mediaSsrc());
                kinds.add(reader.kind());
            }
        }
        return kinds;
    }

    private static EncodedFrame frameOfTheSample(int index) {
        SampleFrames frames = new SampleFrames(Sample.video());
        EncodedFrame frame = frames.next();
        for (int skipped = 0; skipped < index; skipped++) {
            frame = frames.next();
        }
        return frame;
    }

    private long now() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs);
    }
}
