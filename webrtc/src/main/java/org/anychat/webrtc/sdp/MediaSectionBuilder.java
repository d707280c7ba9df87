package org.anychat.webrtc.sdp;

import java.util.List;

/** Collects what a {@link MediaSection} has. Not thread-safe; every method but {@link #build} returns this. */
public final class MediaSectionBuilder {
    private final String media;
    private int port = MediaSection.DISCARD_PORT;
    private String protocol = MediaSection.RTP_PROTOCOL;
    private List<String> formats;
    private String mid;
    private Direction direction = Direction.SENDRECV;
    private TransportDescription transport = TransportDescription.NONE;
    private boolean rtcpMux;
    private boolean rtcpReducedSize;
    private boolean bundleOnly;
    private Msid msid;
    private List<Codec> codecs = List.of();
    private List<ExtMap> extMaps = List.of();
    private List<Ssrc> ssrcs = List.of();
    private List<SsrcGroup> ssrcGroups = List.of();
    private List<Rid> rids = List.of();
    private Simulcast simulcast;
    private List<Attribute> others = List.of();

    MediaSectionBuilder(String media) {
        this.media = media;
    }

    /**
     * Sets the port.
     *
     * @param port 0 to 65535
     * @return this
     */
    public MediaSectionBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Sets the protocol.
     *
     * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
     * @return this
     */
    public MediaSectionBuilder protocol(String protocol) {
        this.protocol = protocol;
        return this;
    }

    /**
     * Sets the formats; without it they are the codecs' payload types.
     *
     * @param formats the m-line's last words
     * @return this
     */
    public MediaSectionBuilder formats(List<String> formats) {
        this.formats = formats;
        return this;
    }

    /**
     * Sets the name.
     *
     * @param mid the name, or null
     * @return this
     */
    public MediaSectionBuilder mid(String mid) {
        this.mid = mid;
        return this;
    }

    /**
     * Sets the direction.
     *
     * @param direction from the writer's side
     * @return this
     */
    public MediaSectionBuilder direction(Direction direction) {
        this.direction = direction;
        return this;
    }

    /**
     * Sets ICE and DTLS.
     *
     * @param transport what the section itself says
     * @return this
     */
    public MediaSectionBuilder transport(TransportDescription transport) {
        this.transport = transport;
        return this;
    }

    /**
     * Sets {@code a=rtcp-mux}.
     *
     * @param rtcpMux whether it is there
     * @return this
     */
    public MediaSectionBuilder rtcpMux(boolean rtcpMux) {
        this.rtcpMux = rtcpMux;
        return this;
    }

    /**
     * Sets {@code a=rtcp-rsize}.
     *
     * @param rtcpReducedSize whether it is there
     * @return this
     */
    public MediaSectionBuilder rtcpReducedSize(boolean rtcpReducedSize) {
        this.rtcpReducedSize = rtcpReducedSize;
        return this;
    }

    /**
     * Sets {@code a=bundle-only}.
     *
     * @param bundleOnly whether it is there
     * @return this
     */
    public MediaSectionBuilder bundleOnly(boolean bundleOnly) {
        this.bundleOnly = bundleOnly;
        return this;
    }

    /**
     * Sets the track.
     *
     * @param msid the track, or null
     * @return this
     */
    public MediaSectionBuilder msid(Msid msid) {
        this.msid = msid;
        return this;
    }

    /**
     * Sets the codecs.
     *
     * @param codecs by preference
     * @return this
     */
    public MediaSectionBuilder codecs(List<Codec> codecs) {
        this.codecs = codecs;
        return this;
    }

    /**
     * Sets the header extensions.
     *
     * @param extMaps ids and URIs
     * @return this
     */
    public MediaSectionBuilder extMaps(List<ExtMap> extMaps) {
        this.extMaps = extMaps;
        return this;
    }

    /**
     * Sets the sources.
     *
     * @param ssrcs in order
     * @return this
     */
    public MediaSectionBuilder ssrcs(List<Ssrc> ssrcs) {
        this.ssrcs = ssrcs;
        return this;
    }

    /**
     * Sets the groups of sources.
     *
     * @param ssrcGroups in order
     * @return this
     */
    public MediaSectionBuilder ssrcGroups(List<SsrcGroup> ssrcGroups) {
        this.ssrcGroups = ssrcGroups;
        return this;
    }

    /**
     * Sets the encodings.
     *
     * @param rids in order
     * @return this
     */
    public MediaSectionBuilder rids(List<Rid> rids) {
        this.rids = rids;
        return this;
    }

    /**
     * Sets simulcast.
     *
     * @param simulcast of the encodings, or null
     * @return this
     */
    public MediaSectionBuilder simulcast(Simulcast simulcast) {
        this.simulcast = simulcast;
        return this;
    }

    /**
     * Sets attributes that are not modelled.
     *
     * @param others in order
     * @return this
     */
    public MediaSectionBuilder others(List<Attribute> others) {
        this.others = others;
        return this;
    }

    /**
     * Makes the section.
     *
     * @return an immutable copy of what was set
     */
    public MediaSection build() {
        List<String> formatList = formats == null
                ? codecs.stream()
                        .map(codec -> Integer.toString(codec.payloadType()))
                        .toList()
                : List.copyOf(formats);
        return new MediaSection(
                media,
                port,
                protocol,
                formatList,
                mid,
                direction,
                transport,
                rtcpMux,
                rtcpReducedSize,
                bundleOnly,
                msid,
                List.copyOf(codecs),
                List.copyOf(extMaps),
                List.copyOf(ssrcs),
                List.copyOf(ssrcGroups),
                List.copyOf(rids),
                simulcast,
                List.copyOf(others));
    }
}
