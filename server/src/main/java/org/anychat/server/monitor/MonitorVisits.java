package org.anychat.server.monitor;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of a {@link MonitorServer} that have no request under way. None waits for longer for the whole head of
 * its next one, however its bytes come, and where too many wait the oldest gives way. On the server's context.
 */
final class MonitorVisits {
    private static final int MAX_WAITING = 256;

    private final Vertx vertx;
    private final long headMs;
    /** With their timers, the one that has waited longest first. */
    private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();

    MonitorVisits(Vertx vertx, long headMs) {
        this.vertx = vertx;
        this.headMs = headMs;
    }

    void onConnection(HttpConnection connection) {
        connection.closeHandler(closed -> end(connection));
        await(connection);
        if (waiting.size() > MAX_WAITING) {
            waiting.keySet().iterator().next().close();
        }
    }

    void onRequest(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        end(connection);
        request.response().endHandler(answered -> await(connection));
    }

    private void await(HttpConnection connection) {
        end(connection);
        waiting.put(connection, vertx.setTimer(headMs, late -> connection.close()));
    }

    private void end(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
