package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * A media section that both sides have agreed on.
 *
 * @param mid the section's name
 * @param kind audio or video
 * @param direction from this side: RECVONLY where the other sends, INACTIVE where it does not now
 * @param streamId first part of the msid, {@code -} where there is none
 * @param trackId second part of the msid, empty where there is none
 * @param codecs by preference, one per encoding name; the first is what the other side will send
 * @param extensions the agreed ids
 * @param encodings the streams, lowest layer first as the description lists them; one without SSRC and rid where the
 *     description says nothing of its sources
 */
public record NegotiatedMedia(
        String mid,
        MediaKind kind,
        Direction direction,
        String streamId,
        String trackId,
        List<NegotiatedCodec> codecs,
        List<ExtMap> extensions,
        List<NegotiatedEncoding> encodings) {
    /**
     * Copies the lists.
     *
     * @param mid the section's name
     * @param kind audio or video
     * @param direction from this side
     * @param streamId of the msid
     * @param trackId of the msid
     * @param codecs by preference
     * @param extensions ids
     * @param encodings streams
     */
    public NegotiatedMedia {
        codecs = List.copyOf(codecs);
        extensions = List.copyOf(extensions);
        encodings = List.copyOf(encodings);
    }

    /**
     * The id of a header extension.
     *
     * @param uri what it is, see {@link RtpExtensions}
     * @return 1 to 255, or 0 where it was not agreed
     */
    public int extensionId(String uri) {
        return extensions.stream()
                .filter(extension -> extension.uri().equals(uri))
                .mapToInt(ExtMap::id)
                .findFirst()
                .orElse(0);
    }

    /**
     * The codec of a payload type, those of retransmissions and redundancy included.
     *
     * @param payloadType 0 to 127
     * @return the codec, or null
     */
    public NegotiatedCodec codec(int payloadType) {
        return codecs.stream()
                .filter(codec -> codec.payloadType() == payloadType
                        || codec.rtxPayloadType() == payloadType
                        || codec.redPayloadType() == payloadType)
                .findFirst()
                .orElse(null);
    }
}
