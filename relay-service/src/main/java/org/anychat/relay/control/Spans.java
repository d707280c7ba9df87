package org.anychat.relay.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.LinkApi.Route;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;

/** Which relays carry which rooms together with this one, by the room service's word. */
final class Spans {
    private static final int MAX_ROOMS = 10_000;
    private static final int MAX_RELAYS = 64;

    private final NodeId self;
    private final RelayCounters counters;
    private final Map<RoomId, RoomSpan> spans = new LinkedHashMap<>();

    Spans(NodeId self, RelayCounters counters) {
        this.self = self;
        this.counters = counters;
    }

    /** Takes a span in, unless it is out of date or there is no room for it; returns whether it did. */
    boolean update(RoomSpan span) {
        if (span.epoch() < epoch(span.room())) {
            counters.add(RelayCounter.LINKS_STALE);
            return false;
        }
        if (span.relays().size() > MAX_RELAYS || !makeRoom(span.room())) {
            counters.add(RelayCounter.LINKS_REFUSED);
            return false;
        }
        spans.put(span.room(), span);
        return true;
    }

    /** The epochs of rooms that this relay carries alone are worth keeping as long as there is room. */
    private boolean makeRoom(RoomId room) {
        if (spans.containsKey(room) || spans.size() < MAX_ROOMS) {
            return true;
        }
        return spans.values().stream()
                .filter(span -> span.relays().size() < 2)
                .findFirst()
                .map(old -> spans.remove(old.room(), old))
                .orElse(false);
    }

    long epoch(RoomId room) {
        RoomSpan span = spans.get(room);
        return span == null ? 0 : span.epoch();
    }

    /** The other relays of a room that this one carries too. */
    Set<NodeId> peers(RoomId room) {
        RoomSpan span = spans.get(room);
        List<NodeId> relays = span == null || !span.relays().contains(self) ? List.of() : span.relays();
        return relays.stream().filter(relay -> !relay.equals(self)).collect(Collectors.toSet());
    }

    /** A link that comes in to this relay. */
    Route from(NodeId source, RoomId room) {
        return new Route(room, epoch(room), source, self);
    }

    /** A link that goes out from this relay. */
    Route to(NodeId viewer, RoomId room) {
        return new Route(room, epoch(room), self, viewer);
    }

    /** Refuses a message about a link that does not come in here from a relay of the room. */
    void requireIncoming(Route route) {
        require(route, route.viewer(), route.source());
    }

    /** Refuses a message about a link that does not go out from here to a relay of the room. */
    void requireOutgoing(Route route) {
        require(route, route.source(), route.viewer());
    }

    private void require(Route route, NodeId here, NodeId there) {
        long epoch = epoch(route.room());
        if (route.epoch() < epoch) {
            counters.add(RelayCounter.LINKS_STALE);
            throw Negotiator.bad("link: epoch " + route.epoch() + " of room " + route.room() + " is over");
        }
        if (route.epoch() > epoch) {
            throw new ServiceException(
                    ServiceError.NO_RELAY, "link: epoch " + route.epoch() + " of room " + route.room() + " is news");
        }
        if (!self.equals(here) || !peers(route.room()).contains(there)) {
            counters.add(RelayCounter.LINKS_REFUSED);
            throw Negotiator.bad("link: " + there + " has no part in room " + route.room());
        }
    }
}
