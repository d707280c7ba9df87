package org.anychat.relay.media;

import org.anychat.relay.allocation.PauseReason;
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
     * A video of a user that a viewer wants is not sent any more, or none is kept from it any more.
     *
     * @param connectionId whose
     * @param user the {@link OutgoingTrack#owner} of the video
     * @param reason why it is, or was until now, not sent
     * @param paused whether it is paused now
     */
    void onVideoPaused(long connectionId, int user, PauseReason reason, boolean paused);

    /**
     * A publisher sends more than it may, and what is above is dropped. Told once of a connection.
     *
     * @param connectionId whose
     */
    void onOverRate(long connectionId);

    /**
     * The connection is over and everything of it is gone. Comes last, and also where the control side closed it.
     *
     * @param connectionId whose
     * @param reason why
     */
    void onClosed(long connectionId, CloseReason reason);
}
