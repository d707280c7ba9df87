package org.anychat.webrtc.sdp;

import java.util.List;

/**
 * An offer or an answer.
 *
 * @param origin session id and version
 * @param bundle the mids of the first BUNDLE group; empty where there is none
 * @param iceLite whether the writer is an ICE-lite agent
 * @param transport ICE and DTLS that hold for all sections which do not say otherwise
 * @param others session attributes that are not modelled
 * @param media the sections in order
 */
public record SessionDescription(
        Origin origin,
        List<String> bundle,
        boolean iceLite,
        TransportDescription transport,
        List<Attribute> others,
        List<MediaSection> media) {
    /**
     * Copies the lists.
     *
     * @param origin session id and version
     * @param bundle mids
     * @param iceLite whether the writer is an ICE-lite agent
     * @param transport ICE and DTLS
     * @param others session attributes
     * @param media the sections
     */
    public SessionDescription {
        bundle = List.copyOf(bundle);
        others = List.copyOf(others);
        media = List.copyOf(media);
    }

    /**
     * ICE and DTLS of a section, the session's where the section says nothing.
     *
     * @param section one of {@link #media}
     * @return what holds
     */
    public TransportDescription transportOf(MediaSection section) {
        return section.transport().orElse(transport);
    }

    /**
     * The section of a name.
     *
     * @param mid the name
     * @return the section, or null
     */
    public MediaSection section(String mid) {
        return media.stream()
                .filter(section -> mid.equals(section.mid()))
                .findFirst()
                .orElse(null);
    }

    /**
     * The description's text.
     *
     * @return lines that end in CRLF
     */
    public String toSdp() {
        return SdpWriter.write(this);
    }
}
