package org.anychat.relay.control;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.anychat.webrtc.sdp.negotiation.PublishedTrack;

/**
 * One track that a client publishes in its room.
 *
 * @param user whose it is
 * @param offered what viewers are offered
 * @param incoming what the media loop is told
 */
record RoomTrack(UserId user, PublishedTrack offered, IncomingTrack incoming) {
    long publicationId() {
        return incoming.publicationId();
    }

    MediaKind kind() {
        return offered.kind();
    }

    /** What its video is sent in now; null for sound. */
    VideoCodec videoCodec() {
        return incoming.format().codec();
    }

    /** The codecs that its publisher has agreed to send, those alone whose payload types somebody takes. */
    Set<VideoCodec> videoCodecs(IntPredicate takes) {
        Set<VideoCodec> codecs = EnumSet.noneOf(VideoCodec.class);
        for (NegotiatedCodec codec : offered.codecs()) {
            if (codec.videoCodec() != null && takes.test(codec.payloadType())) {
                codecs.add(codec.videoCodec());
            }
        }
        return codecs;
    }
}
