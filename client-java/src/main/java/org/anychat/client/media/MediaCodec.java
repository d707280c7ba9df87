package org.anychat.client.media;

/** The codecs the SDK can send and receive. It never encodes or decodes: frames come encoded from a {@link MediaSource} and go encoded to a {@link MediaSink}. */
public enum MediaCodec {
    /** H.264, RTP payload by RFC 6184; frames are access units as byte streams (Annex B). */
    H264(MediaKind.VIDEO, 90_000),
    /** VP8, RTP payload by RFC 7741; frames by RFC 6386. */
    VP8(MediaKind.VIDEO, 90_000),
    /** Opus, RTP payload by RFC 7587; frames are Opus packets (RFC 6716). */
    OPUS(MediaKind.AUDIO, 48_000);

    private final MediaKind kind;
    private final int clockRate;

    MediaCodec(MediaKind kind, int clockRate) {
        this.kind = kind;
        this.clockRate = clockRate;
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
}
