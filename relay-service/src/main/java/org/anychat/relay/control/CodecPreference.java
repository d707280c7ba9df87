package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.rtp.VideoCodec;

/** The video codecs that were agreed on before, where those are not what the relay would choose; each but once. */
final class CodecPreference {
    private final List<VideoCodec> codecs = new ArrayList<>();

    /** Comes before all others from now on. */
    void prefer(VideoCodec codec) {
        codecs.remove(codec);
        codecs.add(0, codec);
    }

    /** These before another's, the first one preferred. */
    List<VideoCodec> before(CodecPreference other) {
        List<VideoCodec> all = new ArrayList<>(codecs);
        other.codecs.stream().filter(codec -> !codecs.contains(codec)).forEach(all::add);
        return all;
    }
}
