package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi.GetReport;
import org.anychat.contracts.RoomAdminApi.GetOverview;
import org.anychat.contracts.RoomAdminApi.Overview;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every process how it is: twice a second while somebody looks, else every few seconds for the charts. One
 * collector per gateway, however many pages are open, and never two questions to one process at a time.
 */
final class Collector {
    static final long WATCHED_MS = 500;
    static final long UNWATCHED_MS = 5_000;
    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private final Vertx vertx;
    private final NodeId self;
    private final Bus bus;
    private final Platform platform;
    private final LongSupplier nowNs;
    private final Consumer<Snapshot> onSnapshot;
    private final Map<String, NodeView> views = new TreeMap<>();
    private final Set<NodeId> asked = new HashSet<>();
    private Overview rooms;
    private boolean roomsLate;
    private boolean roomsAsked;
    private long askedNs;
    private long timer = -1;
    private Snapshot latest = Snapshot.NONE;

    Collector(Vertx vertx, NodeId self, Bus bus, LongSupplier nowNs, Consumer<Snapshot> onSnapshot) {
        this.vertx = vertx;
        this.self = self;
        this.bus = bus;
        this.platform = new Platform(bus);
        this.nowNs = nowNs;
        this.onSnapshot = onSnapshot;
    }

    /** Watched says whether somebody looks. */
    void start(BooleanSupplier watched) {
        askedNs = nowNs.getAsLong() - TimeUnit.MILLISECONDS.toNanos(UNWATCHED_MS);
        timer = vertx.setPeriodic(WATCHED_MS, tick -> {
            long sinceMs = TimeUnit.NANOSECONDS.toMillis(nowNs.getAsLong() - askedNs);
            if (watched.getAsBoolean() || sinceMs >= UNWATCHED_MS) {
                collect();
            }
        });
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    Snapshot latest() {
        return latest;
    }

    /** Asks all that have answered the last question. */
    void collect() {
        askedNs = nowNs.getAsLong();
        Set<NodeId> members = new LinkedHashSet<>(bus.members());
        members.add(self);
        views.values().removeIf(view -> !members.contains(view.node()));
        List<Future<?>> answers = new ArrayList<>();
        members.stream().filter(asked::add).forEach(node -> answers.add(ask(node)));
        if (!roomsAsked) {
            answers.add(askRooms());
        }
        // Who is slow is waited for the next time.
        Future<?> all = Future.join(answers);
        long patience = vertx.setTimer(WATCHED_MS / 2, late -> show(answers));
        all.onComplete(done -> {
            if (vertx.cancelTimer(patience)) {
                show(answers);
            }
        });
    }

    private Future<?> ask(NodeId node) {
        return platform.process(node).report(new GetReport()).onComplete(answer -> {
            asked.remove(node);
            NodeView before = views.get(node.value());
            if (answer.succeeded()) {
                views.put(node.value(), new NodeView(node, answer.result(), nowNs.getAsLong(), false));
            } else {
                log.debug("Process {} does not say how it is", node, answer.cause());
                views.put(node.value(), (before == null ? NodeView.unknown(node, 0) : before).silent());
            }
        });
    }

    private Future<?> askRooms() {
        roomsAsked = true;
        return platform.roomAdmin().overview(new GetOverview()).onComplete(answer -> {
            roomsAsked = false;
            roomsLate = answer.failed();
            rooms = answer.succeeded() ? answer.result() : rooms;
        });
    }

    private void show(List<Future<?>> answers) {
        if (answers.isEmpty()) {
            return;
        }
        List<NodeView> nodes = views.values().stream()
                .sorted(Comparator.comparing(view -> view.node().value()))
                .toList();
        latest = new Snapshot(System.currentTimeMillis(), nodes, rooms, roomsLate);
        onSnapshot.accept(latest);
    }
}
