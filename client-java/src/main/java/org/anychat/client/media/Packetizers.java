package org.anychat.client.media;

import java.util.Random;
import org.anychat.client.rtp.H264Packetizer;
import org.anychat.client.rtp.OpusPacketizer;
import org.anychat.client.rtp.Packetizer;
import org.anychat.client.rtp.Vp8Packetizer;

/** Which payload format belongs to which codec. */
final class Packetizers {
    /** Largest payload in bytes: with IPv6, UDP, SRTP and header extensions a packet stays below 1280, the least MTU of IPv6. */
    static final int MAXIMUM_PAYLOAD_LENGTH = 1150;

    private static final int PICTURE_IDS = 1 << 15;

    private Packetizers() {}

    static Packetizer of(MediaCodec codec, Random random) {
        return switch (codec) {
            case H264 -> new H264Packetizer(MAXIMUM_PAYLOAD_LENGTH);
            case VP8 -> new Vp8Packetizer(MAXIMUM_PAYLOAD_LENGTH, random.nextInt(PICTURE_IDS));
            case OPUS -> new OpusPacketizer(MAXIMUM_PAYLOAD_LENGTH);
        };
    }
}
