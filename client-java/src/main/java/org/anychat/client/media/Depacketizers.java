package org.anychat.client.media;

import org.anychat.client.rtp.Depacketizer;
import org.anychat.client.rtp.H264Depacketizer;
import org.anychat.client.rtp.OpusDepacketizer;
import org.anychat.client.rtp.Vp8Depacketizer;

/** Which payload format belongs to which codec. */
final class Depacketizers {
    private Depacketizers() {}

    static Depacketizer of(MediaCodec codec) {
        return switch (codec) {
            case H264 -> new H264Depacketizer();
            case VP8 -> new Vp8Depacketizer();
            case OPUS -> new OpusDepacketizer();
        };
    }
}
