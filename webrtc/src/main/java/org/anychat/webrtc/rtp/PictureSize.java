package org.anychat.webrtc.rtp;

/**
 * The size of a picture, read from the first packet of a key frame: of VP8 from the frame's header (RFC 6386 section
 * 9.1), of H.264 from a sequence parameter set, alone or in a STAP-A (RFC 6184). Looks at payload bytes only.
 */
public final class PictureSize {
    /** No size in this packet. */
    public static final int UNKNOWN = 0;

    private static final int NAL_SPS = 7;
    private static final int NAL_STAP_A = 24;
    private static final int NAL_TYPE = 0x1F;
    private static final int VP8_HEADER_BYTES = 10;
    private static final int VP8_SIZE = 0x3FFF;

    private PictureSize() {}

    /**
     * Reads the size.
     *
     * @param codec of the packet's payload type
     * @param packet a wrapped packet
     * @return the width in the low 16 bits and the height in the high 16, or {@link #UNKNOWN}
     */
    public static int of(VideoCodec codec, RtpPacket packet) {
        int from = packet.payloadOffset();
        int to = from + packet.payloadLength();
        return switch (codec) {
            case VP8 -> ofVp8(packet.buffer(), from, to);
            case H264 -> ofH264(packet.buffer(), from, to);
            case VP9, AV1 -> UNKNOWN;
        };
    }

    static int of(int width, int height) {
        return width > 0 && width <= 0xFFFF && height > 0 && height <= 0xFFFF ? (height << 16) | width : UNKNOWN;
    }

    private static int ofVp8(byte[] buffer, int from, int to) {
        int descriptorLength = Vp8Descriptor.lengthOf(buffer, from, to - from);
        int at = from + descriptorLength;
        boolean keyFrame = descriptorLength > 0
                && at + VP8_HEADER_BYTES <= to
                && (buffer[at] & 1) == 0
                && (buffer[at + 3] & 0xFF) == 0x9D
                && buffer[at + 4] == 0x01
                && buffer[at + 5] == 0x2A;
        return keyFrame ? of(uint16Le(buffer, at + 6) & VP8_SIZE, uint16Le(buffer, at + 8) & VP8_SIZE) : UNKNOWN;
    }

    private static int uint16Le(byte[] buffer, int at) {
        return (buffer[at] & 0xFF) | ((buffer[at + 1] & 0xFF) << 8);
    }

    private static int ofH264(byte[] buffer, int from, int to) {
        if (from >= to) {
            return UNKNOWN;
        }
        int type = buffer[from] & NAL_TYPE;
        if (type == NAL_SPS) {
            return H264Sps.size(buffer, from, to);
        }
        return type == NAL_STAP_A ? ofStap(buffer, from + 1, to) : UNKNOWN;
    }

    private static int ofStap(byte[] buffer, int from, int to) {
        int at = from;
        while (at + 2 < to) {
            int end = at + 2 + NetworkOrder.uint16(buffer, at);
            if ((buffer[at + 2] & NAL_TYPE) == NAL_SPS) {
                return end <= to ? H264Sps.size(buffer, at + 2, end) : UNKNOWN;
            }
            at = end;
        }
        return UNKNOWN;
    }
}
