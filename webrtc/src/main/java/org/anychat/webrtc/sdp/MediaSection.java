package org.anychat.webrtc.sdp;

import java.util.List;

/**
 * One m-section. {@link #builder} makes one.
 *
 * @param media the m-line's first word: {@code audio}, {@code video} or {@code application}
 * @param port 0 rejects the section, or leaves it to the bundle with {@code bundleOnly}
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats the m-line's payload types, or words where it is not RTP
 * @param mid the section's name, or null
 * @param direction as written, or the session's, or SENDRECV
 * @param transport what the section itself says; {@link SessionDescription#transportOf} completes it
 * @param rtcpMux whether RTCP shares the port
 * @param rtcpReducedSize {@code a=rtcp-rsize}
 * @param bundleOnly whether it has no transport outside the bundle
 * @param msid the track, or null
 * @param codecs in the order of {@code formats}; formats without an rtpmap have none
 * @param extMaps header extensions
 * @param ssrcs sources in the order of the lines
 * @param ssrcGroups groups of sources
 * @param rids encodings
 * @param simulcast of the encodings, or null
 * @param others attributes that are not modelled
 */
public record MediaSection(
        String media,
        int port,
        String protocol,
        List<String> formats,
        String mid,
        Direction direction,
        TransportDescription transport,
        boolean rtcpMux,
        boolean rtcpReducedSize,
        boolean bundleOnly,
        Msid msid,
        List<Codec> codecs,
        List<ExtMap> extMaps,
        List<Ssrc> ssrcs,
        List<SsrcGroup> ssrcGroups,
        List<Rid> rids,
        Simulcast simulcast,
        List<Attribute> others) {
    /** The port of a section whose addresses are in its candidates. */
    public static final int DISCARD_PORT = 9;

    /** What WebRTC media is carried on. */
    public static final String RTP_PROTOCOL = "UDP/TLS/RTP/SAVPF";

    /**
     * The kind of media.
     *
     * @return null where it is not audio or video
     */
    public MediaKind kind() {
        return MediaKind.ofToken(media);
    }

    /**
     * Whether the section is switched off for good.
     *
     * @return for port 0 without bundle-only
     */
    public boolean isRejected() {
        return port == 0 && !bundleOnly;
    }

    /**
     * The codec of a payload type.
     *
     * @param payloadType 0 to 127
     * @return the codec, or null
     */
    public Codec codec(int payloadType) {
        return codecs.stream()
                .filter(codec -> codec.payloadType() == payloadType)
                .findFirst()
                .orElse(null);
    }

    /**
     * Starts a section.
     *
     * @param media the m-line's first word
     * @param mid the section's name
     * @return a builder with WebRTC's port and protocol, sendrecv and nothing else
     */
    public static MediaSectionBuilder builder(String media, String mid) {
        return new MediaSectionBuilder(media).mid(mid);
    }
}
