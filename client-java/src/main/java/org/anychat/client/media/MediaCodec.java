package org.anychat.client.media;

/** The codecs the SDK can send and receive. It never encodes or decodes: frames come encoded from a {@link MediaSource} and go encoded to a {@link MediaSink}. */
public enum MediaCodec {
    /** H.264, RTP payload by RFC 6184; frames are access units as byte streams (Annex B). */
    H264(MediaKind.VIDEO, 90_000, "H264"),
    /** VP8, RTP payload by RFC 7741; frames by RFC 6386. */
    VP8(MediaKind.VIDEO, 90_000, "VP8"),
    /** Opus, RTP payload by RFC 7587; frames are Opus packets (RFC 6716). */
    OPUS(MediaKind.AUDIO, 48_000, "opus");

    private final MediaKind kind;
    private final int clockRate;
    private final String encodingName;

    MediaCodec(MediaKind kind, int clockRate, String encodingName) {
        this.kind = kind;
        this.clockRate = clockRate;
        this.encodingName = encodingName;
    }

    /**
     * Audio or video.
     *
     * @return the kind.
     */
    public MediaKind kind() {
        return kind;
    }

    /**
     * The clock of its RTP timestamps.
     *
     * @return ticks per second.
     */
    public int clockRate() {
        return clockRate;
    }

    /** Its name in session descriptions. */
    String encodingName() {
        return encodingName;
    }

    org.anychat.webrtc.sdp.MediaKind sdpKind() {
        return kind == MediaKind.AUDIO
                ? org.anychat.webrtc.sdp.MediaKind.AUDIO
                : org.anychat.webrtc.sdp.MediaKind.VIDEO;
    }

    /** The codec with a name of session descriptions, in any case, or null. */
    static MediaCodec ofEncodingName(String name) {
        for (MediaCodec codec : values()) {
            if (codec.encodingName.equalsIgnoreCase(name)) {
                return codec;
            }
        }
        return null;
    }
}
