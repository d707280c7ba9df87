package org.anychat.relay.media;

import org.anychat.relay.forward.SubscriptionFormat;

/**
 * One track that a viewer is to get.
 *
 * @param publicationId the relay's number of the track
 * @param format how the viewer expects it; the same source means the same track as before
 * @param owner the number of the user whose track it is, by which sound and picture belong together
 * @param wish what the viewer has said about it
 */
public record OutgoingTrack(long publicationId, SubscriptionFormat format, int owner, Wish wish) {
    /**
     * What a viewer wants of a track.
     *
     * @param paused whether it does not want it now
     * @param pinned whether it comes before others
     * @param height the shorter side at which it is shown, in pixels, 0 for any
     */
    public record Wish(boolean paused, boolean pinned, int height) {
        /** Everything that there is. */
        public static final Wish ALL = new Wish(false, false, 0);

        /** Nothing now. */
        public static final Wish NOTHING = new Wish(true, false, 0);
    }

    boolean isSameAs(OutgoingTrack other) {
        return publicationId == other.publicationId
                && format.ssrc() == other.format().ssrc();
    }
}
