package org.anychat.relay.media;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anychat.relay.allocation.PauseReason;

/**
 * Of which users a viewer wants a video that it does not get, and why. It is told by user, not by stream: a camera that is
 * switched off and on, or published anew, is another stream, of which the viewer knows nothing else.
 */
final class VideoPauses {
    private final Listener listener;
    private Map<Integer, PauseReason> told = new LinkedHashMap<>();
    private Map<Integer, PauseReason> now = new LinkedHashMap<>();

    /** Hears of whom the viewer gets less, or no less any more, and for which reason it does not, or did not, get it. */
    @FunctionalInterface
    interface Listener {
        void onPaused(int user, PauseReason reason, boolean paused);
    }

    VideoPauses(Listener listener) {
        this.listener = listener;
    }

    /** Begins anew: no video is paused. */
    void begin() {
        now.clear();
    }

    /** A video of the user is wanted and not sent. Of several reasons that of the video counts that comes first. */
    void add(int user, PauseReason reason) {
        now.putIfAbsent(user, reason);
    }

    /** The user's last video that was paused is gone. Another in its place is not paused before that is told of it. */
    void onLastEnded(int user) {
        PauseReason reason = told.remove(user);
        if (reason != null) {
            listener.onPaused(user, reason, false);
        }
    }

    /** Tells what is otherwise than it was told last. */
    void tell() {
        if (told.isEmpty() && now.isEmpty()) {
            return;
        }
        now.forEach((user, reason) -> {
            if (told.get(user) != reason) {
                listener.onPaused(user, reason, true);
            }
        });
        told.forEach((user, reason) -> {
            if (!now.containsKey(user)) {
                listener.onPaused(user, reason, false);
            }
        });
        Map<Integer, PauseReason> before = told;
        told = now;
        now = before;
    }
}
