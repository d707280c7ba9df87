package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.Msid;
import org.anychat.webrtc.sdp.Origin;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.Ssrc;
import org.anychat.webrtc.sdp.SsrcGroup;
import org.anychat.webrtc.sdp.TransportDescription;

/** A client's offer to send, for a relay or any WHIP endpoint. {@link RemoteAnswer} reads the answer. */
public final class ClientOffer {
    private static final List<String> VIDEO_FEEDBACK = List.of("nack", "nack pli", "ccm fir");

    private final LocalParameters local;
    private final String cname;
    private final List<String> extensions;
    private final Direction direction;
    private final List<String> moreFeedback;

    /**
     * Makes offers of one client.
     *
     * @param local the client's half of the transport
     * @param cname of all sources
     * @param extensions URIs of the header extensions that its packets may carry; the id is the place in the list, from
     *     1; at most 14
     */
    public ClientOffer(LocalParameters local, String cname, List<String> extensions) {
        this(local, cname, extensions, Direction.SENDONLY, List.of());
    }

    /** Offers of another direction, and with further feedback about every codec. */
    ClientOffer(
            LocalParameters local,
            String cname,
            List<String> extensions,
            Direction direction,
            List<String> moreFeedback) {
        this.local = local;
        this.cname = cname;
        this.extensions = List.copyOf(extensions);
        this.direction = direction;
        this.moreFeedback = List.copyOf(moreFeedback);
    }

    /**
     * The payload type under which a codec is offered.
     *
     * @param encodingName {@code opus}, {@code VP8}, {@code VP9}, {@code H264} or {@code AV1}, in any case
     * @return 0 to 127; its RTX has the next
     * @throws IllegalArgumentException for any other name
     */
    public static int payloadType(String encodingName) {
        return codec(encodingName).payloadType();
    }

    private static Codec codec(String encodingName) {
        return switch (encodingName.toUpperCase(Locale.ROOT)) {
            case "OPUS" -> new Codec(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of());
            case "VP8" -> new Codec(96, "VP8", 90_000, 1, "", VIDEO_FEEDBACK);
            case "VP9" -> new Codec(98, "VP9", 90_000, 1, "profile-id=0", VIDEO_FEEDBACK);
            case "H264" ->
                new Codec(
                        102,
                        "H264",
                        90_000,
                        1,
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                        VIDEO_FEEDBACK);
            case "AV1" -> new Codec(45, "AV1", 90_000, 1, "level-idx=5;profile=0;tier=0", VIDEO_FEEDBACK);
            default -> throw new IllegalArgumentException("no payload type for codec " + encodingName);
        };
    }

    /**
     * Offers tracks, in sections {@code 0}, {@code 1} …
     *
     * @param tracks what to send; in a later offer the same tracks come first, in the same order
     * @param version 1 for the first offer, higher for each further one
     * @return the offer
     */
    public SessionDescription of(List<ClientTrack> tracks, long version) {
        List<MediaSection> media = new ArrayList<>();
        TransportDescription transport = local.transport(SetupRole.ACTPASS);
        for (ClientTrack track : tracks) {
            boolean first = media.isEmpty();
            media.add(section(media.size(), track, first ? transport : transport.withoutCandidates()));
        }
        return new SessionDescription(
                Origin.of(local.sessionId(), version),
                media.stream().map(MediaSection::mid).toList(),
                local.iceLite(),
                TransportDescription.NONE,
                List.of(),
                media);
    }

    private MediaSection section(int index, ClientTrack track, TransportDescription transport) {
        List<Ssrc> sources = new ArrayList<>();
        List<SsrcGroup> pair = new ArrayList<>();
        sources.add(new Ssrc(track.ssrc(), cname));
        track.rtxSsrc().ifPresent(rtx -> {
            sources.add(new Ssrc(rtx, cname));
            pair.add(new SsrcGroup("FID", List.of(track.ssrc(), rtx)));
        });
        return MediaSection.builder(track.kind().token(), Integer.toString(index))
                .transport(transport)
                .direction(direction)
                .rtcpMux(true)
                .rtcpReducedSize(true)
                .msid(new Msid(track.streamId(), track.trackId()))
                .codecs(codecs(track))
                .extMaps(extMaps())
                .ssrcs(sources)
                .ssrcGroups(pair)
                .build();
    }

    private List<Codec> codecs(ClientTrack track) {
        List<Codec> codecs = new ArrayList<>();
        for (String name : track.codecs()) {
            Codec codec = codec(name);
            codecs.add(withMoreFeedback(codec));
            if (track.rtxSsrc().isPresent()) {
                int payloadType = codec.payloadType();
                codecs.add(new Codec(payloadType + 1, "rtx", codec.clockRateHz(), 1, "apt=" + payloadType, List.of()));
            }
        }
        return codecs;
    }

    private Codec withMoreFeedback(Codec codec) {
        List<String> feedback = new ArrayList<>(codec.feedback());
        feedback.addAll(moreFeedback);
        return new Codec(
                codec.payloadType(), codec.name(), codec.clockRateHz(), codec.channels(), codec.fmtp(), feedback);
    }

    private List<ExtMap> extMaps() {
        List<ExtMap> extMaps = new ArrayList<>();
        for (String uri : extensions) {
            extMaps.add(new ExtMap(extMaps.size() + 1, uri));
        }
        return extMaps;
    }
}
