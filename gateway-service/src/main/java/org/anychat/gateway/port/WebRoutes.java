package org.anychat.gateway.port;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RightsApi.AskProof;
import org.anychat.gateway.Reception;
import org.anychat.gateway.link.ClientLink;
import org.anychat.protocol.Limits;

/** What the HTTP server serves: the WebSocket, the web app, and whether the process lives. */
final class WebRoutes implements Handler<HttpServerRequest> {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; connect-src 'self' ws: wss:; "
            + "media-src 'self' blob: mediastream:; img-src 'self' data: blob:; worker-src 'self' blob:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int FAULT = 500;
    private static final int UNAVAILABLE = 503;
    private static final String BEARER = "Bearer ";
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");

    private final Router router;
    private final WebApp webApp;
    private final Consumer<ServerWebSocket> onWebSocket;
    private final RightsApi rights;

    WebRoutes(
            Vertx vertx,
            ClientPort.Inside inside,
            Predicate<SocketAddress> isSecure,
            Predicate<ClientLink> adopt,
            Consumer<ServerWebSocket> onWebSocket,
            Consumer<RoutingContext> onRequest) {
        this.router = Router.router(vertx);
        this.webApp = new WebApp(vertx);
        this.rights = inside.rights();
        this.onWebSocket = onWebSocket;
        router.route().handler(context -> {
            onRequest.accept(context);
            secure(context);
        });
        router.get(Limits.WEB_SOCKET_PATH).handler(this::upgrade);
        inside.reception()
                .door()
                .ifPresent(door -> router.get(Reception.DOOR_PATH).handler(context -> comeIn(context, door)));
        router.get("/health/live").handler(context -> plain(context, OK, "alive"));
        router.get("/health/ready").handler(context -> ready(context, inside.reception()));
        inside.check().mount(router, isSecure);
        inside.whip().mount(router, isSecure, adopt);
        router.get("/check").handler(context -> toFolder(context, "/check/"));
        router.get(RightsApi.PROOF_PATH + ":nonce").handler(this::proveDomain);
        inside.admin()
                .ifPresentOrElse(
                        admin -> admin.mount(router, isSecure),
                        () -> router.route("/admin*").handler(context -> context.fail(NOT_FOUND)));
        router.get().handler(webApp);
        router.head().handler(webApp);
        router.route().handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            plain(context, METHOD_NOT_ALLOWED, "405 Method Not Allowed");
        });
        router.errorHandler(NOT_FOUND, context -> plain(context, NOT_FOUND, "404 Not Found"));
        router.errorHandler(TOO_LARGE, context -> plain(context, TOO_LARGE, "413 Content Too Large"));
        router.errorHandler(BAD_REQUEST, context -> plain(context, BAD_REQUEST, "400 Bad Request"));
        router.errorHandler(FAULT, context -> plain(context, FAULT, "500 Internal Server Error"));
    }

    @Override
    public void handle(HttpServerRequest request) {
        router.handle(request);
    }

    private static void secure(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)");
        context.next();
    }

    /** Why it is not ready is nothing that strangers have to know. */
    private static void ready(RoutingContext context, Reception reception) {
        boolean ready = reception.isReady();
        plain(context, ready ? OK : UNAVAILABLE, ready ? "ready" : "not ready");
    }

    /** The page's own files stand beside it. */
    private static void toFolder(RoutingContext context, String folder) {
        if (context.request().path().endsWith("/")) {
            context.next();
            return;
        }
        String query = context.request().query();
        context.response().putHeader(HttpHeaders.LOCATION, folder + (query == null ? "" : "?" + query));
        plain(context, FOUND, "302 Found");
    }

    /** The license service asks itself over the licensed domain's name (RightsApi.prove). */
    private void proveDomain(RoutingContext context) {
        String nonce = context.pathParam("nonce");
        if (!NONCE.matcher(nonce).matches()) {
            plain(context, NOT_FOUND, "404 Not Found");
            return;
        }
        rights.prove(new AskProof(nonce))
                .onSuccess(proof -> {
                    if (proof.answer().isEmpty()) {
                        plain(context, NOT_FOUND, "404 Not Found");
                    } else {
                        plain(context, 200, proof.answer());
                    }
                })
                .onFailure(failure -> plain(context, UNAVAILABLE, "503 Service Unavailable"));
    }

    private void upgrade(RoutingContext context) {
        String offered = context.request().getHeader("Sec-WebSocket-Protocol");
        boolean ours = offered != null
                && Arrays.stream(offered.split(",")).map(String::strip).anyMatch(Limits.SUB_PROTOCOL::equals);
        if (!ours) {
            plain(
                    context,
                    BAD_REQUEST,
                    "400 Bad Request: a WebSocket with the sub-protocol " + Limits.SUB_PROTOCOL + " is served here");
            return;
        }
        context.request()
                .toWebSocket()
                .onSuccess(onWebSocket::accept)
                .onFailure(failure -> context.request().connection().close());
    }

    /** Whoever has no token finds nothing here. */
    private static void comeIn(RoutingContext context, Reception.Door door) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null
                || !authorization.startsWith(BEARER)
                || !door.admits(authorization.substring(BEARER.length()))) {
            plain(context, NOT_FOUND, "404 Not Found");
            return;
        }
        context.request()
                .toWebSocket()
                .onSuccess(door::onWebSocket)
                .onFailure(failure -> context.request().connection().close());
    }

    private static void plain(RoutingContext context, int status, String text) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        // What a refused request carries is not read, so the connection cannot be used again.
        if (status != 200 && !HttpMethod.GET.equals(context.request().method())) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text + "\n");
    }
}
