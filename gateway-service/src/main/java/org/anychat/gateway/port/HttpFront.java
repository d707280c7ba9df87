package org.anychat.gateway.port;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.ClientLink;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.link.RawConnection;
import org.anychat.protocol.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server behind the port. It listens where only this machine can reach it; connections are piped to it, each
 * with a PROXY protocol header, so that it knows the client's address.
 */
final class HttpFront {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
    private static final int IDLE_SECONDS = 60;
    private static final int WEB_SOCKET_CLOSING_SECONDS = 2;
    private static final long LINGER_MS = 3_000;

    private final Vertx vertx;
    private final GatewayCounters counters;
    private final LinkSettings settings;
    private final Lobby lobby;
    private final WebRoutes routes;
    private final NetClient client;
    /** The clients' connections by address and port. */
    private final Map<String, HttpConnection> outer = new HashMap<>();

    private HttpServer server;
    private SocketAddress inside;
    private SocketFolder folder;

    /**
     * {@code adopt} takes links of clients that know HTTP alone; {@code onWebSocket} gets each WebSocket and what drops its
     * client's connection at once.
     */
    HttpFront(
            LinkSettings settings,
            Lobby lobby,
            ClientPort.Inside inside,
            Predicate<ClientLink> adopt,
            BiConsumer<ServerWebSocket, Runnable> onWebSocket) {
        this.vertx = settings.vertx();
        this.counters = settings.counters();
        this.settings = settings;
        this.lobby = lobby;
        this.routes = new WebRoutes(
                vertx,
                inside,
                this::isSecure,
                adopt,
                socket -> onWebSocket.accept(socket, cut(socket.remoteAddress())),
                this::onRequest);
        this.client = vertx.createNetClient();
    }

    Future<Void> start() {
        return vertx.executeBlocking(SocketFolder::make)
                .onSuccess(made -> folder = made)
                .compose(made ->
                        listen(SocketAddress.domainSocketAddress(made.socket().toString())))
                .recover(failure -> {
                    log.info("No Unix domain sockets here ({}); HTTP goes over loopback", failure.getMessage());
                    return listen(SocketAddress.inetSocketAddress(0, "127.0.0.1"));
                });
    }

    private Future<Void> listen(SocketAddress address) {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setUseProxyProtocol(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setWebSocketSubProtocols(List.of(Limits.SUB_PROTOCOL))
                .setMaxWebSocketFrameSize(Limits.CLIENT_JSON_BYTES)
                .setMaxWebSocketMessageSize(Limits.CLIENT_JSON_BYTES)
                .setWebSocketClosingTimeout(WEB_SOCKET_CLOSING_SECONDS)
                // A few bytes of a client could otherwise become megabytes here.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false));
        return server.requestHandler(routes)
                .invalidRequestHandler(request -> request.connection().close())
                .exceptionHandler(failure -> counters.count(GatewayCounter.CONNECTION_FAILED))
                .listen(address)
                .onSuccess(bound -> inside = address.isDomainSocket()
                        ? address
                        : SocketAddress.inetSocketAddress(bound.actualPort(), "127.0.0.1"))
                .mapEmpty();
    }

    Future<Void> stop() {
        return Future.join(server == null ? Future.succeededFuture() : server.close(), client.close())
                .<Void>mapEmpty()
                .eventually(() -> vertx.executeBlocking(() -> {
                    if (folder != null) {
                        folder.remove();
                    }
                    return null;
                }));
    }

    /** Takes over a client's connection that speaks HTTP. */
    void take(NetSocket socket, Buffer firstBytes) {
        String key = key(socket.remoteAddress());
        HttpConnection connection = new HttpConnection(settings, lobby, socket);
        outer.put(key, connection);
        connection.onBytes();
        socket.closeHandler(closed -> forget(key, connection));
        socket.pause();
        client.connect(inside)
                .onSuccess(inner -> join(key, connection, inner, firstBytes))
                .onFailure(failure -> {
                    counters.count(GatewayCounter.HTTP_HANDOVER_FAILED);
                    socket.close();
                });
    }

    private void forget(String key, HttpConnection connection) {
        outer.remove(key, connection);
        connection.onClosed();
    }

    private void join(String key, HttpConnection connection, NetSocket inner, Buffer firstBytes) {
        if (outer.get(key) != connection) {
            inner.close();
            return;
        }
        NetSocket socket = connection.socket();
        socket.closeHandler(closed -> {
            forget(key, connection);
            inner.close();
        });
        inner.closeHandler(closed -> vertx.setTimer(LINGER_MS, timer -> RawConnection.drop(socket)));
        inner.exceptionHandler(failure -> counters.count(GatewayCounter.CONNECTION_FAILED));
        inner.write(ProxyHeader.of(socket.remoteAddress(), socket.localAddress())
                        .appendBuffer(firstBytes))
                .onFailure(failure -> RawConnection.drop(socket));
        inner.pipeTo(socket).onFailure(failure -> RawConnection.drop(socket));
        pass(connection, inner);
    }

    private static void pass(HttpConnection connection, NetSocket inner) {
        NetSocket socket = connection.socket();
        socket.exceptionHandler(failure -> inner.close());
        socket.handler(bytes -> {
            connection.onBytes();
            inner.write(bytes).onFailure(failure -> inner.close());
            if (inner.writeQueueFull()) {
                socket.pause();
                inner.drainHandler(drained -> socket.resume());
            }
        });
        socket.resume();
    }

    private void onRequest(RoutingContext context) {
        HttpConnection connection = outer.get(key(context.request().remoteAddress()));
        if (connection != null) {
            connection.onRequest(context);
        }
    }

    /** Whether the client's connection, by its address and port, is encrypted. */
    boolean isSecure(SocketAddress clientAddress) {
        HttpConnection connection = outer.get(key(clientAddress));
        return connection != null && RawConnection.isSecure(connection.socket());
    }

    private Runnable cut(SocketAddress clientAddress) {
        HttpConnection connection = outer.get(key(clientAddress));
        return () -> {
            if (connection != null) {
                RawConnection.drop(connection.socket());
            }
        };
    }

    private static String key(SocketAddress address) {
        return address.hostAddress() + ' ' + address.port();
    }
}
