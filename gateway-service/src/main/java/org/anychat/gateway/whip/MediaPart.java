package org.anychat.gateway.whip;

import io.vertx.core.Future;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.whip.Arrival.Arrived;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.webrtc.sdp.SessionDescription;

/** What differs between sessions that publish and sessions that watch. */
interface MediaPart {
    /** Looks at an offer before anybody logs in for it. */
    void check(SessionDescription offered) throws Problem;

    /** Where its media goes. */
    ServerEvent.Direction direction();

    /** Has an offer answered; the same again for an ICE restart. Fails with a {@link Problem} or a refusal. */
    Future<String> negotiate(HttpLink link, Arrived arrived, String offer);

    /** Somebody has entered the room. Fails where the session has nothing to go on with. */
    default Future<?> onUser(HttpLink link, User entered) {
        return Future.succeededFuture();
    }

    /** Somebody has left the room. */
    default void onUserGone(int user) {
        // Nothing to it.
    }

    /** Media flows for the first time. */
    void onConnected(HttpLink link, String answer);
}
