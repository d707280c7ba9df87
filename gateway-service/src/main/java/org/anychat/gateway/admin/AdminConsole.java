package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.gateway.admin.Rates.Rate;
import org.anychat.gateway.web.TimelyBody;
import org.anychat.runtime.bus.Bus;

/** Puts the dashboard together. Lives on the gateway's context, like all of its parts. */
public final class AdminConsole {
    private static final long EXPIRY_MS = 1_000;
    private static final long REVIEW_MS = 2_000;

    private final Vertx vertx;
    private final NodeId node;
    private final GatewayConfig.Admin config;
    private final AdminSessions sessions;
    private final AdminLogins logins;
    private final AdminBridge bridge;
    private final AuditLog audit;
    private final TimelyBody body;
    private final OperatorSharing sharing;
    private final Rates rates = new Rates();
    private final History history = new History();
    private final Collector collector;
    private final Desk desk;
    private long expiry = -1;
    private long review = -1;

    /**
     * Makes the dashboard of a gateway.
     *
     * @param vertx where the gateway runs
     * @param node the gateway's process
     * @param config who may see it, and how
     * @param bus where the platform is
     * @param random for sessions
     * @param bodyMs how long the body of a request may take
     */
    public AdminConsole(
            Vertx vertx, NodeId node, GatewayConfig.Admin config, Bus bus, SecureRandom random, long bodyMs) {
        LongSupplier nowNs = System::nanoTime;
        this.vertx = vertx;
        this.node = node;
        this.config = config;
        this.sessions = new AdminSessions(random, nowNs, config.idleMs(), config.lifeMs());
        this.audit = new AuditLog(vertx, config.folder());
        this.body = new TimelyBody(vertx, AdminHttp.MAX_BODY, bodyMs);
        AdminAccounts accounts = new AdminAccounts(config.folder());
        OperatorSharing.Own own = new OperatorSharing.Own(sessions, accounts, audit, new LoginGuard());
        this.sharing = new OperatorSharing(vertx, node, bus, own, nowNs);
        this.logins = new AdminLogins(vertx, own, sharing, nowNs);
        this.bridge = new AdminBridge(vertx, sessions, nowNs);
        this.collector = new Collector(vertx, node, bus, nowNs, this::onSnapshot);
        Platform platform = new Platform(bus);
        this.desk = new Desk(
                vertx,
                sessions,
                audit,
                () -> sharing.trail(() -> collector.latest().running("gateway")),
                new Orders(platform, collector::latest),
                nowNs);
        answer(platform);
    }

    private void answer(Platform platform) {
        RoomQueries rooms = new RoomQueries(platform);
        PeopleQueries people = new PeopleQueries(platform, collector::latest);
        ServerQueries server = new ServerQueries(platform, collector::latest);
        desk.answers("overview", question -> Future.succeededFuture(overview(collector.latest())));
        desk.answers("history", question -> Future.succeededFuture(new JsonObject().put("rows", history.rows())));
        desk.answers("rooms", rooms::rooms);
        desk.answers("room", rooms::room);
        desk.answers("routes", rooms::routes);
        desk.answers("users", people::users);
        desk.answers("user", people::user);
        desk.answers("trails", people::trails);
        desk.answers("bans", question -> people.bans());
        desk.answers("licence", question -> server.licence());
        desk.answers("settings", server::settings);
        desk.answers("log", server::log);
    }

    /** Begins to answer. */
    public void start() {
        desk.open();
        sharing.start();
        collector.start(bridge::isWatched);
        expiry = vertx.setPeriodic(EXPIRY_MS, timer -> sessions.expire());
        review = vertx.setPeriodic(REVIEW_MS, timer -> {
            sharing.review();
            logins.reviewSessions();
        });
    }

    /**
     * Answers no more; whoever is logged in is so at other gateways alone.
     *
     * @return done when nothing of it is under way
     */
    public Future<Void> stop() {
        vertx.cancelTimer(expiry);
        vertx.cancelTimer(review);
        collector.stop();
        desk.close();
        return sharing.stop().eventually(logins::close);
    }

    /**
     * Adds the dashboard's routes.
     *
     * @param router of the gateway's HTTP server
     * @param isSecure whether the connection of a client, by its address and port, is encrypted
     */
    public void mount(Router router, Predicate<SocketAddress> isSecure) {
        AdminTransport transport = new AdminTransport(config.plainTextAllowed(), isSecure);
        new AdminHttp(node, transport, new AdminHttp.Parts(sessions, logins, bridge, audit, body)).mount(router);
    }

    private void onSnapshot(Snapshot snapshot) {
        rates.read(snapshot);
        Rate rate = rates.all();
        history.add(snapshot, rate);
        if (bridge.isWatched()) {
            vertx.eventBus().publish(AdminBridge.OVERVIEW, overview(snapshot));
        }
    }

    private JsonObject overview(Snapshot snapshot) {
        return OverviewJson.of(snapshot, rates.all()).put("self", node.value());
    }
}
