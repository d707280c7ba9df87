package org.anychat.webrtc.sdp.negotiation;

import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.Codec;

/**
 * A codec that both sides have agreed on.
 *
 * @param codec its payload type, name, clock, format parameters and agreed feedback
 * @param rtxPayloadType of its retransmissions, {@link #NO_RTX} without
 * @param redPayloadType of its packets that carry the ones before once more (RFC 2198), {@link #NO_RED} without
 */
public record NegotiatedCodec(Codec codec, int rtxPayloadType, int redPayloadType) {
    /** There is no payload type for retransmissions. */
    public static final int NO_RTX = -1;

    /** There is no payload type for redundancy. */
    public static final int NO_RED = -1;

    /**
     * A codec without redundancy.
     *
     * @param codec its payload type, name, clock, format parameters and agreed feedback
     * @param rtxPayloadType of its retransmissions, {@link #NO_RTX} without
     */
    public NegotiatedCodec(Codec codec, int rtxPayloadType) {
        this(codec, rtxPayloadType, NO_RED);
    }

    /**
     * The payload type.
     *
     * @return 0 to 127
     */
    public int payloadType() {
        return codec.payloadType();
    }

    /**
     * The RTP clock.
     *
     * @return in Hz
     */
    public int clockRateHz() {
        return codec.clockRateHz();
    }

    /**
     * Whether retransmissions have a payload type of their own.
     *
     * @return whether RTX was agreed
     */
    public boolean hasRtx() {
        return rtxPayloadType != NO_RTX;
    }

    /**
     * Whether packets with redundancy have a payload type of their own.
     *
     * @return whether RED was agreed
     */
    public boolean hasRed() {
        return redPayloadType != NO_RED;
    }

    /**
     * The video codec, for {@link org.anychat.webrtc.rtp.KeyFrames}.
     *
     * @return the codec, or null for audio
     */
    public VideoCodec videoCodec() {
        return VideoCodec.ofEncodingName(codec.name());
    }
}
