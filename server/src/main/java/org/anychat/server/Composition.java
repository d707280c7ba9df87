package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.ConfigOrders;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi;
import org.anychat.contracts.ServiceEvents;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.gateway.Reception;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.license.domain.LicenseException;
import org.anychat.relay.RelayConfig;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.relay.StreamPortException;
import org.anychat.relay.UnpublishedPortException;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.ClusterLink;
import org.anychat.runtime.cluster.ClusterMember;
import org.anychat.runtime.cluster.ClusterRefusedException;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ClusterConfig;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.NetworkConfig;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.tls.ServerCertificate;
import org.anychat.server.admin.FirstAdmin;
import org.anychat.server.admin.ProcessService;
import org.anychat.server.health.DeepHealth;
import org.anychat.server.license.LicenseVerdict;
import org.anychat.server.log.LogRing;
import org.anychat.server.log.ServerLog;
import org.anychat.server.metrics.ProcessView;
import org.anychat.server.metrics.ServerMetrics;
import org.anychat.server.process.PortHolder.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of this process. Alone it runs all five: they start in the order in which they call each other, so that
 * whoever gets through to the gateway finds the rest, and stop the other way round. In a cluster it runs those that it is
 * told to, once it is a member.
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
    private final Consumer<Throwable> onFatal;
    private final Deque<String> started = new ArrayDeque<>();
    private final ServerMetrics metrics;
    private final Deployments deployments;
    private GatewayServiceVerticle gateway;
    private volatile RelayServiceVerticle relay;
    private ServerCertificate certificate;
    /** Null in a process that is alone. */
    private ClusterLink link;

    private ActiveRoles roles;
    private final StandbyPart standby;
    private final Reception reception;
    private final DeepHealth deepHealth;
    private final LogRing ring;
    private ProcessService process;

    /** The last one hears why the process is of no use any more, after the start. */
    Composition(
            Vertx vertx, LoadedConfig loaded, ConfigSource source, ServerLog serverLog, Consumer<Throwable> onFatal) {
        this.vertx = vertx;
        this.config = loaded.config();
        this.home = source.home();
        this.ring = serverLog.ring();
        this.onFatal = onFatal;
        this.services = new ServiceConfigs(config, nodeOf(config), home);
        this.bus = config.cluster().isClustered() ? Bus.clustered(vertx, services.node()) : new Bus(vertx);
        this.configService = new ConfigService(vertx, bus, services.node(), source, loaded, serverLog::apply);
        this.metrics = new ServerMetrics(vertx, home);
        this.deployments = new Deployments(vertx, metrics);
        StandInStage stage = new StandInStage(vertx, bus, services, deployments);
        this.standby = StandbyPart.of(config, vertx, bus, stage, new StandbyPart.Place(home, services, RANDOM));
        this.reception = standby.reception();
        this.deepHealth = new DeepHealth(vertx, bus, services.node(), this::ownRelay, System::nanoTime);
    }

    /** Whether media comes back from the relays. */
    DeepHealth deepHealth() {
        return deepHealth;
    }

    private Optional<DeepHealth.OwnRelay> ownRelay() {
        RelayServiceVerticle here = relay;
        return here == null || here.advertisedAddresses().isEmpty()
                ? Optional.empty()
                : Optional.of(new DeepHealth.OwnRelay(
                        services.node(),
                        LocalAddresses.inside(
                                config.network(),
                                here.advertisedAddresses().get(0).getPort())));
    }

    /** The numbers of the process; until the process is ready they say so. The supplier tells why it is not. */
    ServerMetrics metrics(Supplier<Optional<String>> obstacle) {
        ProcessView view = new ComposedProcess(services.node(), deployments, obstacle, this::serviceNames, this::place);
        metrics.showProcess(view, standby::figures, bus);
        process = new ProcessService(
                vertx,
                new ProcessService.Sources(
                        view,
                        metrics,
                        ring,
                        obstacle,
                        () -> standby.figures().role().name().toLowerCase(Locale.ROOT),
                        this::tcpPorts),
                home);
        reception.readyWhen(() -> obstacle.get().isEmpty());
        return metrics;
    }

    private ComposedProcess.Place place() {
        return new ComposedProcess.Place(roles, link, standby.isSlave());
    }

    /** Fails with a {@link StartException} where the administrator can help. */
    Future<Void> start() {
        return startServices()
                .compose(done -> bus.serve(ProcessApi.class, Addresses.process(services.node()), process))
                .compose(done -> bus.serve(ConfigApi.class, Addresses.config(services.node()), configService))
                .compose(served -> bus.serve(ConfigOrders.class, Addresses.CONFIG_ORDERS, configService))
                .compose(served -> bus.serve(ServiceEvents.class, Addresses.SERVICE_EVENTS, configService))
                .mapEmpty();
    }

    private Future<Void> startServices() {
        if (config.cluster().isClustered()) {
            return startAsMember();
        }
        return standby.isSlave() ? startAsSlave() : startAlone();
    }

    private Future<Void> startAsSlave() {
        return deployRelay()
                .compose(done -> deployGateway())
                .compose(done ->
                        standby.startSlave(udpPort().orElseThrow(), tcpPorts().get(0)));
    }

    private Future<Void> startAlone() {
        LicenseServiceVerticle license = license();
        return start(deployments.deploy(license))
                .recover(Composition::licenseFailed)
                .compose(done -> start(deployments.deploy(auth(standby.records(ServiceKind.AUTH)))))
                .compose(done -> start(deployments.deploy(room(standby.records(ServiceKind.ROOM)))))
                .compose(done -> deployRelay())
                .compose(done -> deployGateway())
                // A domain is proved through the gateway.
                .compose(done -> license.confirm().recover(Composition::licenseFailed))
                .compose(done -> standby.startMaster(tcpPorts().get(0), certificate.fingerprint()));
    }

    private Future<Void> startAsMember() {
        ClusterConfig cluster = config.cluster();
        roles = new ActiveRoles(vertx.getOrCreateContext(), services.node(), cluster.services(), new ClusterStage());
        ClusterMember self = new ClusterMember(services.node(), cluster.services(), "", BuildVersion.text());
        link = new ClusterLink(vertx, bus, cluster, self, roles);
        log.info("This process is {}, and joins the cluster of {}", services.node(), cluster.members());
        return link.start()
                .recover(Composition::refused)
                .compose(joined -> roles.settled())
                .compose(done -> cluster.runs(ServiceKind.RELAY) ? deployRelay() : Future.succeededFuture())
                .compose(done -> cluster.runs(ServiceKind.GATEWAY) ? deployGatewayOfMany() : Future.succeededFuture());
    }

    private Future<Void> deployGatewayOfMany() {
        OtherGateways others =
                new OtherGateways(bus, services.node(), config.cluster().gatewayAddresses(), RANDOM);
        reception.serversFrom(others::addresses);
        return deployGateway().compose(deployed -> others.start());
    }

    private static Future<Void> refused(Throwable failure) {
        return failure instanceof ClusterRefusedException why
                ? Future.failedFuture(new StartException(ExitCode.UNAVAILABLE, why.getMessage()))
                : Future.failedFuture(failure);
    }

    /** Reads the configuration again; what comes of it is in the log. Any thread, after the start. */
    void reload() {
        bus.proxy(ConfigApi.class, Addresses.config(services.node()))
                .reload(new ConfigApi.Reload())
                .onFailure(failure -> log.error("The configuration could not be read again", failure));
    }

    /** The open ports, known once started; none where the process runs no gateway. */
    List<Integer> tcpPorts() {
        return gateway == null ? List.of() : gateway.tcpPorts();
    }

    /** The open port, known once started; none where the process runs no relay. */
    Optional<Integer> udpPort() {
        return relay == null
                ? Optional.empty()
                : Optional.of(relay.advertisedAddresses().get(0).getPort());
    }

    /** Where the other processes find this one, known once started; empty in a process that is alone. */
    Optional<InetAddress> clusterAddress() {
        return link == null ? Optional.empty() : link.address();
    }

    /** Why the process cannot do its part at the moment, for people; empty where it can. Any thread, once started. */
    Optional<String> obstacle() {
        return roles == null ? Optional.empty() : roles.obstacle();
    }

    /** The services of this process, as people name them. */
    String serviceNames() {
        return config.cluster().services().stream()
                .sorted()
                .map(ServiceKind::label)
                .collect(Collectors.joining(", "));
    }

    Future<Void> stop() {
        Future<Void> stopped = deepHealth.close().otherwiseEmpty();
        while (!started.isEmpty()) {
            String deployment = started.pop();
            stopped = stopped.eventually(() -> deployments.undeploy(deployment));
        }
        stopped = stopped.eventually(standby::stop);
        if (link != null) {
            stopped = stopped.eventually(() -> roles.stop()).eventually(() -> link.close());
        }
        return stopped.eventually(() -> {
            metrics.close();
            return vertx.close();
        });
    }

    /** Where a person opens the web app: loopback needs no TLS, other machines do. */
    List<String> pageAddresses() {
        if (gateway == null) {
            return List.of();
        }
        int port = gateway.tcpPorts().get(0);
        List<String> pages = new ArrayList<>();
        pages.add("  http://localhost:" + port + "/    on this machine");
        LocalAddresses.of(config.network())
                .forEach(address -> pages.add("  https://" + address + ":" + port + "/    from other machines"));
        return pages;
    }

    private LicenseServiceVerticle license() {
        return new LicenseServiceVerticle(services.license(), bus);
    }

    private AuthServiceVerticle auth(SharedRecords records) {
        return new AuthServiceVerticle(services.auth(), bus, records);
    }

    private RoomServiceVerticle room(SharedRecords records) {
        return new RoomServiceVerticle(services.room(), bus, records);
    }

    private Future<Void> deployRelay() {
        NetworkConfig network = config.network();
        PortTrouble udp =
                new PortTrouble(Transport.UDP, "UDPServicePort", network.listenAddress(), List.of(network.udpPort()));
        PortTrouble tcp = new PortTrouble(
                Transport.TCP,
                "MediaTCPPort",
                network.listenAddress(),
                network.mediaTcpPort().stream().toList());
        relay = new RelayServiceVerticle(relayConfig(), bus, standby.besideMedia());
        return start(deployments.deploy(relay))
                .recover(Composition::unpublished)
                .recover(failure ->
                        failure instanceof StreamPortException ? tcp.explain(failure) : udp.explain(failure));
    }

    private RelayConfig relayConfig() {
        RelayConfig alone = services.relay();
        return clusterAddress().map(alone::inCluster).orElse(alone);
    }

    private static Future<Void> unpublished(Throwable failure) {
        return failure instanceof UnpublishedPortException why
                ? Future.failedFuture(new StartException(ExitCode.UNAVAILABLE, why.getMessage()))
                : Future.failedFuture(failure);
    }

    private Future<Void> deployGateway() {
        NetworkConfig network = config.network();
        PortTrouble tcp = new PortTrouble(Transport.TCP, "TCPListenPort", network.listenAddress(), network.tcpPorts());
        certificate = serverCertificate();
        gateway = new GatewayServiceVerticle(services.gateway(certificate), bus, reception, metrics.requests());
        return makeFirstAdmin()
                .compose(made -> start(deployments.deploy(gateway)))
                .recover(tcp::explain);
    }

    private Future<Void> makeFirstAdmin() {
        return config.admin().isOn()
                ? new FirstAdmin(vertx, bus, services.node(), home).makeIfNone(RANDOM, System.out)
                : Future.succeededFuture();
    }

    /** Takes note of what is undeployed at the end of the process. */
    private Future<Void> start(Future<String> deployment) {
        return deployment.onSuccess(started::push).mapEmpty();
    }

    private ServerCertificate serverCertificate() {
        return config.network()
                .tlsFiles()
                .map(files -> ServerCertificate.configured(files, Instant.now()))
                .orElseGet(() -> ServerCertificate.selfSigned(
                        home, LocalAddresses.names(config.network()), Instant.now(), RANDOM));
    }

    static <T> Future<T> licenseFailed(Throwable failure) {
        return failure instanceof LicenseException why
                ? Future.failedFuture(new StartException(
                        ExitCode.LICENSE,
                        CERTVERIFYFAILED,
                        LicenseVerdict.refusal(why) + System.lineSeparator() + LicenseVerdict.HINT))
                : Future.failedFuture(failure);
    }

    private static NodeId nodeOf(ServerConfig config) {
        byte[] suffix = new byte[4];
        RANDOM.nextBytes(suffix);
        return new NodeId(nameOf(config) + "-" + HexFormat.of().formatHex(suffix));
    }

    private static String nameOf(ServerConfig config) {
        ClusterConfig cluster = config.cluster();
        if (!cluster.nodeName().isEmpty()) {
            return cluster.nodeName();
        }
        return cluster.services().size() == 1
                ? cluster.services().iterator().next().label()
                : Integer.toString(config.base().serverId());
    }

    /** Puts services on this process's Vert.x with records that their successors find. */
    private final class ClusterStage implements ActiveRoles.Stage {
        private final Rehearsals rehearsals = new Rehearsals(services);

        @Override
        public Future<String> deploy(ServiceKind service) {
            return switch (service) {
                case LICENSE -> deployLicense();
                case AUTH -> deployments.deploy(auth(records(service)));
                case ROOM -> deployments.deploy(room(records(service)));
                case RELAY, GATEWAY -> throw new IllegalArgumentException(service + " has any number of active ones");
            };
        }

        @Override
        public void standBy(ServiceKind service) {
            rehearsals.play(service, () -> link.records("rehearsal"));
        }

        private SharedRecords records(ServiceKind service) {
            return link.records(service.label());
        }

        private Future<String> deployLicense() {
            LicenseServiceVerticle license = license();
            return deployments
                    .deploy(license)
                    .recover(Composition::licenseFailed)
                    // A licensed domain is proved through any gateway, which may have to start first.
                    .onSuccess(deployment -> license.confirm()
                            .onFailure(
                                    failure -> log.warn("The licence's domain is not proved yet: {}", words(failure))));
        }

        private static String words(Throwable failure) {
            return failure instanceof LicenseException why ? why.words() : failure.toString();
        }

        @Override
        public Future<Void> undeploy(String deployment) {
            return deployments.undeploy(deployment);
        }

        @Override
        public void onFailed(ServiceKind service, Throwable failure) {
            onFatal.accept(failure);
        }
    }
}
