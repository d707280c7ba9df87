package org.anychat.relay.media;

import org.anychat.relay.forward.SubscriptionFormat;

/**
 * One track that a viewer is to get.
 *
 * @param publicationId the relay's number of the track
 * @param format how the viewer expects it; the same source means the same track as before
 * @param paused whether the viewer does not want it now
 */
public record OutgoingTrack(long publicationId, SubscriptionFormat format, boolean paused) {
    boolean isSameAs(OutgoingTrack other) {
        return publicationId == other.publicationId
                && format.ssrc() == other.format().ssrc();
    }
}
