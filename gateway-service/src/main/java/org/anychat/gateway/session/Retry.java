package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;

/**
 * Repeats a clean-up or an announcement while its service is away, with growing pauses, about half a minute in all. A
 * refusal is final, and for a clean-up as good as done.
 */
final class Retry {
    private static final int ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MS = 250;

    private final Vertx vertx;
    private final GatewayCounters counters;

    Retry(Vertx vertx, GatewayCounters counters) {
        this.vertx = vertx;
        this.counters = counters;
    }

    /** Done when it has succeeded, was refused, or was given up, which is counted. */
    Future<Void> untilDone(Supplier<? extends Future<?>> call) {
        return attempt(call, 1);
    }

    private Future<Void> attempt(Supplier<? extends Future<?>> call, int attempt) {
        return call.get().<Void>mapEmpty().recover(failure -> {
            if (!(failure instanceof ServiceException expected)
                    || !expected.error().retryable()) {
                return Future.succeededFuture();
            }
            if (attempt == ATTEMPTS) {
                counters.count(GatewayCounter.CLEANUP_GIVEN_UP);
                return Future.succeededFuture();
            }
            Promise<Void> pause = Promise.promise();
            vertx.setTimer(FIRST_PAUSE_MS << (attempt - 1), timer -> pause.complete());
            return pause.future().compose(paused -> attempt(call, attempt + 1));
        });
    }
}
