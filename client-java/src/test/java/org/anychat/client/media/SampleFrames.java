package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.rtp.NalUnits;
import org.anychat.client.sample.Sample;

/** Compares what was received with what the sample holds. Byte streams are compared with four-byte start codes, whatever the file has. */
public final class SampleFrames {
    private static final int FRAMES_IN_A_LOOP = 201;
    private static final int FRAMES_AT_MOST = 1_000;

    private static final Map<MediaCodec, Set<ByteBuffer>> KNOWN = Map.of(
            MediaCodec.H264, known(Sample.video()),
            MediaCodec.OPUS, known(Sample.audio()));

    private final MediaSource sample;

    public SampleFrames(MediaSource sample) {
        this.sample = sample;
    }

    private static Set<ByteBuffer> known(MediaSource sample) {
        SampleFrames frames = new SampleFrames(sample);
        Set<ByteBuffer> known = new HashSet<>();
        for (int frame = 0; frame < FRAMES_AT_MOST; frame++) {
            known.add(ByteBuffer.wrap(frames.next().data()));
        }
        return known;
    }

    /** Whether a frame is, byte by byte, one of the sample's. */
    public static boolean isOf(MediaCodec codec, EncodedFrame frame) {
        return KNOWN.get(codec).contains(ByteBuffer.wrap(frame.data()));
    }

    /** The next frame of the sample, as a receiver sees it. */
    public EncodedFrame next() {
        EncodedFrame frame = sample.poll(Long.MAX_VALUE);
        byte[] data = sample.codec() == MediaCodec.H264 ? withLongStartCodes(frame.data()) : frame.data();
        return new EncodedFrame(data, frame.timeUs(), frame.keyFrame());
    }

    /**
     * Takes frames from a queue, which must be those of the sample without a gap from the first one on. A picture may go on
     * with a key frame before its turn, as the sample does where one is asked for, which a receiver does that was held up.
     * Returns how often it did.
     */
    public int assertFollowed(BlockingQueue<EncodedFrame> frames, int count, String context) throws Exception {
        find(take(frames), context);
        int jumps = 0;
        for (int index = 0; index < count; index++) {
            EncodedFrame received = take(frames);
            byte[] expected = next().data();
            if (sample.codec() == MediaCodec.H264 && received.keyFrame() && !Arrays.equals(expected, received.data())) {
                find(received, "key frame " + index + ", " + context);
                jumps++;
            } else {
                assertArrayEquals(expected, received.data(), "frame " + index + ", " + context);
            }
        }
        return jumps;
    }

    private void find(EncodedFrame wanted, String context) {
        for (int index = 0; index < FRAMES_IN_A_LOOP; index++) {
            if (Arrays.equals(next().data(), wanted.data())) {
                return;
            }
        }
        fail("What was received is no frame of the sample, " + context);
    }

    private static EncodedFrame take(BlockingQueue<EncodedFrame> frames) throws InterruptedException {
        EncodedFrame frame = frames.poll(20, TimeUnit.SECONDS);
        return frame == null ? fail("No frame came within 20 s") : frame;
    }

    private static byte[] withLongStartCodes(byte[] accessUnit) {
        NalUnits units = new NalUnits();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int count = units.find(accessUnit, 0, accessUnit.length);
        for (int index = 0; index < count; index++) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.write(accessUnit, units.offset(index), units.length(index));
        }
        return stream.toByteArray();
    }
}
