package org.anychat.gateway.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Reads the body of a request as a whole. One that is announced and does not come, or comes by a byte a minute, is not
 * waited for: the answer is 408, and the connection ends. On the gateway's context.
 */
public final class TimelyBody implements Handler<RoutingContext> {
    private static final int REQUEST_TIMEOUT = 408;

    private final Vertx vertx;
    private final BodyHandler reader;
    private final long patienceMs;

    /**
     * Makes the reader.
     *
     * @param vertx for timers
     * @param maxBytes more is answered by 413
     * @param patienceMs how long a body may take
     */
    public TimelyBody(Vertx vertx, int maxBytes, long patienceMs) {
        this.vertx = vertx;
        this.reader = BodyHandler.create(false).setBodyLimit(maxBytes);
        this.patienceMs = patienceMs;
    }

    @Override
    public void handle(RoutingContext context) {
        long timer = vertx.setTimer(patienceMs, late -> giveUp(context));
        HttpServerRequest request = context.request();
        context.addEndHandler(ended -> {
            vertx.cancelTimer(timer);
            // Answered before it was read, as it is too long: what is still to come is not waited for either.
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
        reader.handle(context);
    }

    private static void giveUp(RoutingContext context) {
        if (context.request().isEnded() || context.response().headWritten()) {
            return;
        }
        context.response()
                .setStatusCode(REQUEST_TIMEOUT)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end();
    }
}
