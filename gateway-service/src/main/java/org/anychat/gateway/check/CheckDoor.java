package org.anychat.gateway.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.gateway.web.SameOrigin;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.echo.EchoLine;

/**
 * Lets browsers, and {@code AnyChatCoreServer doctor}, check their connection without a login: a WebSocket on which one
 * may ask for the time, and for an echo of media at a relay. What comes back goes to nobody but the sender, to addresses
 * that ICE has proved to be the sender's; there are few visits at once, each ends after {@link CheckVisit#SECONDS}.
 * Belongs to the gateway's context.
 */
public final class CheckDoor {
    /** Its HTTP path. */
    public static final String PATH = "/check/echo";

    /** How long a request may take to become a WebSocket. */
    private static final long UPGRADE_MS = 10_000;

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int BAD_REQUEST = 400;

    private final Vertx vertx;
    private final Self self;
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
        this.self = self;
        this.counters = counters;
        this.line = new EchoLine(bus, EchoLine.Purpose.CHECK.of(self.node()), new SecureRandom());
        this.limit = new VisitLimit(nowNs);
    }

    /**
     * Whose door it is.
     *
     * @param node the process
     * @param server name and version, as clients see them
     * @param certificateEnds when the certificate expires that it shows
     * @param candidates what clients are told of the gateway's own ports
     */
    public record Self(NodeId node, String server, Instant certificateEnds, MediaCandidates candidates) {}

    /**
     * Adds its route.
     *
     * @param router of the gateway's HTTP server
     * @param isSecure whether the connection of a client, by its address and port, is encrypted
     */
    public void mount(Router router, Predicate<SocketAddress> isSecure) {
        SameOrigin origin = new SameOrigin(isSecure);
        router.get(PATH).handler(context -> handle(context, origin, isSecure));
    }

    private void handle(RoutingContext context, SameOrigin origin, Predicate<SocketAddress> isSecure) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(context, BAD_REQUEST, "400 Bad Request: a WebSocket is served here; the page is /check/");
        } else if (hasBody(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            refuse(context, BAD_REQUEST, "400 Bad Request: a visit begins without a body");
        } else if (!origin.isOwn(request)) {
            refuse(context, FORBIDDEN, "403 Forbidden: pages of other sites may not check connections to this server");
        } else {
            admit(context, isSecure.test(request.remoteAddress()));
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private void admit(RoutingContext context, boolean encrypted) {
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
                        visit(socket, owner, encrypted);
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

    private void visit(ServerWebSocket socket, String owner, boolean encrypted) {
        CheckVisit visit = new CheckVisit(vertx, socket, line, hello(encrypted), self.candidates());
        visits.add(visit);
        visit.start(() -> {
            visits.remove(visit);
            limit.leave(owner);
        });
    }

    /** Behind a proxy that ends TLS visitors see another certificate. */
    private JsonObject hello(boolean encrypted) {
        JsonObject hello = new JsonObject().put("server", self.server());
        return encrypted ? hello.put("certificateEnds", self.certificateEnds().toEpochMilli()) : hello;
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
