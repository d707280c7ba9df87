package org.anychat.relay.control;

import java.util.EnumSet;
import java.util.Set;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;

/**
 * Finds for each video of a room the codec that everybody decodes who gets it. Nothing is transcoded, so where a viewer lacks what a publisher
 * sends, as a Firefox without the OpenH264 plug-in lacks H.264, the publisher is asked to offer once more, and is answered
 * with a codec that it has, too, and that all who watch it decode. Each publisher keeps to its own, as one may lack what
 * another was asked for; the room keeps to all of them for those who publish later.
 */
final class CodecAgreement {
    /** A viewer has answered, or has other tracks before it: those that it cannot decode are seen to. */
    void onViewer(Participant viewer) {
        ViewerConnection viewing = viewer.viewing();
        if (viewing == null || viewer.isLink()) {
            return;
        }
        for (RoomTrack track : viewer.room().tracksFor(viewer)) {
            Set<VideoCodec> decodes = track.kind() == MediaKind.VIDEO ? viewing.decodes(track.publicationId()) : null;
            if (decodes != null && !decodes.contains(track.videoCodec())) {
                agree(viewer.room(), track);
            }
        }
    }

    private static void agree(RelayRoom room, RoomTrack track) {
        Participant publisher = room.publisherOf(track);
        VideoCodec codec = publisher == null ? null : common(room, track);
        if (codec != null) {
            room.videoCodecs().prefer(codec);
            if (publisher.askFor(codec)) {
                publisher
                        .signal()
                        .state(
                                publisher.peer(),
                                Direction.PUBLISH,
                                State.RENEGOTIATE,
                                0,
                                codec + " is what all decode");
            }
        }
    }

    /** The first of a publisher's codecs that all who get its track decode; null where there is none. */
    private static VideoCodec common(RelayRoom room, RoomTrack track) {
        Set<VideoCodec> common = EnumSet.allOf(VideoCodec.class);
        for (Participant viewer : room.participants()) {
            Set<VideoCodec> decodes =
                    viewer.viewing() == null ? null : viewer.viewing().decodes(track.publicationId());
            if (decodes != null) {
                common.retainAll(decodes);
            }
        }
        return track.offered().codecs().stream()
                .map(NegotiatedCodec::videoCodec)
                .filter(common::contains)
                .findFirst()
                .orElse(null);
    }
}
