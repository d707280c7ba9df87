package org.anychat.gateway.port;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.link.RawConnection;

/**
 * A client's connection that speaks HTTP. The head of a request has to come in time as a whole, counted from its first
 * byte: whoever sends a byte a minute is never silent. On the port's context.
 */
final class HttpConnection {
    private final LinkSettings settings;
    private final Lobby lobby;
    private final NetSocket socket;
    private int unanswered;
    private boolean expected;
    private long timer;
    private boolean closed;

    HttpConnection(LinkSettings settings, Lobby lobby, NetSocket socket) {
        this.settings = settings;
        this.lobby = lobby;
        this.socket = socket;
    }

    NetSocket socket() {
        return socket;
    }

    /** Bytes of the client have come; what comes while it waits for an answer belongs to that request, or to a link. */
    void onBytes() {
        if (unanswered > 0 || expected || closed) {
            return;
        }
        expected = true;
        timer = settings.vertx().setTimer(settings.limits().connectMs(), late -> {
            settings.counters().count(GatewayCounter.LATE_REQUEST);
            RawConnection.drop(socket);
        });
    }

    void onRequest(RoutingContext context) {
        expectNothing();
        unanswered++;
        if (context.request().headers().contains(HttpHeaders.UPGRADE)) {
            // A WebSocket, of whatever kind, is never answered.
            lobby.leaves(socket);
        } else {
            lobby.asks(socket);
        }
        context.addEndHandler(ended -> onAnswered());
    }

    private void onAnswered() {
        unanswered--;
        if (unanswered == 0 && !closed) {
            lobby.waits(socket);
        }
    }

    void onClosed() {
        closed = true;
        expectNothing();
        lobby.leaves(socket);
    }

    private void expectNothing() {
        if (expected) {
            expected = false;
            settings.vertx().cancelTimer(timer);
        }
    }
}
