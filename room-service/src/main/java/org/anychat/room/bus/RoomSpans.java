package org.anychat.room.bus;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RelayApi.SpanEpoch;
import org.anychat.contracts.RoomId;
import org.anychat.room.domain.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells relays which of them carry a room together, each time that has changed. Runs on the service's context. */
final class RoomSpans {
    private static final Logger log = LoggerFactory.getLogger(RoomSpans.class);
    private static final long RETRY_MS = 250;

    private final Vertx vertx;
    private final Function<NodeId, RelayApi> relays;
    /** What relays were told of rooms that span more than one. */
    private final Map<RoomId, RoomSpan> told = new HashMap<>();

    RoomSpans(Vertx vertx, Function<NodeId, RelayApi> relays) {
        this.vertx = vertx;
        this.relays = relays;
    }

    /** Looks at a room after a change; null where it is gone. */
    void onRoom(RoomId id, Room room) {
        List<NodeId> now = room == null ? List.of() : room.relays();
        RoomSpan before = told.get(id);
        if (before == null ? now.size() < 2 : Set.copyOf(before.relays()).equals(Set.copyOf(now))) {
            return;
        }
        long version = room == null ? 0 : room.version();
        long epoch = before == null ? version : Math.max(version, before.epoch() + 1);
        tell(new RoomSpan(id, epoch, now), before == null ? List.of() : before.relays());
    }

    private void tell(RoomSpan span, List<NodeId> former) {
        if (span.relays().size() < 2) {
            told.remove(span.room());
        } else {
            told.put(span.room(), span);
        }
        Set<NodeId> concerned = new LinkedHashSet<>(span.relays());
        concerned.addAll(former);
        concerned.forEach(relay -> tell(relay, span));
    }

    private void tell(NodeId relay, RoomSpan span) {
        relays.apply(relay).span(span).onSuccess(known -> onKnown(span, known)).onFailure(failure -> {
            log.debug("Relay {} was not told of the span of room {}", relay, span.room(), failure);
            vertx.setTimer(RETRY_MS, timer -> {
                if (span.equals(told.get(span.room()))) {
                    tell(relay, span);
                }
            });
        });
    }

    /** A relay knows a newer one, from the instance of this service before. */
    private void onKnown(RoomSpan span, SpanEpoch known) {
        if (known.epoch() > span.epoch() && span.equals(told.get(span.room()))) {
            tell(new RoomSpan(span.room(), known.epoch() + 1, span.relays()), List.of());
        }
    }

    /** A relay has come, perhaps anew: it is told all that it has a part in. */
    void onRelay(NodeId relay) {
        List.copyOf(told.values()).stream()
                .filter(span -> span.relays().contains(relay))
                .forEach(span -> tell(relay, span));
    }
}
