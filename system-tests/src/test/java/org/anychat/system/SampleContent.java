package org.anychat.system;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;
import org.anychat.client.rtp.NalUnits;
import org.anychat.client.sample.Sample;

/** What the SDK's sample holds, to tell its frames from any others. Start codes of H.264 do not count. */
final class SampleContent {
    /** More than are in the sample before it begins anew. */
    private static final int FRAMES = 2_000;

    private static final int LAST_BYTES = 8;

    private final Map<MediaCodec, Set<ByteBuffer>> known =
            Map.of(MediaCodec.H264, contents(Sample.video()), MediaCodec.OPUS, contents(Sample.audio()));

    private static Set<ByteBuffer> contents(MediaSource sample) {
        Set<ByteBuffer> contents = new HashSet<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            contents.add(content(sample.codec(), sample.poll(Long.MAX_VALUE)));
        }
        return contents;
    }

    private static ByteBuffer content(MediaCodec codec, EncodedFrame frame) {
        if (codec != MediaCodec.H264) {
            return ByteBuffer.wrap(frame.data());
        }
        NalUnits units = new NalUnits();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int count = units.find(frame.data(), 0, frame.data().length);
        for (int unit = 0; unit < count; unit++) {
            content.write(frame.data(), units.offset(unit), units.length(unit));
        }
        return ByteBuffer.wrap(content.toByteArray());
    }

    /** Whether a frame is, byte by byte, one of the sample's. */
    boolean has(MediaCodec codec, EncodedFrame frame) {
        return known.getOrDefault(codec, Set.of()).contains(content(codec, frame));
    }

    /** Whether a frame is one of the sample's whose end is missing. */
    boolean hasBeginning(MediaCodec codec, EncodedFrame frame) {
        ByteBuffer own = content(codec, frame);
        return known.getOrDefault(codec, Set.of()).stream()
                .filter(whole -> whole.capacity() > own.capacity())
                .anyMatch(whole -> whole.slice(0, own.capacity()).equals(own));
    }

    /** What a frame is that is not one of the sample's. */
    static String describe(MediaCodec codec, EncodedFrame frame) {
        byte[] data = frame.data();
        int end = Math.max(0, data.length - LAST_BYTES);
        return codec + ", " + data.length + " bytes"
                + (frame.keyFrame() ? ", a key frame" : "")
                + ", ends with " + HexFormat.of().formatHex(data, end, data.length);
    }
}
