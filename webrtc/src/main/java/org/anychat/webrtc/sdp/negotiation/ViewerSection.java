package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.MediaSectionBuilder;
import org.anychat.webrtc.sdp.Msid;
import org.anychat.webrtc.sdp.Ssrc;
import org.anychat.webrtc.sdp.SsrcGroup;
import org.anychat.webrtc.sdp.TransportDescription;

/** A section of a viewer's offers: it carries one track after another and never goes away. */
final class ViewerSection {
    private static final int NEVER = 0;

    private final String mid;
    private final MediaKind kind;
    private List<Codec> codecs;
    private List<ExtMap> extensions = List.of();
    private ViewerTrack track;
    private boolean offeredWithTrack;
    private int inactiveSinceRevision = NEVER;

    ViewerSection(String mid, MediaKind kind, List<Codec> codecs) {
        this.mid = mid;
        this.kind = kind;
        this.codecs = codecs;
    }

    /**
     * Whether another track may come in. A browser announces a new track only where the section was inactive in
     * between, so an offer that said so must have been answered.
     */
    boolean isFree(MediaKind wanted) {
        return track == null && !offeredWithTrack && kind == wanted;
    }

    boolean carries(ViewerTrack candidate) {
        return track == candidate;
    }

    /** Takes a track in; null where none of its codecs can be offered. */
    ViewerTrack take(PublishedTrack published, ViewerFormats formats, IntSupplier ssrcs) {
        boolean video = kind == MediaKind.VIDEO;
        int ssrc = ssrcs.getAsInt();
        ViewerTrack taken =
                new ViewerTrack(mid, published, ssrc, video ? OptionalInt.of(ssrcs.getAsInt()) : OptionalInt.empty());
        List<Codec> lines = new ArrayList<>();
        for (NegotiatedCodec negotiated : published.codecs()) {
            Codec codec = formats.codec(negotiated.codec(), kind);
            Codec rtx = video && codec != null ? formats.rtx(codec) : null;
            Codec red = negotiated.hasRed() && codec != null ? formats.red(codec) : null;
            if (codec != null) {
                taken.map(
                        negotiated.payloadType(),
                        codec.payloadType(),
                        rtx == null ? ViewerTrack.NOT_OFFERED : rtx.payloadType());
                addOnce(lines, codec);
                addOnce(lines, rtx);
                addOnce(lines, red);
                taken.mapRed(red == null ? ViewerTrack.NOT_OFFERED : red.payloadType());
            }
        }
        if (lines.isEmpty()) {
            return null;
        }
        codecs = lines;
        takeExtensions(taken, formats);
        track = taken;
        return taken;
    }

    private static <T> void addOnce(List<T> lines, T line) {
        if (line != null && !lines.contains(line)) {
            lines.add(line);
        }
    }

    private void takeExtensions(ViewerTrack taken, ViewerFormats formats) {
        Map<Integer, Integer> ids = new HashMap<>();
        List<ExtMap> lines = new ArrayList<>();
        ExtMap numbering = formats.transportSequenceNumber();
        if (numbering != null) {
            lines.add(numbering);
            taken.transportSequenceId(numbering.id());
        }
        for (ExtMap extension : taken.track().extensions()) {
            ExtMap line = formats.extension(extension);
            if (line != null && !ids.containsValue(line.id())) {
                ids.put(extension.id(), line.id());
                addOnce(lines, line);
            }
        }
        extensions = lines;
        taken.mapExtensions(ids);
    }

    void release() {
        track = null;
        inactiveSinceRevision = NEVER;
    }

    /** The section in an offer of a revision. */
    MediaSection offer(int revision, String cname, TransportDescription transport) {
        MediaSectionBuilder builder = MediaSection.builder(kind.token(), mid)
                .rtcpMux(true)
                .rtcpReducedSize(true)
                .transport(transport)
                .codecs(codecs)
                .extMaps(extensions);
        if (track == null) {
            inactiveSinceRevision = inactiveSinceRevision == NEVER ? revision : inactiveSinceRevision;
            return builder.direction(Direction.INACTIVE).build();
        }
        offeredWithTrack = true;
        return builder.direction(Direction.SENDONLY)
                .msid(new Msid(track.track().streamId(), track.track().trackId()))
                .ssrcs(sources(cname))
                .ssrcGroups(pair())
                .build();
    }

    private List<Ssrc> sources(String cname) {
        List<Ssrc> sources = new ArrayList<>();
        sources.add(new Ssrc(track.ssrc(), cname));
        track.rtxSsrc().ifPresent(rtx -> sources.add(new Ssrc(rtx, cname)));
        return sources;
    }

    private List<SsrcGroup> pair() {
        return track.rtxSsrc().isEmpty()
                ? List.of()
                : List.of(new SsrcGroup(
                        "FID", List.of(track.ssrc(), track.rtxSsrc().getAsInt())));
    }

    /** The viewer has taken in an offer of a revision. */
    void onAnswered(int revision) {
        boolean knownInactive = inactiveSinceRevision != NEVER && revision >= inactiveSinceRevision;
        if (track == null && knownInactive) {
            offeredWithTrack = false;
        }
    }
}
