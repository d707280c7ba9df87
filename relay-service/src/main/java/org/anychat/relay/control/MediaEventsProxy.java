package org.anychat.relay.control;

import io.vertx.core.Context;
import java.util.function.Consumer;
import org.anychat.relay.allocation.PauseReason;
import org.anychat.relay.media.MediaEvents;
import org.anychat.webrtc.transport.CloseReason;

/** Brings the media loops' events to the service's context. */
public final class MediaEventsProxy implements MediaEvents {
    private final Context context;
    private volatile MediaEvents target;

    /**
     * Makes a proxy without a target.
     *
     * @param context where the target runs
     */
    public MediaEventsProxy(Context context) {
        this.context = context;
    }

    /**
     * Names the target; what comes before is dropped, but without a target there are no connections.
     *
     * @param events told on the context
     */
    public void target(MediaEvents events) {
        target = events;
    }

    @Override
    public void onConnected(long connectionId) {
        bring(events -> events.onConnected(connectionId));
    }

    @Override
    public void onInterrupted(long connectionId) {
        bring(events -> events.onInterrupted(connectionId));
    }

    @Override
    public void onResumed(long connectionId) {
        bring(events -> events.onResumed(connectionId));
    }

    @Override
    public void onVideoPaused(long connectionId, int user, PauseReason reason, boolean paused) {
        bring(events -> events.onVideoPaused(connectionId, user, reason, paused));
    }

    @Override
    public void onOverRate(long connectionId) {
        bring(events -> events.onOverRate(connectionId));
    }

    @Override
    public void onClosed(long connectionId, CloseReason reason) {
        bring(events -> events.onClosed(connectionId, reason));
    }

    private void bring(Consumer<MediaEvents> event) {
        MediaEvents events = target;
        if (events != null) {
            context.runOnContext(done -> event.accept(events));
        }
    }
}
