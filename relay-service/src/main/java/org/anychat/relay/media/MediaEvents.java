package org.anychat.relay.media;

import org.anychat.webrtc.transport.CloseReason;

/** What a media loop tells the control side about a connection. Called on the loop; must not block. */
public interface MediaEvents {
    /**
     * ICE and DTLS are done.
     *
     * @param connectionId whose
     */
    void onConnected(long connectionId);

    /**
     * Nothing has come from the peer for a while.
     *
     * @param connectionId whose
     */
    void onInterrupted(long connectionId);

    /**
     * The peer is there again.
     *
     * @param connectionId whose
     */
    void onResumed(long connectionId);

    /**
     * A viewer's path has no room for a video any more, or has room for it again.
     *
     * @param connectionId whose
     * @param publicationId the video
     * @param starved whether it is paused now
     */
    void onStarved(long connectionId, long publicationId, boolean starved);

    /**
     * The connection is over and everything of it is gone. Comes last, and also where the control side closed it.
     *
     * @param connectionId whose
     * @param reason why
     */
    void onClosed(long connectionId, CloseReason reason);
}
