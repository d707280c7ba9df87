package org.anychat.server;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayEvents;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;

/**
 * The gateways of a cluster tell each other where clients find them, so that the clients of each know of others before
 * it is gone. Hears on the context on which it is started.
 */
final class OtherGateways implements GatewayEvents, NodeEvents {
    /** So that replies stay small, however many gateways there are. */
    static final int MOST = 8;

    private final Bus bus;
    private final NodeId self;
    private final List<String> own;
    private final Random random;
    private final Map<NodeId, List<String>> known = new ConcurrentHashMap<>();

    /** The addresses are those of this process's gateway. */
    OtherGateways(Bus bus, NodeId self, List<String> own, Random random) {
        this.bus = bus;
        this.self = self;
        this.own = List.copyOf(own);
        this.random = random;
    }

    Future<Void> start() {
        return bus.serve(GatewayEvents.class, Addresses.GATEWAYS, this)
                .compose(served -> bus.serve(NodeEvents.class, Addresses.NODE_EVENTS, this))
                .onSuccess(served -> tell(true))
                .mapEmpty();
    }

    private void tell(boolean asks) {
        bus.publisher(GatewayEvents.class, Addresses.GATEWAYS).here(new GatewayHere(self, own, asks));
    }

    @Override
    public void here(GatewayHere event) {
        if (event.node().equals(self)) {
            return;
        }
        known.put(event.node(), event.addresses());
        if (event.asks()) {
            tell(false);
        }
    }

    @Override
    public void joined(NodeJoined event) {
        if (event.node().equals(self)) {
            // What has come and gone meanwhile is not known.
            known.clear();
            tell(true);
        }
    }

    @Override
    public void left(NodeLeft event) {
        known.remove(event.node());
    }

    /** Each time in another order, so that not all clients of a gateway that is gone come to the same one. Any thread. */
    List<String> addresses() {
        List<String> all = known.values().stream()
                .flatMap(List::stream)
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
    }
}
