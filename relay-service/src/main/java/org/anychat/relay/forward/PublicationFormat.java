package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.VideoCodec;

/**
 * What a publication's packets are.
 *
 * @param codec the codec whose key frames a viewer starts at, or null for audio, where it starts anywhere
 * @param clockRateHz of the timestamps
 * @param encodings how many layers, 1 without simulcast
 * @param redPayloadType the publisher's payload type of packets with redundancy (RFC 2198), or {@link #NO_RED}
 */
public record PublicationFormat(VideoCodec codec, int clockRateHz, int encodings, int redPayloadType) {
    /** There is no redundancy. */
    public static final int NO_RED = -1;

    /**
     * A format without redundancy.
     *
     * @param codec the codec, or null for audio
     * @param clockRateHz of the timestamps
     * @param encodings how many layers
     */
    public PublicationFormat(VideoCodec codec, int clockRateHz, int encodings) {
        this(codec, clockRateHz, encodings, NO_RED);
    }

    /**
     * Whether some of its packets carry redundancy.
     *
     * @return true where the publisher sends RED
     */
    public boolean hasRed() {
        return redPayloadType != NO_RED;
    }

    /**
     * Tells the kinds of tracks apart.
     *
     * @return false for audio
     */
    public boolean isVideo() {
        return codec != null;
    }
}
