package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi.Abandon;
import org.anychat.contracts.BanEvents;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayFigures;
import org.anychat.gateway.Reception;
import org.anychat.gateway.link.ClientLink;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.gateway.port.ClientPort;
import org.anychat.gateway.session.TransferRequests.TransferOrigin;
import org.anychat.gateway.transfer.ServerFiles;
import org.anychat.protocol.ErrorCode;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;

/** All clients of one gateway: what is behind the links. Lives on the gateway's context. */
public final class Clients implements ClientPort.LinkOwner {
    private static final int CHALLENGE_BYTES = 16;
    private static final int SCANS_PER_SILENCE = 10;
    private static final long MAX_SCAN_MS = 1_000;
    private static final long STOP_PATIENCE_MS = 3_000;

    private final GatewayConfig config;
    private final LinkSettings settings;
    private final SecureRandom random;
    private final SessionRegistry registry = new SessionRegistry();
    private final RoomViews views;
    private final Transfers transfers;
    private final Departures departures;
    private final KeptSessions kept;
    private final MediaMoves mediaMoves;
    private final Requests requests;
    private final MediaRequests media;
    private final GatewayEvents events;
    private final Bans bans;
    private final Announcer announcer;
    private final TrailBook trails = new TrailBook();
    private final ClientAdministration administration;
    private final ClientSettings clientSettings;
    private long scanTimer = -1;
    private boolean stopping;

    /**
     * Makes a gateway's inside.
     *
     * @param config what it is told
     * @param settings what all links share
     * @param bus where the services are
     * @param reception whether clients are taken that arrive
     * @param candidates what clients are told of the gateway's own ports
     * @param random for session ids and challenges
     */
    public Clients(
            GatewayConfig config,
            LinkSettings settings,
            Bus bus,
            Reception reception,
            MediaCandidates candidates,
            SecureRandom random) {
        this.config = config;
        this.settings = settings;
        this.random = random;
        NodeId node = config.node();
        Services services = new Services(bus);
        Retry retry = new Retry(settings.vertx(), settings.counters());
        views = new RoomViews(node, new Rooms(services), settings.counters());
        ServerFiles files =
                new ServerFiles(config.files().folder(), config.files().quotaBytes(), settings.nowNs());
        Uploads uploads = new Uploads(settings.vertx(), files);
        transfers = new Transfers(node, services, registry, uploads, settings.nowNs(), settings.counters());
        departures = new Departures(node, settings.vertx(), services, registry, views, transfers, retry);
        mediaMoves = new MediaMoves(settings.vertx(), departures);
        PrivateChatRequests privateChats = new PrivateChatRequests(services, retry);
        UserStates states = new UserStates(services);
        kept = new KeptSessions(config.keeping(), departures, settings.nowNs(), settings.counters());
        ResumeRequests resumes = new ResumeRequests(
                config,
                services,
                new ResumeRequests.Sessions(registry, views, departures, kept),
                reception,
                random,
                settings.counters());
        DirectRequests directs = new DirectRequests(services, retry, settings.nowNs());
        events = new GatewayEvents(
                registry, views, privateChats, states, transfers, resumes, directs, candidates, settings.counters());
        bans = new Bans(services, registry, retry, settings.counters(), System::currentTimeMillis);
        CallAnnouncer callAnnouncer = new CallAnnouncer(node, services, registry, departures, retry);
        announcer = new Announcer(
                node, services, new Announcer.Holdings(registry, views, bans, callAnnouncer, directs), retry);
        clientSettings = new ClientSettings(config.client(), registry);
        administration = new ClientAdministration(registry, services, directs, trails);
        media = new MediaRequests(settings.vertx(), node, services, clientSettings::current, candidates);
        requests = new Requests(
                reception,
                trails,
                new LoginRequests(
                        config, clientSettings, services, registry, departures, kept, bans, reception, random),
                resumes,
                new RoomRequests(node, services, views, departures),
                new MessageRequests(node, services, events),
                media,
                new QueryRequests(node, services, events, states),
                privateChats,
                new TransferRequests(
                        services,
                        transfers,
                        uploads,
                        new TransferOrigin(node, config.files().maxBytes(), random)),
                new CallRequests(node, services),
                directs);
    }

    /**
     * Puts the gateway on the bus and begins to watch for silent links.
     *
     * @param lifecycle of the gateway's verticle
     * @return done once services can call
     */
    public Future<Void> start(ServiceLifecycle lifecycle) {
        long scanMs = Math.max(1, Math.min(MAX_SCAN_MS, settings.limits().silenceMs() / SCANS_PER_SILENCE));
        scanTimer = settings.vertx().setPeriodic(scanMs, timer -> {
            closeSilentLinks();
            transfers.endStalled();
            kept.expire();
        });
        return lifecycle
                .listen(this::onServiceStarted)
                .compose(listening -> lifecycle.listen(announcer))
                .compose(listening -> lifecycle.listen(BanEvents.class, Addresses.BANS, bans))
                .compose(listening -> lifecycle.follow(clientSettings))
                .compose(following -> lifecycle.listen(NodeEvents.class, Addresses.NODE_EVENTS, new Membership()))
                .compose(listening ->
                        lifecycle.serve(GatewayAdminApi.class, Addresses.gatewayAdmin(config.node()), administration))
                .compose(listening -> lifecycle.start(GatewayApi.class, Addresses.gateway(config.node()), events))
                // A gateway that was killed and is back holds nothing any more.
                .onSuccess(started -> announcer.announceAll());
    }

