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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.ClientLink;
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
    private final WebRoutes routes;
    private final NetClient client;
    /** The clients' connections by address and port, for {@link #cut}. */
    private final Map<String, NetSocket> outer = new HashMap<>();

    private HttpServer server;
    private SocketAddress inside;
    private SocketFolder folder;

    /**
     * {@code adopt} takes links of clients that know HTTP alone; {@code onWebSocket} gets each WebSocket and what drops its
     * client's connection at once.
     */
    HttpFront(
            Vertx vertx,
            GatewayCounters counters,
            ClientPort.Inside inside,
            Predicate<ClientLink> adopt,
            BiConsumer<ServerWebSocket, Runnable> onWebSocket) {
        this.vertx = vertx;
        this.counters = counters;
        this.routes = new WebRoutes(
                vertx,
                inside,
                this::isSecure,
                adopt,
                socket -> onWebSocket.accept(socket, cut(socket.remoteAddress())));
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
        outer.put(key, socket);
        socket.closeHandler(closed -> outer.remove(key, socket));
        socket.pause();
        client.connect(inside)
                .onSuccess(inner -> join(key, socket, inner, firstBytes))
                .onFailure(failure -> {
                    counters.count(GatewayCounter.HTTP_HANDOVER_FAILED);
                    socket.close();
                });
    }

    private void join(String key, NetSocket socket, NetSocket inner, Buffer firstBytes) {
        if (!outer.containsKey(key)) {
            inner.close();
            return;
        }
        socket.closeHandler(closed -> {
            outer.remove(key, socket);
            inner.close();
        });
        inner.closeHandler(closed -> vertx.setTimer(LINGER_MS, timer -> RawConnection.drop(socket)));
        inner.exceptionHandler(failure -> counters.count(GatewayCounter.CONNECTION_FAILED));
        inner.write(ProxyHeader.of(socket.remoteAddress(), socket.localAddress())
                        .appendBuffer(firstBytes))
                .onFailure(failure -> RawConnection.drop(socket));
        inner.pipeTo(socket).onFailure(failure -> RawConnection.drop(socket));
        socket.pipeTo(inner).onFailure(failure -> inner.close());
    }

    /** Whether the client's connection, by its address and port, is encrypted. */
    boolean isSecure(SocketAddress clientAddress) {
        NetSocket socket = outer.get(key(clientAddress));
        return socket != null && RawConnection.isSecure(socket);
    }

    private Runnable cut(SocketAddress clientAddress) {
        NetSocket socket = outer.get(key(clientAddress));
        return () -> {
            if (socket != null) {
                RawConnection.drop(socket);
            }
        };
    }

    private static String key(SocketAddress address) {
        return address.hostAddress() + ' ' + address.port();
    }
}
