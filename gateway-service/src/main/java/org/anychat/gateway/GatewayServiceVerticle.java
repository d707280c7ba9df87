package org.anychat.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.WhipApi;
import org.anychat.gateway.admin.AdminConsole;
import org.anychat.gateway.check.CheckDoor;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.gateway.media.MediaPass;
import org.anychat.gateway.media.RelayRoutes;
import org.anychat.gateway.port.ClientPort;
import org.anychat.gateway.session.Clients;
import org.anychat.gateway.whip.WhipDoor;
import org.anychat.gateway.whip.WhipSessions;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.net.AdvertisedAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a gateway together: ports, links, clients, bus. One instance per node, on an event loop. Deployed last and
 * undeployed first, because from its start on clients come.
 */
public final class GatewayServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(GatewayServiceVerticle.class);

    private final GatewayConfig config;
    private final Bus bus;
    private final Reception reception;
    private final GatewayCounters counters;
    private ServiceLifecycle lifecycle;
    private Clients clients;
    private ClientPort port;
    private CheckDoor check;
    private Optional<AdminConsole> admin = Optional.empty();

    /**
     * Makes a gateway that has not started.
     *
     * @param config what it is told
     * @param bus the bus of the process
     */
    public GatewayServiceVerticle(GatewayConfig config, Bus bus) {
        this(config, bus, new Reception(), RequestObserver.NONE);
    }

    /**
     * Makes a gateway that has not started.
     *
     * @param config what it is told
     * @param bus the bus of the process
     * @param reception whether clients are taken that arrive
     * @param requests hears how clients' requests went
     */
    public GatewayServiceVerticle(GatewayConfig config, Bus bus, Reception reception, RequestObserver requests) {
        this.counters = new GatewayCounters(requests);
        this.config = config;
        this.bus = bus;
        this.reception = reception;
    }

    @Override
    public Future<?> start() {
        LinkSettings settings = new LinkSettings(vertx, config.limits(), System::nanoTime, counters);
        lifecycle = new ServiceLifecycle(bus);
        MediaCandidates candidates = new MediaCandidates();
        clients = new Clients(config, settings, bus, reception, candidates, new SecureRandom());
        check = new CheckDoor(
                vertx,
                bus,
                new CheckDoor.Self(
                        config.node(), config.server(), config.listen().certificateEnds(), candidates),
                counters,
                System::nanoTime);
        MediaPass media = new MediaPass(settings, new RelayRoutes(bus, System::nanoTime), MediaPass.Places.STANDARD);
        admin = config.admin()
                .map(settled -> new AdminConsole(
                        vertx,
                        config.node(),
                        settled,
                        bus,
                        new SecureRandom(),
                        config.limits().connectMs()));
        admin.ifPresent(AdminConsole::start);
        WhipSessions sessions = new WhipSessions(config.node(), bus);
        WhipDoor whip = new WhipDoor(
                settings,
                new WhipDoor.Terms(
                        config.authRequired(), config.listen().advertised().stunServers()),
                clients::watch,
                sessions,
                new SecureRandom());
        ClientPort.Inside inside = new ClientPort.Inside(
                clients, bus.proxy(RightsApi.class, Addresses.RIGHTS), reception, check, media, whip, admin);
        port = new ClientPort(settings, config.listen(), inside);
        return clients.start(lifecycle)
                .compose(started -> lifecycle.serve(WhipApi.class, Addresses.whip(config.node()), sessions))
                .compose(serving -> port.start())
                .compose(open -> vertx.executeBlocking(this::advertised))
                .onSuccess(candidates::tell)
                .onSuccess(open -> log.info("Clients come in on TCP {}", port.tcpPorts()))
                // Vert.x stops only what has started, and half a gateway is there already.
                .recover(failure -> stop().compose(stopped -> Future.failedFuture(failure)));
    }

    /** Where clients reach the ports, as they see it. Blocks, as there may be names. */
    private List<InetSocketAddress> advertised() throws UnknownHostException {
        GatewayConfig.Listen listen = config.listen();
        List<Integer> ports = listen.advertised().tcpPorts().isEmpty()
                ? port.tcpPorts()
                : listen.advertised().tcpPorts();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int one : ports) {
            addresses.addAll(AdvertisedAddresses.resolve(
                    listen.advertised().addresses(), InetAddress.getByName(listen.address()), one));
        }
        return addresses;
    }

    @Override
    public Future<Void> stop() {
        return admin.map(AdminConsole::stop)
                .orElse(Future.succeededFuture())
                .eventually(() -> clients.stop())
                .eventually(() -> check.close())
                .eventually(() -> port.stop())
                .eventually(() -> lifecycle.stop());
    }

    /**
     * The open ports. Any thread, after the deployment.
     *
     * @return their numbers in the order of the configuration
     */
    public List<Integer> tcpPorts() {
        return port.tcpPorts();
    }

    /**
     * How the gateway stands. Any thread, while it is deployed.
     *
     * @return what its context says when it comes to it
     */
    public Future<GatewayFigures> figures() {
        Promise<GatewayFigures> figures = Promise.promise();
        context.runOnContext(here -> figures.complete(clients.figures()));
        return figures.future();
    }

    /**
     * What this gateway has counted. Any thread.
     *
     * @return the live counters
     */
    public GatewayCounters counters() {
        return counters;
    }
}
