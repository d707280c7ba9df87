package org.anychat.runtime.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeApi;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the membership does not tell: that others cannot call this process any more, because its addresses got
 * lost, and that this process stood still for so long that the others have given it up. Serves the same question of
 * others.
 */
final class Watchdog implements NodeApi {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long PULSE_MS = 500;
    private static final int PULSES_PER_CHECK = 4;
    private static final int STRIKES = 3;

    private final Bus bus;
    private final NodeId self;
    private final Consumer<String> trouble;
    private volatile List<NodeId> members = List.of();
    private volatile boolean running;
    private int pulses;
    private int strikes;
    private int turn;

    Watchdog(Vertx vertx, Bus bus, NodeId self, Consumer<String> trouble) {
        this.bus = bus;
        this.self = self;
        this.trouble = trouble;
        vertx.setPeriodic(PULSE_MS, timer -> onPulse());
    }

    void start() {
        running = true;
    }

    void stop() {
        running = false;
    }

    void members(List<NodeId> present) {
        members = present.stream().filter(node -> !node.equals(self)).toList();
    }

    private void onPulse() {
        long stoodNs = bus.stoodStillNs();
        if (!running) {
            strikes = 0;
        } else if (stoodNs > 0) {
            strikes = 0;
            // Once: the stay that comes next starts it again.
            running = false;
            trouble.accept("this process stood still for " + TimeUnit.NANOSECONDS.toMillis(stoodNs) + " ms");
        } else if (++pulses % PULSES_PER_CHECK == 0) {
            check();
        }
    }

    private void check() {
        List<NodeId> others = members;
        if (others.isEmpty()) {
            strikes = 0;
            return;
        }
        NodeId other = others.get(Math.floorMod(turn++, others.size()));
        // Who cannot be asked says nothing of this process: it may be on its way into the cluster, or out of it.
        api(other).callBack(new CallBack(self)).onSuccess(reply -> onAnswer(other, reply.reached()));
    }

    private void onAnswer(NodeId other, boolean reached) {
        if (reached) {
            strikes = 0;
            return;
        }
        log.debug("Process {} could not call back", other);
        if (running && members.contains(other) && ++strikes >= STRIKES) {
            strikes = 0;
            trouble.accept("others cannot reach this process over the bus");
        }
    }

    @Override
    public Future<Done> ping(Ping request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<CalledBack> callBack(CallBack request) {
        return api(request.node())
                .ping(new Ping())
                .transform(answer -> Future.succeededFuture(new CalledBack(answer.succeeded())));
    }

    private NodeApi api(NodeId node) {
        return bus.proxy(NodeApi.class, Addresses.node(node));
    }
}
