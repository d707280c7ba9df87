package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.anychat.contracts.UserId;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.media.IncomingTrack.Source;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.anychat.webrtc.sdp.negotiation.NegotiatedEncoding;
import org.anychat.webrtc.sdp.negotiation.NegotiatedMedia;
import org.anychat.webrtc.sdp.negotiation.PublishedTrack;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;

/**
 * Turns what a publisher has negotiated into the tracks of its room, named as viewers know them: msid {@code <user>
 * <user>-video} (docs/protocol.md section 8), and {@code <user>-video-2} for a second one.
 */
final class TrackNaming {
    private static final String NACK = "nack";

    private final LongSupplier publicationIds;

    /** Draws numbers for new publications. */
    TrackNaming(LongSupplier publicationIds) {
        this.publicationIds = publicationIds;
    }

    /** The tracks of the sections that send; a track that goes on as before keeps its publication. */
    List<RoomTrack> tracks(UserId user, List<NegotiatedMedia> media, List<RoomTrack> before) {
        List<RoomTrack> tracks = new ArrayList<>();
        for (NegotiatedMedia section : media) {
            if (section.direction() == Direction.RECVONLY) {
                int number = number(section.kind(), tracks);
                String name = user + "-" + section.kind().token() + (number == 1 ? "" : "-" + number);
                tracks.add(track(user, section, name, before));
            }
        }
        return tracks;
    }

    /** The tracks that another relay sends, named as it names them; what nobody can be told whose it is is left out. */
    List<RoomTrack> remote(List<NegotiatedMedia> media, List<RoomTrack> before) {
        List<RoomTrack> tracks = new ArrayList<>();
        for (NegotiatedMedia section : media) {
            UserId user = userOf(section.streamId());
            if (section.direction() == Direction.RECVONLY && user != null) {
                tracks.add(track(user, section, section.trackId(), before));
            }
        }
        return tracks;
    }

    private static UserId userOf(String streamId) {
        try {
            return new UserId(Integer.parseInt(streamId));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int number(MediaKind kind, List<RoomTrack> tracks) {
        return 1 + (int) tracks.stream().filter(track -> track.kind() == kind).count();
    }

    private RoomTrack track(UserId user, NegotiatedMedia section, String name, List<RoomTrack> before) {
        PublishedTrack offered = PublishedTrack.of(section, user.toString(), name);
        PublicationFormat format = format(section);
        long id = before.stream()
                .filter(track -> track.offered().equals(offered)
                        && track.incoming().equals(incoming(track.publicationId(), format, section)))
                .findFirst()
                .map(RoomTrack::publicationId)
                .orElseGet(publicationIds::getAsLong);
        return new RoomTrack(user, offered, incoming(id, format, section));
    }

    private static PublicationFormat format(NegotiatedMedia section) {
        NegotiatedCodec codec = section.codecs().get(0);
        return new PublicationFormat(
                codec.videoCodec(),
                codec.clockRateHz(),
                section.encodings().size(),
                codec.hasRed() ? codec.redPayloadType() : PublicationFormat.NO_RED);
    }

    private static IncomingTrack incoming(long id, PublicationFormat format, NegotiatedMedia section) {
        NegotiatedCodec codec = section.codecs().get(0);
        return new IncomingTrack(
                id,
                format,
                section.mid(),
                codec.payloadType(),
                codec.hasRtx() ? codec.rtxPayloadType() : IncomingTrack.ABSENT,
                codec.codec().feedback().contains(NACK),
                sources(section),
                section.encodings().stream()
                        .map(NegotiatedEncoding::rid)
                        .filter(Objects::nonNull)
                        .toList(),
                new ExtensionIds(
                        extension(section, RtpExtensions.MID),
                        extension(section, RtpExtensions.RID),
                        extension(section, RtpExtensions.REPAIRED_RID),
                        extension(section, RtpExtensions.TRANSPORT_SEQUENCE_NUMBER),
                        extension(section, RtpExtensions.AUDIO_LEVEL),
                        extension(section, RtpExtensions.DEPENDENCY_DESCRIPTOR)));
    }

    private static List<Source> sources(NegotiatedMedia section) {
        List<Source> sources = new ArrayList<>();
        for (NegotiatedEncoding encoding : section.encodings()) {
            OptionalInt ssrc = encoding.ssrc();
            if (ssrc.isPresent()) {
                OptionalInt rtx = encoding.rtxSsrc();
                sources.add(new Source(ssrc.getAsInt(), rtx.orElse(0), rtx.isPresent()));
            }
        }
        return sources;
    }

    private static int extension(NegotiatedMedia section, String uri) {
        int id = section.extensionId(uri);
        return id == 0 ? IncomingTrack.ABSENT : id;
    }
}
