package org.anychat.system;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
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
}
