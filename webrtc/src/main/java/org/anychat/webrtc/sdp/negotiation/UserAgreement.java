package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * What two users have agreed on who send each other media without a relay.
 *
 * @param remote the other's half of the transport
 * @param media what is sent and received, one entry per section that both take; the codecs are those that may be sent
 *     under their payload types, and the encodings are the sources of the other, where it has named any
 */
public record UserAgreement(RemoteParameters remote, List<NegotiatedMedia> media) {
    /**
     * Copies the list.
     *
     * @param remote the other's half of the transport
     * @param media what is sent and received
     */
    public UserAgreement {
        media = List.copyOf(media);
    }

    /**
     * What is agreed for a kind.
     *
     * @param kind audio or video
     * @return the section that counts, or null where none carries it
     */
    public NegotiatedMedia media(MediaKind kind) {
        return media.stream()
                .filter(section -> section.kind() == kind
                        && (section.direction().sends() || section.direction().receives()))
                .findFirst()
                .orElse(null);
    }
}
