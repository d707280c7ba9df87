package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.VideoCodec;

/**
 * What a publication's packets are.
 *
 * @param codec the codec whose key frames a viewer starts at, or null for audio, where it starts anywhere
 * @param clockRateHz of the timestamps
 * @param encodings how many layers, 1 without simulcast
 */
public record PublicationFormat(VideoCodec codec, int clockRateHz, int encodings) {
    /**
     * Tells the kinds of tracks apart.
     *
     * @return false for audio
     */
    public boolean isVideo() {
        return codec != null;
    }
}
