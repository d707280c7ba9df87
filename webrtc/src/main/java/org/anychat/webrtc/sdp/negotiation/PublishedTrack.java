package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * What a viewer is to receive, as its publisher sends it.
 *
 * @param kind audio or video
 * @param streamId first part of the msid that the viewer sees
 * @param trackId second part of the msid that the viewer sees
 * @param codecs that the publisher may send; the first alone makes offers shorter, the others let it change codecs
 *     without a new offer
 * @param extensions under the publisher's ids
 */
public record PublishedTrack(
        MediaKind kind, String streamId, String trackId, List<NegotiatedCodec> codecs, List<ExtMap> extensions) {
    /**
     * Copies the lists.
     *
     * @param kind audio or video
     * @param streamId of the msid
     * @param trackId of the msid
     * @param codecs that the publisher may send
     * @param extensions under the publisher's ids
     */
    public PublishedTrack {
        codecs = List.copyOf(codecs);
        extensions = List.copyOf(extensions);
    }

    /**
     * A section that a publisher has agreed on, under names that the relay gives it.
     *
     * @param media of {@link PublisherAnswer#media}
     * @param streamId first part of the msid that viewers see
     * @param trackId second part of the msid that viewers see
     * @return the track
     */
    public static PublishedTrack of(NegotiatedMedia media, String streamId, String trackId) {
        List<NegotiatedCodec> codecs =
                media.codecs().stream().map(PublishedTrack::toViewers).toList();
        return new PublishedTrack(media.kind(), streamId, trackId, codecs, media.extensions());
    }

    /** How much sound the relay takes is between it and the publisher; viewers are told of stereo alone. */
    private static NegotiatedCodec toViewers(NegotiatedCodec negotiated) {
        Codec codec = negotiated.codec();
        if (!codec.is("opus")) {
            return negotiated;
        }
        return new NegotiatedCodec(
                codec.withParameters(ViewerFormats.isStereo(codec) ? "stereo=1" : ""),
                negotiated.rtxPayloadType(),
                negotiated.redPayloadType());
    }
}