    /**
     * Says good-bye to all clients and takes them out of all services, or leaves their sessions to auth where sessions
     * outlive their links.
     *
     * @return done when that is done, or after a few seconds where a service is away
     */
    public Future<Void> stop() {
        stopping = true;
        Vertx vertx = settings.vertx();
        vertx.cancelTimer(scanTimer);
        if (config.keeping().isOn()) {
            // Another gateway may have them soon: auth keeps them, as it does those of a gateway that dies.
            kept.abandonAll();
            departures.abandon(new Abandon(config.node(), null));
        }
        registry.links().forEach(session -> {
            session.close(ErrorCode.SERVICECLOSED.number());
            boolean kept = config.keeping().isOn() && session.link().canComeBack();
            if (session.login() != null && !kept) {
                departures.leaveAll(session, ErrorCode.SERVICECLOSED.number());
            }
        });
        Promise<Void> patience = Promise.promise();
        vertx.setTimer(STOP_PATIENCE_MS, timer -> patience.tryComplete());
        // The ports close next, so the last words must have gone out.
        Future.join(departures.settled(), registry.emptied()).onComplete(settled -> patience.tryComplete());
        return patience.future();
    }

    /**
     * How the gateway stands.
     *
     * @return the figures
     */
    public GatewayFigures figures() {
        List<ClientSession> links = registry.links();
        int transferring = registry.loggedIn().stream()
                .mapToInt(session -> session.transfers().all().size())
                .sum();
        return new GatewayFigures(
                count(links, "framed"),
                count(links, "websocket"),
                count(links, "http"),
                registry.countLoggedIn(),
                kept.size(),
                transferring);
    }

    private static int count(List<ClientSession> links, String kind) {
        return (int) links.stream()
                .filter(session -> session.link().kind().equals(kind))
                .count();
    }

    private void onServiceStarted(ServiceStarted event) {
        Addresses.gatewayAt(event.address())
                .filter(gateway -> !gateway.equals(config.node()))
                .ifPresent(transfers::forgetGateway);
    }

    @Override
    public ClientLink.Listener onLink(ClientLink link) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        SessionTrail trail = new SessionTrail(config.node(), link, System::currentTimeMillis);
        trails.began(trail);
        ClientSession session = new ClientSession(
                new Outgoing(link, config.keeping(), settings.counters()),
                requests,
                settings.counters(),
                settings.limits().pendingRequests(),
                HexFormat.of().formatHex(challenge),
                trail);
        registry.linked(session);
        if (stopping) {
            departures.later(() -> session.close(ErrorCode.SERVICECLOSED.number()));
        }
        return session;
    }

    /**
     * Has the relay of a client's room answer an offer to receive.
     *
     * @param link the client's
     * @param offer the client's
     * @param publisher whose media, or empty for those who speak
     * @return the answer; fails with a {@link HttpLink.RefusedException}
     */
    public Future<String> watch(HttpLink link, String offer, OptionalInt publisher) {
        ClientSession session = registry.links().stream()
                .filter(one -> one.link() == link)
                .findFirst()
                .orElse(null);
        UserId wanted = publisher.isEmpty() ? null : new UserId(publisher.getAsInt());
        return session == null
                ? Future.failedFuture(refused(new Refusal(ErrorCode.NOTLOGIN, ErrorCode.NOTLOGIN.text())))
                : session.inTurn(() -> watch(session, offer, wanted))
                        .recover(failure -> Future.failedFuture(refused(failure)));
    }

    private Future<String> watch(ClientSession session, String offer, UserId publisher) {
        if (!session.link().isOpen()) {
            return Refusal.refuse(ErrorCode.CONNECT_ABORT);
        }
        return session.seat() == null ? Refusal.refuse(ErrorCode.ROOM_NOTIN) : media.watch(session, offer, publisher);
    }

    private static Throwable refused(Throwable failure) {
        if (failure instanceof ServiceException service) {
            return refused(Refusal.of(service));
        }
        return failure instanceof Refusal refusal
                ? new HttpLink.RefusedException(refusal.code(), refusal.getMessage())
                : failure;
    }

    private void closeSilentLinks() {
        long nowNs = settings.nowNs().getAsLong();
        for (ClientSession session : registry.links()) {
            ClientLink link = session.link();
            boolean late = session.stage() == Stage.LINKED
                    && link.ageMs(nowNs) > settings.limits().connectMs();
            if (late || link.silentMs(nowNs) > settings.limits().silenceMs()) {
                link.refuse(GatewayCounter.SILENT_LINK, ErrorCode.CONNECT_TIMEOUT, ErrorCode.CONNECT_TIMEOUT.text());
            }
        }
    }

    /** A gateway that was away may have been given up by services that are active by now. */
    private final class Membership implements NodeEvents {
        @Override
        public void joined(NodeJoined event) {
            if (event.node().equals(config.node())) {
                announcer.announceAll();
            }
        }

        @Override
        public void left(NodeLeft event) {
            transfers.forgetGateway(event.node());
        }
    }

    /** What happens to rooms beside what their views know. */
    private final class Rooms implements RoomView.Surroundings {
        private final Services services;

        Rooms(Services services) {
            this.services = services;
        }

        @Override
        public Future<RoomSnapshot> snapshot(RoomId room) {
            return services.rooms().snapshot(new GetSnapshot(room));
        }

        @Override
        public void onExpelled(RoomSeat seat) {
            departures.closeFormer(seat);
            departures.closeMedia(seat.session(), seat.relay());
            seat.session().seat(null);
            views.dropIfEmpty(seat.view());
        }

        @Override
        public void onRelayChanged(RoomSeat seat, NodeId before, NodeId after, int graceMs) {
            mediaMoves.onRelayChanged(seat, before, after, graceMs);
        }
    }
}
