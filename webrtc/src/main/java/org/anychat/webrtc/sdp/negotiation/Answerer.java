package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.sdp.Attribute;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.MediaSectionBuilder;
import org.anychat.webrtc.sdp.Origin;
import org.anychat.webrtc.sdp.Rid;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.Simulcast;
import org.anychat.webrtc.sdp.TransportDescription;

/** Answers an offer section by section, as any side does it. */
final class Answerer {
    /**
     * Packets may have header extensions in either form (RFC 8285 section 6). Without it browsers send no dependency structure
     * of more than 16 bytes, which the one-byte form cannot hold.
     */
    private static final Attribute EXTMAP_ALLOW_MIXED = new Attribute("extmap-allow-mixed", null);

    private final SessionDescription offer;
    private final LocalParameters local;
    private final MediaCapabilities capabilities;
    private final Part part;
    private final List<MediaSection> sections = new ArrayList<>();
    private final List<NegotiatedMedia> media = new ArrayList<>();
    private final List<RejectedSection> rejected = new ArrayList<>();
    private RemoteParameters remote;
    private String bundleMid;

    /** What this side does with a section. */
    interface Part {
        /** The direction, from this side. */
        Direction direction(MediaSection offered);

        /** Adds what this side says of what it sends, which may be nothing. */
        void describe(NegotiatedMedia accepted, MediaSectionBuilder section);
    }

    /** Takes what is offered to be sent. */
    static final class Receiver implements Part {
        @Override
        public Direction direction(MediaSection offered) {
            return offered.direction().sends() ? Direction.RECVONLY : Direction.INACTIVE;
        }

        @Override
        public void describe(NegotiatedMedia accepted, MediaSectionBuilder section) {
            // It sends nothing.
        }
    }

    Answerer(SessionDescription offer, LocalParameters local, MediaCapabilities capabilities) {
        this(offer, local, capabilities, new Receiver());
    }

    Answerer(SessionDescription offer, LocalParameters local, MediaCapabilities capabilities, Part part) {
        this.offer = offer;
        this.local = local;
        this.capabilities = capabilities;
        this.part = part;
    }

    /** Answers every section, or refuses the whole where none can be accepted or the transport does not do. */
    void answer(SetupRole preferred) throws SdpException {
        for (int index = 0; index < offer.media().size(); index++) {
            MediaSection section = offer.media().get(index);
            List<NegotiatedCodec> codecs = section.kind() == null
                    ? List.of()
                    : CodecChoice.choose(
                            section, capabilities, part.direction(section).sends());
            String refusal = refusal(section, codecs);
            if (refusal == null) {
                accept(index, section, codecs, preferred);
            } else {
                rejected.add(new RejectedSection(index, section.media(), refusal));
                sections.add(rejection(section));
            }
        }
        if (media.isEmpty()) {
            throw new SdpException("no section of the offer can be accepted: " + rejected);
        }
    }

    /** Why a section alone is not taken, or null. */
    private static String refusal(MediaSection section, List<NegotiatedCodec> codecs) {
        if (section.kind() == null) {
            return "only audio and video are taken";
        }
        if (section.isRejected()) {
            return "the offer has switched it off";
        }
        if (!section.protocol().endsWith("RTP/SAVPF")) {
            return "only RTP/SAVPF over DTLS is taken, not " + section.protocol();
        }
        return codecs.isEmpty() ? "none of its codecs is supported" : null;
    }

    private void accept(int index, MediaSection section, List<NegotiatedCodec> codecs, SetupRole preferred)
            throws SdpException {
        requireBundle(index, section);
        if (remote == null) {
            remote = RemoteParameters.ofOffer(offer.transportOf(section), preferred);
            bundleMid = section.mid();
        }
        Direction direction = part.direction(section);
        List<ExtMap> extensions = section.extMaps().stream()
                .filter(extension -> capabilities.extensions().contains(extension.uri()))
                .filter(extension -> isUsed(extension, direction))
                .map(extension -> new ExtMap(extension.id(), extension.uri()))
                .toList();
        NegotiatedMedia accepted = new NegotiatedMedia(
                section.mid(),
                section.kind(),
                direction,
                section.msid() == null ? "-" : section.msid().streamId(),
                section.msid() == null ? "" : section.msid().trackId(),
                codecs,
                extensions,
                EncodingChoice.of(section));
        media.add(accepted);
        sections.add(acceptance(section, accepted));
    }

