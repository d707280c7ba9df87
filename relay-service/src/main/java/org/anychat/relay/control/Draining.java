package org.anychat.relay.control;

import io.vertx.core.Vertx;
import org.anychat.contracts.RelayMode;

/** Whether the relay takes rooms, is to be emptied by a deadline, or is closed. Runs on the service's context. */
final class Draining {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Runnable onDeadline;
    private RelayMode mode = RelayMode.OPEN;
    private Runnable onChange = () -> {};
    private long timer = NO_TIMER;

    Draining(Vertx vertx, Runnable onDeadline) {
        this.vertx = vertx;
        this.onDeadline = onDeadline;
    }

    RelayMode mode() {
        return mode;
    }

    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Begins, or sets another deadline. */
    void begin(long deadlineMs) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(deadlineMs, due -> {
            close();
            onDeadline.run();
        });
        change(RelayMode.DRAINING);
    }

    void end() {
        vertx.cancelTimer(timer);
        change(RelayMode.OPEN);
    }

    void close() {
        vertx.cancelTimer(timer);
        change(RelayMode.CLOSED);
    }

    private void change(RelayMode newMode) {
        if (mode != newMode) {
            mode = newMode;
            onChange.run();
        }
    }
}
