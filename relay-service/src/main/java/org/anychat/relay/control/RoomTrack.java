package org.anychat.relay.control;

import org.anychat.contracts.UserId;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.webrtc.sdp.MediaKind;
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
}
