package org.anychat.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.license.domain.LicenseException;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.NetworkConfig;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.runtime.tls.ServerCertificate;
import org.anychat.server.log.ServerLog;
import org.anychat.server.process.PortHolder.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All five services in one process. They start in the order in which they call each other, so that whoever gets through
 * to the gateway finds the rest, and stop the other way round.
 */
final class Composition {
    private static final Logger log = LoggerFactory.getLogger(Composition.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Of the error table: the licence check failed. */
    private static final int CERTVERIFYFAILED = 28;

    private final Vertx vertx;
    private final Bus bus;
    private final ConfigService configService;
    private final ServerConfig config;
    private final ServiceConfigs services;
    private final Path home;
    private final Deque<String> deployments = new ArrayDeque<>();
    private GatewayServiceVerticle gateway;
    private RelayServiceVerticle relay;

    Composition(Vertx vertx, LoadedConfig loaded, ConfigSource source, ServerLog serverLog) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.config = loaded.config();
        this.home = source.home();
        this.services = new ServiceConfigs(config, nodeOf(config), home);
        this.configService = new ConfigService(vertx, bus, source, loaded, serverLog::apply);
    }

    /** Fails with a {@link StartException} where the administrator can help. */
    Future<Void> start() {
        ServerCertificate certificate = certificate();
        gateway = new GatewayServiceVerticle(services.gateway(certificate), bus);
        relay = new RelayServiceVerticle(services.relay(), bus);
        NetworkConfig network = config.network();
        PortTrouble udp =
                new PortTrouble(Transport.UDP, "UDPServicePort", network.listenAddress(), List.of(network.udpPort()));
        PortTrouble tcp = new PortTrouble(Transport.TCP, "TCPListenPort", network.listenAddress(), network.tcpPorts());
        LicenseServiceVerticle license = new LicenseServiceVerticle(services.license(), bus);
        return deploy(license)
                .recover(Composition::licenseFailed)
                .compose(done -> deploy(new AuthServiceVerticle(services.auth(), bus)))
                .compose(done -> deploy(new RoomServiceVerticle(services.room(), bus)))
                .compose(done -> deploy(relay).recover(udp::explain))
                .compose(done -> deploy(gateway).recover(tcp::explain))
                // A domain is proved through the gateway.
                .compose(done -> license.confirm().recover(Composition::licenseFailed))
                .compose(done -> bus.serve(ConfigApi.class, Addresses.config(services.node()), configService))
                .compose(served -> bus.serve(ServiceEvents.class, Addresses.SERVICE_EVENTS, configService))
                .mapEmpty();
    }

    /** Reads the configuration again; what comes of it is in the log. Any thread, after the start. */
    void reload() {
        bus.proxy(ConfigApi.class, Addresses.config(services.node()))
                .reload(new ConfigApi.Reload())
                .onFailure(failure -> log.error("The configuration could not be read again", failure));
    }

    /** The open ports, known once started. */
    List<Integer> tcpPorts() {
        return gateway.tcpPorts();
    }

    /** The open port, known once started. */
    int udpPort() {
        return relay.advertisedAddresses().get(0).getPort();
    }

    Future<Void> stop() {
        Future<Void> stopped = Future.succeededFuture();
        while (!deployments.isEmpty()) {
            String deployment = deployments.pop();
            stopped = stopped.eventually(() -> vertx.undeploy(deployment));
        }
        return stopped.eventually(vertx::close);
    }

    /** Where a person opens the web app: loopback needs no TLS, other machines do. */
    List<String> pageAddresses() {
        int port = gateway.tcpPorts().get(0);
        List<String> pages = new ArrayList<>();
        pages.add("  http://localhost:" + port + "/    on this machine");
        LocalAddresses.of(config.network())
                .forEach(address -> pages.add("  https://" + address + ":" + port + "/    from other machines"));
        return pages;
    }

    private Future<Void> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(deployments::push).mapEmpty();
    }

    private ServerCertificate certificate() {
        return config.network()
                .tlsFiles()
                .map(files -> ServerCertificate.configured(files, Instant.now()))
                .orElseGet(() ->
                        ServerCertificate.selfSigned(home, LocalAddresses.of(config.network()), Instant.now(), RANDOM));
    }

    private static Future<Void> licenseFailed(Throwable failure) {
        return failure instanceof LicenseException why
                ? Future.failedFuture(new StartException(
                        ExitCode.LICENSE,
                        CERTVERIFYFAILED,
                        "the licence check failed: 28 CERTVERIFYFAILED, " + why.words()))
                : Future.failedFuture(failure);
    }

    private static NodeId nodeOf(ServerConfig config) {
        byte[] suffix = new byte[4];
        RANDOM.nextBytes(suffix);
        return new NodeId(config.base().serverId() + "-" + HexFormat.of().formatHex(suffix));
    }
}
