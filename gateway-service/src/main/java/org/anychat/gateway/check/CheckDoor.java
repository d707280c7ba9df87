package org.anychat.gateway.check;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.echo.EchoLine;

/**
 * Lets browsers, and {@code AnyChatCoreServer doctor}, check their connection without a login: a WebSocket on which one
 * may ask for the time, and for an echo of media at a relay. What comes back goes to nobody but the sender, to addresses
 * that ICE has proved to be the sender's; there are few visits at once, each ends after {@link CheckVisit#SECONDS}.
 * Belongs to the gateway's context.
 */
public final class CheckDoor implements Handler<RoutingContext> {
    /** Its HTTP path. */
    public static final String PATH = "/check/echo";

    /** How long a request may take to become a WebSocket. */
    private static final long UPGRADE_MS = 10_000;

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int BAD_REQUEST = 400;

    private final Vertx vertx;
    private final String server;
    private final GatewayCounters counters;
    private final EchoLine line;
    private final VisitLimit limit;
    private final Set<CheckVisit> visits = new HashSet<>();

    /**
     * Makes a door that is open.
     *
     * @param vertx for timers
     * @param bus the bus of the process
     * @param self whose door it is, and name and version of the server
     * @param counters counts visits that were refused
     * @param nowNs a monotonic clock
     */
    public CheckDoor(Vertx vertx, Bus bus, Self self, GatewayCounters counters, LongSupplier nowNs) {
        this.vertx = vertx;
        this.server = self.server();
        this.counters = counters;
        this.line = new EchoLine(bus, new NodeId("check." + self.node().value()), new SecureRandom());
        this.limit = new VisitLimit(nowNs);
    }

    /**
     * Whose door it is.
     *
     * @param node the process
     * @param server name and version, as clients see them
     */
    public record Self(NodeId node, String server) {}

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(context, BAD_REQUEST, "400 Bad Request: a WebSocket is served here; the page is /check/");
        } else if (hasBody(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            refuse(context, BAD_REQUEST, "400 Bad Request: a visit begins without a body");
        } else if (!isOfThisSite(request)) {
            refuse(context, FORBIDDEN, "403 Forbidden: pages of other sites may not check connections to this server");
        } else {
            admit(context);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        String owner = AddressPattern.ownerOf(request.remoteAddress().hostAddress());
        if (!limit.enter(owner)) {
            counters.count(GatewayCounter.CHECK_REFUSED);
            refuse(context, TOO_MANY, "429 Too Many Requests: try again in a minute");
            return;
        }
        // Where an upgrade comes to nothing Vert.x does not always say so (5.0.10).
        long patience = vertx.setTimer(UPGRADE_MS, late -> {
            limit.leave(owner);
            request.connection().close();
        });
        request.toWebSocket()
                .onSuccess(socket -> {
                    if (vertx.cancelTimer(patience)) {
                        visit(socket, owner);
                    } else {
                        socket.close().otherwiseEmpty();
                    }
                })
                .onFailure(failure -> {
                    if (vertx.cancelTimer(patience)) {
                        limit.leave(owner);
                    }
                    request.connection().close();
                });
    }

    private void visit(ServerWebSocket socket, String owner) {
        CheckVisit visit = new CheckVisit(vertx, socket, line, server);
        visits.add(visit);
        visit.start(() -> {
            visits.remove(visit);
            limit.leave(owner);
        });
    }

    /** Browsers say which site's page it is; another site could have its visitors load this server. */
    private static boolean isOfThisSite(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return true;
        }
        try {
            return request.authority() != null
                    && request.authority().toString().equals(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void refuse(RoutingContext context, int status, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text + "\n");
    }

    /**
     * Ends all visits.
     *
     * @return done when the door is off the bus
     */
    public Future<Void> close() {
        List.copyOf(visits).forEach(CheckVisit::end);
        return line.close();
    }
}
