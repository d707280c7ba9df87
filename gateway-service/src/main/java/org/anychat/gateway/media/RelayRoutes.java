package org.anychat.gateway.media;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.MediaRoute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.bus.Bus;

/**
 * Finds the relay that a connectivity check is for. The room service knows the relays; it is asked about tokens that nobody
 * here has heard of, twice a second at most, however many strangers make them up. Belongs to the gateway's context.
 */
public final class RelayRoutes {
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Bus bus;
    private final LongSupplier nowNs;
    private Map<String, NodeId> relays = Map.of();
    private Future<Void> asked;
    private long askedNs;

    /**
     * Makes routes that are not known yet.
     *
     * @param bus the bus of the process
     * @param nowNs a monotonic clock
     */
    public RelayRoutes(Bus bus, LongSupplier nowNs) {
        this.bus = bus;
        this.nowNs = nowNs;
    }

    /**
     * Finds a relay.
     *
     * @param token of {@link MediaRoute}
     * @return the relay; fails with {@code NO_RELAY} where no relay has the token
     */
    public Future<RelayApi> find(String token) {
        return relays.containsKey(token) ? relay(token) : ask().compose(done -> relay(token));
    }

    private Future<RelayApi> relay(String token) {
        NodeId relay = relays.get(token);
        return relay == null
                ? Future.failedFuture(new ServiceException(ServiceError.NO_RELAY, "no relay has this token"))
                : Future.succeededFuture(bus.proxy(RelayApi.class, Addresses.relay(relay)));
    }

    private Future<Void> ask() {
        if (asked == null || (asked.isComplete() && nowNs.getAsLong() - askedNs >= AGAIN_NS)) {
            askedNs = nowNs.getAsLong();
            // Without a room service the relays that are known go on.
            asked = bus.proxy(RoomApi.class, Addresses.ROOM)
                    .relays(new RoomApi.ListRelays())
                    .onSuccess(this::take)
                    .<Void>mapEmpty()
                    .otherwiseEmpty();
        }
        return asked;
    }

    private void take(RoomApi.RelayList list) {
        Map<String, NodeId> found = new HashMap<>();
        list.relays().forEach(status -> found.put(MediaRoute.of(status.relay()), status.relay()));
        relays = found;
    }
}
