package org.anychat.gateway.port;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.anychat.contracts.RightsApi;
import org.anychat.gateway.GatewayConfig.Listen;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.Reception;
import org.anychat.gateway.admin.AdminConsole;
import org.anychat.gateway.check.CheckDoor;
import org.anychat.gateway.link.ClientLink;
import org.anychat.gateway.link.FramedLink;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.link.RawConnection;
import org.anychat.gateway.link.WebSocketLink;
import org.anychat.gateway.media.MediaPass;
import org.anychat.gateway.whip.WhipDoor;
import org.anychat.protocol.ErrorCode;

/** The TCP ports of a gateway. Lives on the context that starts it. */
public final class ClientPort {
    private static final int BACKLOG = 1_024;
    private static final String TLS_GATE = "tls-gate";

    /** Who takes links. */
    @FunctionalInterface
    public interface LinkOwner {
        /**
         * A link began; nothing of it has been read.
         *
         * @param link the link
         * @return who is told of its messages and its end
         */
        ClientLink.Listener onLink(ClientLink link);
    }

    /**
     * Where connections lead.
     *
     * @param owner who takes links
     * @param rights answers whoever proves that a domain leads here
     * @param reception whether clients are taken, and where another server comes in
     * @param check where anybody may check a connection
     * @param media passes media on to relays
     * @param whip where clients publish and watch by HTTP alone
     * @param admin the dashboard
     */
    public record Inside(
            LinkOwner owner,
            RightsApi rights,
            Reception reception,
            CheckDoor check,
            MediaPass media,
            WhipDoor whip,
            Optional<AdminConsole> admin) {}

    private final Vertx vertx;
    private final Listen listen;
    private final LinkSettings settings;
    private final LinkOwner owner;
    private final AddressLimit connections;
    private final AddressLimit links;
    private final Lobby lobby;
    private final MediaPass media;
    private final HttpFront http;
    private final List<NetServer> servers = new ArrayList<>();
    private SslContext tls;

    /**
     * Makes ports that are not open yet.
     *
     * @param settings what all links share
     * @param listen where to listen
     * @param inside where connections lead
     */
    public ClientPort(LinkSettings settings, Listen listen, Inside inside) {
        this.vertx = settings.vertx();
        this.settings = settings;
        this.listen = listen;
        this.owner = inside.owner();
        this.connections = new AddressLimit(settings.limits().connectionsPerAddress());
        this.links = new AddressLimit(settings.limits().linksPerAddress());
        this.media = inside.media();
        this.lobby = new Lobby(settings.limits().connectionsWithoutLink(), settings.counters());
        this.http = new HttpFront(settings, lobby, inside, this::adopt, this::onWebSocket);
    }

    /**
     * Opens the ports.
     *
     * @return done when clients can come; fails where a port is taken or the certificate cannot be read
     */
    public Future<Void> start() {
        return vertx.executeBlocking(() -> ServerTls.of(listen.certificateFile(), listen.privateKeyFile()))
                .compose(context -> {
                    tls = context;
                    return http.start();
                })
                .compose(started ->
                        Future.all(listen.tcpPorts().stream().map(this::open).toList()))
                .mapEmpty();
    }

    /**
     * The ports that are open.
     *
     * @return their numbers in the order of the configuration
     */
    public List<Integer> tcpPorts() {
        return servers.stream().map(NetServer::actualPort).toList();
    }

    /**
     * Takes no more clients and drops those that are there.
     *
     * @return done when all is closed
     */
    public Future<Void> stop() {
        List<Future<Void>> closed = new ArrayList<>();
        servers.forEach(server -> closed.add(server.close()));
        closed.add(http.stop());
        closed.add(media.stop());
        return Future.join(closed).mapEmpty();
    }

    private Future<NetServer> open(int port) {
        NetServer server = vertx.createNetServer(new NetServerOptions()
                .setHost(listen.address())
                .setPort(port)
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG));
        servers.add(server);
        return server.connectHandler(this::onConnection)
                .listen()
                .recover(failure -> Future.failedFuture(unopened(port, failure)));
    }

    /** Says the same with every transport: Netty's native ones have exceptions of their own. */
    private BindException unopened(int port, Throwable failure) {
        BindException exception = new BindException(listen.address() + " port " + port + ": " + failure.getMessage());
        exception.initCause(failure);
        return exception;
    }

    private void onConnection(NetSocket socket) {
        String address = socket.remoteAddress().hostAddress();
        GatewayCounters counters = settings.counters();
        socket.exceptionHandler(failure -> counters.count(GatewayCounter.CONNECTION_FAILED));
        if (!connections.enter(address)) {
            counters.count(GatewayCounter.CONNECTION_LIMIT);
            socket.close();
            return;
        }
        RawConnection.channel(socket)
                .pipeline()
                .addFirst(TLS_GATE, new TlsGate(tls, plainTextAllowed(socket), counters));
        Consumer<Buffer> framed = firstBytes -> {
            lobby.leaves(socket);
            onFramed(socket, firstBytes);
        };
        Consumer<Buffer> web = firstBytes -> http.take(socket, firstBytes);
        Consumer<Buffer> passed = firstBytes -> {
            lobby.leaves(socket);
            media.take(socket, firstBytes);
        };
        new NewConnection(settings, socket, framed, web, passed).start(() -> {
            connections.leave(address);
            lobby.leaves(socket);
        });
        lobby.waits(socket);
    }

    private boolean plainTextAllowed(NetSocket socket) {
        InetAddress address = ((InetSocketAddress) RawConnection.channel(socket).remoteAddress()).getAddress();
        return listen.plainTextAllowed() || address.isLoopbackAddress();
    }

    private void onFramed(NetSocket socket, Buffer firstBytes) {
        FramedLink link = new FramedLink(settings, socket);
        link.secure(RawConnection.isSecure(socket));
        settings.counters().count(GatewayCounter.FRAMED_LINK);
        if (adopt(link)) {
            link.start(firstBytes);
        }
    }

    private void onWebSocket(ServerWebSocket socket, Runnable cut) {
        WebSocketLink link = new WebSocketLink(settings, socket, cut);
        link.secure(http.isSecure(socket.remoteAddress()));
        settings.counters().count(GatewayCounter.WEB_SOCKET_LINK);
        if (adopt(link)) {
            link.start();
        }
    }

    private boolean adopt(ClientLink link) {
        if (!links.enter(link.address())) {
            link.refuse(GatewayCounter.LINK_LIMIT, ErrorCode.OVERFLOW, "too many links from this address");
            return false;
        }
        link.whenOver(() -> links.leave(link.address()));
        link.listen(owner.onLink(link));
        return true;
    }
}
