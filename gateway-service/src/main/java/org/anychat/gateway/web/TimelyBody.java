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

    /** Limits the time of a request, and reads its body. */
    @Override
    public void handle(RoutingContext context) {
        limit(context);
        read(context);
    }

    /**
     * Ends the connection of a request that has not come as a whole in time, also where it was refused before. Does not
     * call the next handler.
     *
     * @param context of the request
     */
    public void limit(RoutingContext context) {
        HttpServerRequest request = context.request();
        long timer = vertx.setTimer(patienceMs, late -> giveUp(context));
        context.addEndHandler(ended -> {
            if (request.isEnded()) {
                vertx.cancelTimer(timer);
            }
        });
    }

    /**
     * Reads the body and calls the next handler.
     *
     * @param context of the request
     */
    public void read(RoutingContext context) {
        reader.handle(context);
    }

    private static void giveUp(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        if (context.response().ended() || context.response().headWritten()) {
            request.connection().close();
            return;
        }
        context.response()
                .setStatusCode(REQUEST_TIMEOUT)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end()
                .onComplete(told -> request.connection().close());
    }
}
