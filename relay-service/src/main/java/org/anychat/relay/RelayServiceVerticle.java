package org.anychat.relay;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.MediaRoute;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.LinkBroken;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.relay.control.MediaEventsProxy;
import org.anychat.relay.control.Negotiator;
import org.anychat.relay.control.RelayService;
import org.anychat.relay.media.LoopSettings;
import org.anychat.relay.media.MediaClock;
import org.anychat.relay.media.MediaLoops;
import org.anychat.relay.media.SideProtocol;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.PortRange;
import org.anychat.runtime.net.AdvertisedAddresses;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsWorkers;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.srtp.SrtpStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay: opens the media port, composes the parts and serves {@link RelayApi} at {@link Addresses#relay}. */
public final class RelayServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(RelayServiceVerticle.class);
    /** The deadline of a draining that a stop begins; the stop waits no longer than clients need for changing over. */
    private static final int STOP_DRAIN_SECONDS = 10;

    private static final long STOP_PATIENCE_MS = 5_000;
    private static final long STOP_CHECK_MS = 50;

    private final RelayConfig config;
    private final Bus bus;
    private final SideProtocol side;
    private final ServiceLifecycle lifecycle;
    private final SecureRandom random = new SecureRandom();
    private DtlsWorkers dtlsWorkers;
    private MediaLoops mediaLoops;
    private RelayService service;
    private long reportTimer;
    private volatile RelayReporter reporter;
    private volatile List<InetSocketAddress> advertised = List.of();
    private List<InetSocketAddress> forRelays = List.of();
    private volatile StreamPort streams;

    /**
     * Makes the service.
     *
     * @param config its configuration
     * @param bus the bus of the process
     */
    public RelayServiceVerticle(RelayConfig config, Bus bus) {
        this(config, bus, SideProtocol.NONE);
    }

    /**
     * Makes the service.
     *
     * @param config its configuration
     * @param bus the bus of the process
     * @param side what else comes to the media port
     */
    public RelayServiceVerticle(RelayConfig config, Bus bus, SideProtocol side) {
        this.config = config;
        this.bus = bus;
        this.side = side;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    @Override
    public Future<?> start() {
        DtlsCertificate certificate = DtlsCertificate.generate(Instant.now(), random);
        String cname = Long.toString(random.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        MediaEventsProxy events = new MediaEventsProxy(context);
        dtlsWorkers = new DtlsWorkers(random);
        mediaLoops = new MediaLoops(loopSettings(certificate, cname), events);
        InetSocketAddress bind = new InetSocketAddress(config.bindAddress(), config.udpPort());
        Future<Void> warm = Future.fromCompletionStage(dtlsWorkers.warmUp(), context)
                .compose(handshake -> vertx.executeBlocking(SrtpStart::whySlow))
                .onSuccess(why -> why.ifPresent(reason -> log.info(
                        "Forwarding costs more than it has to: {}. Java is to be started with {}",
                        reason,
                        SrtpStart.ARGUMENT)))
                .mapEmpty();
        return vertx.executeBlocking(() -> probed(bind))
                .compose(free -> Future.fromCompletionStage(mediaLoops.open(eventLoops(), free), context))
                .compose(bound -> Future.fromCompletionStage(StreamPort.open(mediaLoops, config, bound), context)
                        .map(opened -> {
                            streams = opened;
                            return bound;
                        }))
                .compose(this::resolve)
                .compose(addresses -> warm.map(addresses))
                .compose(addresses -> serve(certificate, cname, events))
                .recover(failure -> release().transform(released -> Future.failedFuture(failure)));
    }

    private static InetSocketAddress probed(InetSocketAddress bind) throws IOException {
        PortProbe.requireFree(bind);
        return bind;
    }

    private LoopSettings loopSettings(DtlsCertificate certificate, String cname) {
        return new LoopSettings(
                certificate,
                dtlsWorkers,
                random,
                MediaClock.system(),
                cname,
                config.limits().publisher().toldBps(),
                config.limits().publisher().ceilingBps(),
                config.limits().loudestSpeakers(),
                config.limits().sendBuffers(),
                side);
    }

    /** Sockets of one port need epoll; elsewhere there is one loop. */
    private List<EventLoop> eventLoops() {
        int wanted = config.mediaLoops() == 0 ? Runtime.getRuntime().availableProcessors() : config.mediaLoops();
        int count = vertx.isNativeTransportEnabled() ? Math.min(wanted, MediaLoops.MAX_LOOPS) : 1;
        Set<EventLoop> threads = new LinkedHashSet<>();
        for (int i = 0; i < 2 * count; i++) {
            if (threads.size() < count) {
                threads.add(((VertxInternal) vertx).createEventLoopContext().nettyEventLoop());
            }
        }
        return List.copyOf(threads);
    }

    private Future<List<InetSocketAddress>> resolve(InetSocketAddress bound) {
        // Not by onSuccess: whoever goes on with a future that is complete by then is ahead of that.
        return vertx.executeBlocking(() -> told(bound))
                .map(addresses -> {
                    advertised = addresses;
                    forRelays = AdvertisedAddresses.withinCluster(config.clusterAddress(), bound, addresses);
                    return addresses;
                })
                .recover(failure -> Future.failedFuture(explain(failure)));
    }

    /** What clients are told. Blocks. */
    private List<InetSocketAddress> told(InetSocketAddress bound) throws IOException, InterruptedException {
        List<InetSocketAddress> own =
                AdvertisedAddresses.resolve(config.advertisedAddresses(), bound.getAddress(), bound.getPort());
        if (config.advertisedPorts().isEmpty()) {
            return own;
        }
        PortRange ports = config.advertisedPorts().orElseThrow();
        int port = ports.isOne() ? ports.first() : publishedPort(ports, own, bound.getPort());
        return own.stream()
                .map(address -> new InetSocketAddress(address.getAddress(), port))
                .toList();
    }

    private int publishedPort(PortRange ports, List<InetSocketAddress> own, int boundPort)
            throws IOException, InterruptedException {
        Set<InetAddress> ways = new LinkedHashSet<>();
        own.forEach(address -> ways.add(address.getAddress()));
        DefaultGateway.find().ifPresent(ways::add);
        PublishedPort search = new PublishedPort(ports, ways, random, boundPort, PublishedPort.ATTEMPTS);
        mediaLoops.listen(search);
        try {
            return search.find();
        } finally {
            mediaLoops.listen(null);
        }
    }

    private static Throwable explain(Throwable failure) {
        return failure instanceof UnknownHostException
                ? new IllegalArgumentException("AdvertisedAddress: no such address: " + failure.getMessage())
                : failure;
    }

    private Future<Void> serve(DtlsCertificate certificate, String cname, MediaEventsProxy events) {
        MediaCapabilities all =
                MediaCapabilities.relay().preferringVideo(config.codecs().preferredVideo());
        MediaCapabilities capabilities = config.codecs().redundantSound() ? all : all.withoutRed();
        Negotiator.Addresses addresses =
                new Negotiator.Addresses(advertised, streams.forClients(advertised), forRelays);
        Negotiator.Identity identity =
                new Negotiator.Identity(certificate.fingerprint(), MediaRoute.of(config.node()), cname);
        Negotiator negotiator = new Negotiator(identity, addresses, capabilities, random);
        service = new RelayService(
                context,
                mediaLoops,
                negotiator,
                new RelayService.Settings(
                        config.node(),
                        config.limits().peers(),
                        config.limits().tracksPerPublisher(),
                        config.limits().videosPerViewer(),
                        streams.forGateways(config.clusterAddress())),
                node -> bus.proxy(GatewayApi.class, Addresses.gateway(node)),
                node -> bus.proxy(RelayApi.class, Addresses.relay(node)));
        events.target(service.mediaEvents());
        return lifecycle
                .listen(this::onServiceStarted)
                .compose(listening -> lifecycle.listen(NodeEvents.class, Addresses.NODE_EVENTS, new Membership()))
                .compose(listening ->
                        lifecycle.serve(RelayAdminApi.class, Addresses.relayAdmin(config.node()), service.inspection()))
                .compose(listening -> lifecycle.start(RelayApi.class, Addresses.relay(config.node()), service))
                .onSuccess(done -> onStarted());
    }

    private void onStarted() {
        RelayReporter started =
                new RelayReporter(config, rooms(), mediaLoops.loops(), service, advertised, System::nanoTime);
        reporter = started;
        service.onModeChange(started::report);
        service.onBrokenLink((room, source) -> rooms().linkBroken(new LinkBroken(room, source, config.node())));
        started.report();
        reportTimer = vertx.setPeriodic(RelayReporter.INTERVAL_MS, timer -> started.onTimer());
        log.info(
                "Relay {} started: {} media loops; clients are told these addresses:",
                config.node(),
                mediaLoops.loops().size());
        advertised.forEach(address -> log.info("candidate udp {}", NetUtil.toSocketAddressString(address)));
        streams.forClients(advertised)
                .forEach(address -> log.info("candidate tcp {}", NetUtil.toSocketAddressString(address)));
        if (!forRelays.get(0).equals(advertised.get(0))) {
            log.info("Other relays of the cluster come to {} first", NetUtil.toSocketAddressString(forRelays.get(0)));
        }
        new Reachability(vertx, advertised, random, mediaLoops::listen, Reachability.Waits.STANDARD)
                .check(config.node(), rooms());
    }

    private void onServiceStarted(ServiceStarted event) {
        if (event.address().equals(Addresses.ROOM) && reporter != null) {
            reporter.announce();
        }
    }

    private final class Membership implements NodeEvents {
        @Override
        public void joined(NodeJoined event) {
            service.onProcessJoined(event.node());
        }

        @Override
        public void left(NodeLeft event) {
            service.onProcessLeft(event.node());
        }
    }

    private RoomApi rooms() {
        return bus.proxy(RoomApi.class, Addresses.ROOM);
    }

    /**
     * The addresses that clients are told. Any thread.
     *
     * @return empty until the service has started
     */
    public List<InetSocketAddress> advertisedAddresses() {
        return advertised;
    }

    /**
     * The TCP port for media. Any thread, after the deployment.
     *
     * @return its local address
     */
    public InetSocketAddress tcpAddress() {
        return streams.bound();
    }

    /**
     * What the relay has counted. Any thread.
     *
     * @return one value per counter; empty until the service has started
     */
    public Map<RelayCounter, Long> counters() {
        RelayReporter started = reporter;
        return started == null ? Map.of() : started.counters();
    }

    /**
     * How the relay stands. Any thread, while it is deployed.
     *
     * @return what its context and its loops say when they come to it
     */
    public Future<RelayFigures> figures() {
        return Future.fromCompletionStage(mediaLoops.figures(), context)
                .map(media -> new RelayFigures(service.mode(), service.rooms().size(), service.participants(), media));
    }

    /**
     * DTLS handshakes that were ended because their clients had fallen silent while others waited. Any thread, after the
     * start.
     *
     * @return since the start
     */
    public long handshakesEndedSilent() {
        return dtlsWorkers.endedSilent();
    }

    /**
     * The media loops: how many there are, how busy they have been, what could not be sent. Any thread.
     *
     * @return live
     */
    public MediaLoops loops() {
        return mediaLoops;
    }

    /**
     * Counts everything that is held for clients: participants, connections, their names and addresses, publications.
     * For leak tests and diagnosis. Any thread.
     *
     * @return 0 when nobody is there
     */
    public Future<Integer> countHeld() {
        return Future.fromCompletionStage(mediaLoops.countHeld(), context)
                .map(held -> held + service.sessions() + service.participants());
    }

    @Override
    public Future<?> stop() {
        return emptied().compose(empty -> lifecycle.stop()).eventually(this::release);
    }

    /**
     * Ends as a process does that is killed: no word to anybody, no farewell to clients, the port is shut. For tests of what
     * others make of it.
     *
     * @return done when the port is free and the bus address gone
     */
    public Future<Void> abort() {
        reporter = null;
        vertx.cancelTimer(reportTimer);
        return Future.fromCompletionStage(mediaLoops.abort(), context).eventually(lifecycle::stop);
    }

    /** Lets the rooms move to other relays, where there are any, and takes leave of clients that are still here. */
    private Future<Void> emptied() {
        if (reporter == null) {
            return Future.succeededFuture();
        }
        Future<Drained> asked = service.sessions() == 0
                ? Future.succeededFuture(new Drained(0, 0))
                : rooms().drain(new DrainRelay(config.node(), STOP_DRAIN_SECONDS));
        return asked.otherwise(new Drained(0, 0))
                .compose(drained -> drained.moved() > 0 ? untilEmpty() : Future.succeededFuture())
                .onComplete(done -> service.stop());
    }

    private Future<Void> untilEmpty() {
        Promise<Void> empty = Promise.promise();
        long check = vertx.setPeriodic(STOP_CHECK_MS, timer -> {
            if (service.sessions() == 0) {
                empty.tryComplete();
            }
        });
        vertx.setTimer(STOP_PATIENCE_MS, timer -> empty.tryComplete());
        return empty.future().onComplete(done -> vertx.cancelTimer(check));
    }

    private Future<Void> release() {
        return Future.fromCompletionStage(mediaLoops.close(), context)
                .eventually(() -> vertx.executeBlocking(() -> {
                    dtlsWorkers.close();
                    return null;
                }));
    }
}
