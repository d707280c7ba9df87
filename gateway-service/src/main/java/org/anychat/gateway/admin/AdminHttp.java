package org.anychat.gateway.admin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.admin.AdminRefusal.Reason;
import org.anychat.gateway.web.TimelyBody;

/** The dashboard's HTTP: login, logout, who is logged in, and the way to the bridge. Its files are the web app's. */
final class AdminHttp {
    static final String PATH = "/admin";
    static final String COOKIE = "anychat-admin";
    static final String CSRF_HEADER = "X-CSRF-Token";
    /** Under which the bridge finds the session of a connection. */
    static final String SESSION = "admin-session";

    static final int MAX_BODY = 4_096;
    private static final String SOCKET = PATH + "/bus/websocket";

    private final NodeId node;
    private final AdminTransport transport;
    private final AdminSessions sessions;
    private final AdminLogins logins;
    private final AdminBridge bridge;
    private final AuditLog audit;
    private final TimelyBody body;

    /** What is behind the routes, and what reads the bodies of requests. */
    record Parts(AdminSessions sessions, AdminLogins logins, AdminBridge bridge, AuditLog audit, TimelyBody body) {}

    AdminHttp(NodeId node, AdminTransport transport, Parts parts) {
        this.node = node;
        this.transport = transport;
        this.sessions = parts.sessions();
        this.logins = parts.logins();
        this.bridge = parts.bridge();
        this.audit = parts.audit();
        this.body = parts.body();
    }

    void mount(Router router) {
        router.route(PATH).handler(transport::guard);
        router.route(PATH + "/*").handler(transport::guard);
        router.get(PATH).handler(context -> {
            if (context.request().path().equals(PATH)) {
                context.response()
                        .setStatusCode(308)
                        .putHeader(HttpHeaders.LOCATION, PATH + "/")
                        .end();
            } else {
                context.next();
            }
        });
        // Whoever is refused by the first is not read by the second.
        router.post(PATH + "/*").handler(context -> {
            body.limit(context);
            requireOwnJson(context);
        });
        router.post(PATH + "/login").handler(body::read).handler(this::login);
        router.post(PATH + "/logout").handler(body::read).handler(this::logout);
        router.get(PATH + "/session").handler(this::session);
        router.get(SOCKET).handler(this::requireSession);
        router.route(PATH + "/bus/*").handler(context -> {
            if (context.get(SESSION) == null) {
                refuse(context, new AdminRefusal(Reason.NOT_FOUND, "the bridge is at " + SOCKET));
            } else {
                context.next();
            }
        });
        router.route(PATH + "/bus*").subRouter(bridge.router());
    }

    /** A form of another site cannot send JSON, and its script may not without being asked about it first. */
    private void requireOwnJson(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (!transport.origin().isOwn(request)) {
            refuse(context, new AdminRefusal(Reason.FOREIGN, "not from this page"));
        } else if (type == null || !type.startsWith("application/json")) {
            refuse(context, new AdminRefusal(Reason.BAD_REQUEST, "Content-Type is application/json"));
        } else {
            context.next();
        }
    }

    private void login(RoutingContext context) {
        String name;
        String password;
        try {
            Question asked = Question.of(context.body().asJsonObject());
            name = asked.text("name", MAX_BODY);
            password = asked.text("password", MAX_BODY);
        } catch (DecodeException | ClassCastException | AdminRefusal e) {
            refuse(context, new AdminRefusal(Reason.BAD_REQUEST, "the body is a JSON object of two texts"));
            return;
        }
        logins.login(name, password, context.request().remoteAddress().hostAddress())
                .onSuccess(created -> {
                    find(context).ifPresent(sessions::end);
                    context.response().addCookie(cookie(created.secret(), context));
                    answer(context, created.session());
                })
                .onFailure(failure -> refuse(context, failure));
    }

    private Cookie cookie(String value, RoutingContext context) {
        return Cookie.cookie(COOKIE, value)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                // Behind a proxy that ends TLS the page's own address says what this connection does not.
                .setSecure(transport.isSecure(context.request()) || isOfSecurePage(context.request()));
    }

    private static boolean isOfSecurePage(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && origin.startsWith("https://");
    }

    private void session(RoutingContext context) {
        find(context)
                .ifPresentOrElse(
                        // A page asks by itself, too, so this is no sign of its operator.
                        session -> answer(context, session),
                        () -> refuse(context, new AdminRefusal(Reason.LOGGED_OUT, "log in")));
    }

    private void answer(RoutingContext context, AdminSession session) {
        json(
                context,
                200,
                new JsonObject()
                        .put("name", session.account().name())
                        .put("role", session.account().role().label())
                        .put("csrf", session.csrf())
                        .put("node", node.value()));
    }

    private void logout(RoutingContext context) {
        Optional<AdminSession> found = find(context);
        if (found.isEmpty()) {
            refuse(context, new AdminRefusal(Reason.LOGGED_OUT, "log in"));
        } else if (!isToken(found.get(), context.request().getHeader(CSRF_HEADER))) {
            refuse(context, new AdminRefusal(Reason.FOREIGN, "no token, or another session's"));
        } else {
            AdminSession session = found.get();
            sessions.end(session);
            audit.note(session.account().name(), session.address(), "logout", "", "done");
            context.response().addCookie(cookie("", context).setMaxAge(0));
            json(context, 200, new JsonObject());
        }
    }

    /** Whether a token is that of a session; takes the same time for each that is not. */
    static boolean isToken(AdminSession session, String token) {
        return token != null
                && MessageDigest.isEqual(
                        session.csrf().getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private void requireSession(RoutingContext context) {
        Optional<AdminSession> found = find(context);
        if (!transport.origin().saysOwn(context.request())) {
            refuse(context, new AdminRefusal(Reason.FOREIGN, "not from this page"));
        } else if (found.isEmpty()) {
            refuse(context, new AdminRefusal(Reason.LOGGED_OUT, "log in"));
        } else if (!bridge.hasRoom(found.get())) {
            refuse(context, new AdminRefusal(Reason.BUSY, "too many pages are open"));
        } else {
            context.put(SESSION, found.get());
            context.next();
        }
    }

    private Optional<AdminSession> find(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? Optional.empty() : sessions.find(cookie.getValue());
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        AdminRefusal refusal = failure instanceof AdminRefusal known
                ? known
                : new AdminRefusal(Reason.FAILED, "a fault of the server; the log says more");
        // What a refused request carries may not have been read.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        json(
                context,
                refusal.status(),
                new JsonObject().put("reason", refusal.reason().name()).put("message", refusal.getMessage()));
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.encode());
    }
}