    /** An extension that is restricted to one direction is of no use in a section of the other (RFC 8285 section 6). */
    private static boolean isUsed(ExtMap extension, Direction local) {
        Direction offered = extension.direction();
        return offered == null || (offered.sends() && local.receives()) || (offered.receives() && local.sends());
    }

    /** All that is accepted shares one transport; what is refused need not be in the group. */
    private void requireBundle(int index, MediaSection section) throws SdpException {
        String where = "section " + (index + 1) + " (" + section.media() + ") ";
        if (section.mid() == null) {
            throw new SdpException(where + "has no a=mid");
        }
        if (media.stream().anyMatch(accepted -> accepted.mid().equals(section.mid()))) {
            throw new SdpException(where + "has the a=mid of another");
        }
        boolean alone = offer.bundle().isEmpty() && offer.media().size() == 1;
        if (!alone && !offer.bundle().contains(section.mid())) {
            throw new SdpException(where + "is not in a=group:BUNDLE; only bundled media is taken");
        }
        if (!section.rtcpMux()) {
            throw new SdpException(where + "has no a=rtcp-mux; only multiplexed RTCP is taken");
        }
    }

    private MediaSection acceptance(MediaSection section, NegotiatedMedia accepted) {
        MediaSectionBuilder builder = MediaSection.builder(section.media(), section.mid())
                .protocol(section.protocol())
                .direction(accepted.direction())
                .transport(transportOf(section))
                .rtcpMux(true)
                .rtcpReducedSize(section.rtcpReducedSize())
                .codecs(codecLines(section, accepted.codecs()))
                .extMaps(accepted.extensions())
                .others(agreed(section.others()));
        List<String> rids = EncodingChoice.sentRids(section);
        if (!rids.isEmpty()) {
            builder.rids(rids.stream().map(rid -> new Rid(rid, false, null)).toList());
            builder.simulcast(new Simulcast(null, String.join(";", rids)));
        }
        part.describe(accepted, builder);
        return builder.build();
    }

    /** Every accepted section names the transport; the candidates are in the first, which the bundle uses. */
    private TransportDescription transportOf(MediaSection section) {
        TransportDescription transport = local.transport(remote.localSetup());
        return section.mid().equals(bundleMid) ? transport : transport.withoutCandidates();
    }

    private static List<Codec> codecLines(MediaSection section, List<NegotiatedCodec> codecs) {
        List<Codec> lines = new ArrayList<>();
        for (NegotiatedCodec codec : codecs) {
            if (codec.hasRed()) {
                // Browsers send redundancy where it comes before the codec.
                lines.add(section.codec(codec.redPayloadType()).withFeedback(List.of()));
            }
            lines.add(codec.codec());
            if (codec.hasRtx()) {
                lines.add(section.codec(codec.rtxPayloadType()).withFeedback(List.of()));
            }
        }
        return lines;
    }

    /** Port 0 with everything else as offered, so that the order of sections stays (RFC 3264 §6). */
    private static MediaSection rejection(MediaSection section) {
        return MediaSection.builder(section.media(), section.mid())
                .port(0)
                .protocol(section.protocol())
                .formats(section.formats())
                .direction(Direction.INACTIVE)
                .build();
    }

    SessionDescription description() {
        List<String> bundle = offer.bundle().isEmpty()
                ? List.of()
                : media.stream().map(NegotiatedMedia::mid).toList();
        return new SessionDescription(
                Origin.of(local.sessionId(), version()),
                bundle,
                local.iceLite(),
                TransportDescription.NONE,
                agreed(offer.others()),
                sections);
    }

    /** What is agreed to by repeating it, at the level at which the offer says it. */
    private static List<Attribute> agreed(List<Attribute> offered) {
        return offered.contains(EXTMAP_ALLOW_MIXED) ? List.of(EXTMAP_ALLOW_MIXED) : List.of();
    }

    /** The offer's version is higher each time, so taking it over makes the answer's so. */
    private long version() {
        String version = offer.origin().sessionVersion();
        return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 1;
    }

    RemoteParameters remote() {
        return remote;
    }

    List<NegotiatedMedia> media() {
        return media;
    }

    List<RejectedSection> rejected() {
        return rejected;
    }
}
