package org.anychat.webrtc.rtp;

/** The video codecs whose payload the relay looks into. */
public enum VideoCodec {
    /** RFC 7741. */
    VP8,
    /** RFC 9628. */
    VP9,
    /** RFC 6184. */
    H264,
    /** RTP Payload Format for AV1 of the Alliance for Open Media. */
    AV1;

    /**
     * The codec of an {@code a=rtpmap} encoding name.
     *
     * @param encodingName such as {@code VP8}; case does not matter
     * @return the codec, or null where it is none of these
     */
    public static VideoCodec ofEncodingName(String encodingName) {
        for (VideoCodec codec : values()) {
            if (codec.name().equalsIgnoreCase(encodingName)) {
                return codec;
            }
        }
        return null;
    }
}
