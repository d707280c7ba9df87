package org.anychat.gateway.admin;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anychat.gateway.link.TokenBucket;

/**
 * The way of pages to the event bus of this process: they may listen at {@link #OVERVIEW}, and send to the addresses that
 * their role has. Each message is looked at anew: the session may be over, the rate exceeded, the token missing. Headers
 * of pages reach nobody; whoever gets a message is told by {@link #SESSION_HEADER} whose it is.
 */
final class AdminBridge {
    /** Where the figures are told that every page shows. */
    static final String OVERVIEW = "admin.overview";
    /** Takes questions. */
    static final String QUERY = "admin.query";
    /** Takes actions on users, rooms and relays. */
    static final String OPERATE = "admin.operate";
    /** Takes changes of settings. */
    static final String CONFIGURE = "admin.configure";
    /** The header that names the session. */
    static final String SESSION_HEADER = "session";

    static final int MAX_SOCKETS = 64;
    static final int MAX_SOCKETS_PER_SESSION = 8;
    /** So that no account keeps the others out. */
    static final int MAX_SOCKETS_PER_ACCOUNT = 24;

    static final int MAX_MESSAGE_CHARS = 32_768;
    static final int MESSAGES_PER_SECOND = 20;
    static final int MESSAGE_BURST = 60;

    private static final int POLICY_VIOLATION = 4001;
    private static final long PING_TIMEOUT_MS = 30_000;
    private static final int MAX_HANDLERS = 4;
    private static final int MAX_ADDRESS = 64;
    private static final Map<String, AdminRole> NEEDED =
            Map.of(QUERY, AdminRole.VIEWER, OPERATE, AdminRole.OPERATOR, CONFIGURE, AdminRole.ADMIN);

    private final Router router;
    private final AdminSessions sessions;
    private final LongSupplier nowNs;
    private final Map<SockJSSocket, TokenBucket> allowances = new HashMap<>();
    private final Set<SockJSSocket> watching = new HashSet<>();

    AdminBridge(Vertx vertx, AdminSessions sessions, LongSupplier nowNs) {
        this.sessions = sessions;
        this.nowNs = nowNs;
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .setMaxHandlersPerSocket(MAX_HANDLERS)
                .setMaxAddressLength(MAX_ADDRESS)
                .setPingTimeout(PING_TIMEOUT_MS)
                .addOutboundPermitted(new PermittedOptions().setAddress(OVERVIEW));
        NEEDED.keySet().forEach(address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
        SockJSHandlerOptions transports = new SockJSHandlerOptions().setRegisterWriteHandler(false);
        this.router = SockJSHandler.create(vertx, transports).bridge(options, this::onEvent);
    }

    /** To be reached by those only who have a session. */
    Router router() {
        return router;
    }

    boolean hasRoom(AdminSession session) {
        return session.sockets().size() < MAX_SOCKETS_PER_SESSION
                && sessions.countSockets(session.account().name()) < MAX_SOCKETS_PER_ACCOUNT
                && sessions.countSockets() < MAX_SOCKETS;
    }

    /** Whether anybody listens. */
    boolean isWatched() {
        return !watching.isEmpty();
    }

    private void onEvent(BridgeEvent event) {
        AdminSession session = event.socket().routingContext().get(AdminHttp.SESSION);
        if (event.type() == BridgeEventType.SOCKET_CLOSED) {
            onClosed(session, event.socket());
            event.complete(true);
            return;
        }
        boolean fine = session != null && sessions.isLive(session) && isFine(event, session);
        event.complete(fine);
        if (!fine && event.type() != BridgeEventType.RECEIVE) {
            event.socket().close(POLICY_VIOLATION, "not allowed, or logged out");
        }
    }

    private void onClosed(AdminSession session, SockJSSocket socket) {
        allowances.remove(socket);
        watching.remove(socket);
        if (session != null) {
            sessions.closed(session, socket);
        }
    }

    private boolean isFine(BridgeEvent event, AdminSession session) {
        return switch (event.type()) {
            case SOCKET_CREATED -> open(session, event.socket());
            case SOCKET_PING, SOCKET_IDLE, RECEIVE, REGISTERED, SOCKET_ERROR -> true;
            case REGISTER -> within(event) && listen(event);
            case UNREGISTER -> within(event) && ends(event);
            case SEND -> within(event) && send(event, session);
            case PUBLISH, SOCKET_CLOSED -> false;
        };
    }

    private boolean open(AdminSession session, SockJSSocket socket) {
        if (!hasRoom(session)) {
            return false;
        }
        session.sockets().add(socket);
        allowances.put(socket, new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, nowNs.getAsLong()));
        return true;
    }

    private boolean within(BridgeEvent event) {
        TokenBucket allowance = allowances.get(event.socket());
        return allowance != null
                && allowance.take(nowNs.getAsLong())
                && event.getRawMessage().encode().length() <= MAX_MESSAGE_CHARS;
    }

    private boolean listen(BridgeEvent event) {
        if (!OVERVIEW.equals(event.getRawMessage().getValue("address"))) {
            return false;
        }
        watching.add(event.socket());
        return true;
    }

    private boolean ends(BridgeEvent event) {
        watching.remove(event.socket());
        return OVERVIEW.equals(event.getRawMessage().getValue("address"));
    }

    private boolean send(BridgeEvent event, AdminSession session) {
        JsonObject message = event.getRawMessage();
        AdminRole needed = message.getValue("address") instanceof String address ? NEEDED.get(address) : null;
        if (needed == null || !session.account().role().covers(needed)) {
            return false;
        }
        if (needed != AdminRole.VIEWER && !AdminHttp.isToken(session, token(message))) {
            return false;
        }
        if (needed != AdminRole.VIEWER || isActive(message)) {
            sessions.use(session);
        }
        // The very object that the bridge sends from.
        message.put("headers", new JsonObject().put(SESSION_HEADER, session.id()));
        return true;
    }

    private static String token(JsonObject message) {
        return message.getValue("headers") instanceof JsonObject headers
                        && headers.getValue("csrf") instanceof String token
                ? token
                : null;
    }

    /** A page asks every second by itself; it says so when somebody has moved before it. */
    private static boolean isActive(JsonObject message) {
        return message.getValue("body") instanceof JsonObject body && Boolean.TRUE.equals(body.getValue("active"));
    }
}
