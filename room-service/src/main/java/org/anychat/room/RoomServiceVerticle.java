package org.anychat.room;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.SessionId;
import org.anychat.room.bus.AddRoomRight;
import org.anychat.room.bus.CallService;
import org.anychat.room.bus.RoomAdmission;
import org.anychat.room.bus.RoomFilter;
import org.anychat.room.bus.RoomService;
import org.anychat.room.bus.Surroundings;
import org.anychat.room.call.Call;
import org.anychat.room.call.Calls;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.domain.RoomRules;
import org.anychat.room.routing.RoutingLimits;
import org.anychat.room.store.RoomStore;
import org.anychat.room.store.SharedCallJournal;
import org.anychat.room.store.SharedRoomStore;
import org.anychat.runtime.EventCounters;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.SteadyClock;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room service: composes its parts and serves {@link RoomApi} at {@link Addresses#ROOM} and {@link CallApi} at
 * {@link Addresses#CALL}.
 */
public final class RoomServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(RoomServiceVerticle.class);
    private static final long CHECK_MS = 500;
    private static final long RELAY_CHECK_MS = 100;
    private static final long DOUBT_CHECK_MS = 10_000;
    /** A licence may be renewed while the server runs. */
    private static final long RIGHT_CHECK_MS = 30_000;

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Bus bus;
    private final RoomConfig config;
    private final SharedRecords records;
    private final ServiceLifecycle lifecycle;
    private final EventCounters<RoomCounter> counters = new EventCounters<>(RoomCounter.class);
    private Calls calls;
    private RoomService service;
    private boolean quiet;

    /**
     * Makes the service of a process that is alone.
     *
     * @param config its configuration
     * @param bus the bus of the process
     */
    public RoomServiceVerticle(RoomConfig config, Bus bus) {
        this(config, bus, SharedRecords.none());
    }

    /**
     * Makes the service.
     *
     * @param config its configuration
     * @param bus the bus of the process
     * @param records where the rooms are written down for the next active instance
     */
    public RoomServiceVerticle(RoomConfig config, Bus bus, SharedRecords records) {
        this.bus = bus;
        this.config = config;
        this.records = records;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    /**
     * Lets it say nothing of its start, which is a rehearsal.
     *
     * @return this
     */
    public RoomServiceVerticle quietly() {
        quiet = true;
        return this;
    }

    @Override
    public Future<?> start() {
        RoomPolicy policy = config.policy();
        List<Room> permanent = permanentRooms(policy);
        AddRoomRight right = new AddRoomRight(bus, policy.autoAddRoom());
        RoomRules rules = new RoomRules(policy, right::isAllowed);
        return records.takeOver()
                .compose(texts ->
                        start(SharedRoomStore.after(rules, permanent, texts, records), calls(texts), rules, right))
                .onSuccess(done -> report(permanent.size(), policy))
                // Nobody stops what has not started.
                .recover(failure -> lifecycle.stop().transform(undone -> Future.failedFuture(failure)));
    }

    private void report(int permanent, RoomPolicy policy) {
        if (!quiet) {
            log.info(
                    "Room service started: {} permanent rooms, AutoAddRoom={}, at most {} users in a room",
                    permanent,
                    policy.autoAddRoom() ? 1 : 0,
                    policy.maxUsersPerRoom());
        }
    }

    private Calls calls(Map<String, String> texts) {
        long ringNs = config.calls().ringNs();
        SharedCallJournal journal = new SharedCallJournal(records, System::nanoTime, System::currentTimeMillis);
        Calls calls = new Calls(ringNs, journal);
        List<Call> written = journal.read(texts, ringNs);
        calls.restore(written, journal.readWords(texts), System.nanoTime());
        if (!written.isEmpty()) {
            log.info("Video calls go on: {}", written.size());
        }
        return calls;
    }

    private Future<Void> start(RoomStore store, Calls known, RoomRules rules, AddRoomRight right) {
        calls = known;
        service = new RoomService(
                store,
                config,
                new Surroundings(
                        context,
                        bus,
                        System::nanoTime,
                        new SteadyClock(),
                        new SecureRandom(),
                        RoomServiceVerticle::newSalt,
                        counters),
                admissionBy(calls),
                new RoomFilter(bus, config.filterPlugin()));
        CallService callService = CallService.beside(config.calls(), calls, store, service, context, bus);
        vertx.setPeriodic(CHECK_MS, timer -> {
            service.expireRequests();
            callService.expire();
            service.direct().tick();
        });
        vertx.setPeriodic(DOUBT_CHECK_MS, timer -> {
            callService.checkDoubted();
            service.checkAbandoned();
        });
        vertx.setPeriodic(RIGHT_CHECK_MS, timer -> right.refresh());
        return lifecycle
                .listen(event -> onStarted(event, service, callService, right))
                .compose(listening -> lifecycle.listen(NodeEvents.class, Addresses.NODE_EVENTS, service.nodeEvents()))
                .compose(listening -> right.refresh())
                .compose(asked -> callService.adopt())
                // Gateways ask which calls go on before they announce who is in which room.
                .compose(adopted -> lifecycle.start(CallApi.class, Addresses.CALL, callService))
                .compose(started -> lifecycle.follow(settings -> follow(rules, right, settings.rooms())))
                .compose(following -> lifecycle.serve(DirectApi.class, Addresses.DIRECT, service.direct()))
                .compose(following ->
                        lifecycle.serve(RoomAdminApi.class, Addresses.ROOM_ADMIN, service.administration()))
                .compose(serving -> lifecycle.start(RoomApi.class, Addresses.ROOM, service))
                .onSuccess(serving -> watchRelays(service));
    }

    /** A start may take longer than relays may be silent, and they can speak to nobody before it is done. */
    private void watchRelays(RoomService service) {
        service.listenToRelays();
        vertx.setPeriodic(RELAY_CHECK_MS, timer -> service.expireRelays());
    }

    private static void onStarted(
            ServiceStarted event, RoomService service, CallService callService, AddRoomRight right) {
        Addresses.gatewayAt(event.address()).ifPresent(gateway -> {
            callService.forgetGateway(gateway);
            service.forgetGateway(gateway);
        });
        if (event.address().equals(Addresses.RIGHTS)) {
            right.refresh();
        }
        if (event.address().equals(Addresses.AUTH)) {
            service.onAuthStarted();
        }
    }

    /**
     * What the service has counted. Any thread.
     *
     * @return the live counters
     */
    public EventCounters<RoomCounter> counters() {
        return counters;
    }

    /**
     * What has come of attempts to do without a relay. Any thread, once it is deployed.
     *
     * @return the live counters
     */
    public RouteCounters routeCounters() {
        return service.direct().counters();
    }

    /**
     * How the service stands. Any thread, while it is deployed.
     *
     * @return what its context says when it comes to it
     */
    public Future<RoomFigures> figures() {
        Promise<RoomFigures> figures = Promise.promise();
        context.runOnContext(here -> service.figures(calls).onComplete(figures));
        return figures.future();
    }

    @Override
    public Future<?> stop() {
        return lifecycle.stop();
    }

    private void follow(RoomRules rules, AddRoomRight right, ConfigEvents.Rooms settings) {
        right.wanted(settings.autoAddRoom());
        rules.policy(rules.policy().changed(settings.autoAddRoom(), settings.maxUsersPerRoom()));
        ConfigEvents.Trees trees = settings.trees();
        service.direct()
                .policy(settings.directPeers(), trees == null ? null : new RoutingLimits(trees.ttl(), trees.mtn()));
    }

    private static RoomAdmission admissionBy(Calls calls) {
        return new RoomAdmission() {
            @Override
            public boolean admits(RoomId room, SessionId session) {
                return calls.admits(room, session);
            }

            @Override
            public boolean isPrivate(RoomId room) {
                return calls.isRoom(room);
            }
        };
    }

    private static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    private static List<Room> permanentRooms(RoomPolicy policy) {
        return IntStream.rangeClosed(1, 2)
                .mapToObj(RoomId::new)
                .filter(policy::isPermanent)
                .map(id -> Room.empty(id, "Room " + id, true))
                .toList();
    }
}
