package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * What a client wants to send.
 *
 * @param kind audio or video
 * @param streamId first part of the msid
 * @param trackId second part of the msid
 * @param codecs encoding names that {@link ClientOffer#payloadType} knows, the first preferred
 * @param ssrc of its packets, 32 bits
 * @param rtxSsrc of its retransmissions, or empty
 */
public record ClientTrack(
        MediaKind kind, String streamId, String trackId, List<String> codecs, int ssrc, OptionalInt rtxSsrc) {
    /**
     * Copies the codecs.
     *
     * @param kind audio or video
     * @param streamId of the msid
     * @param trackId of the msid
     * @param codecs encoding names
     * @param ssrc of its packets
     * @param rtxSsrc of its retransmissions
     */
    public ClientTrack {
        codecs = List.copyOf(codecs);
    }
}
