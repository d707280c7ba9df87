package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.DirectOrder;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Retime;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Stream;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Rest;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.domain.Room;
import org.anychat.room.routing.RoomTrees;
import org.anychat.room.routing.StreamId;

/** The edges of a room, what becomes of each, and what the two at its ends are told. */
final class EdgeSet {
    /** How long clients may go on with a connection that has been given up with a grace. */
    private static final long LEAVING_MS = 6_000;
    /** Pairs of users of whom it is kept how long they are to wait; who tried longest ago goes first. */
    private static final int MOST_RESTS = 5_000;

    /** From whom to whom a stream goes in the end. */
    private record Way(UserId publisher, UserId viewer) {
        static Way of(Edge edge) {
            return new Way(edge.publisher, edge.child.user());
        }
    }

    /** Why and since when it goes by the relay. */
    private record Relayed(RouteReason why, long sinceMs) {}

    private final Map<Integer, Edge> edges = new LinkedHashMap<>();
    private final Map<Way, List<Edge>> byWay = new HashMap<>();
    /** Edges that were given up with a grace, and until when the two may still be sending by them. */
    private final Map<Edge, Long> leaving = new LinkedHashMap<>();

    private final Map<Set<UserId>, Rest> rests = new LinkedHashMap<>();
    private final Map<Way, Relayed> relayed = new HashMap<>();
    private final List<Addressed> orders = new ArrayList<>();
    private Room room;

    EdgeSet(Room room) {
        this.room = room;
    }

    void room(Room changed) {
        room = changed;
    }

    Edge get(int attempt) {
        return edges.get(attempt);
    }

    /** A copy, for whoever stops some of them. */
    List<Edge> all() {
        return List.copyOf(edges.values());
    }

    /** By which a viewer gets a stream, or tries to; two where it moves. A copy. */
    List<Edge> of(UserId publisher, UserId child) {
        return List.copyOf(byWay.getOrDefault(new Way(publisher, child), List.of()));
    }

    /** The edge by which a viewer has a stream, and not by the relay. */
    Optional<Edge> carrying(UserId publisher, UserId child) {
        return of(publisher, child).stream()
                .filter(edge -> edge.phase() == Edge.Phase.CARRYING)
                .findFirst();
    }

    /** To how many a user sends a stream, or tries to. */
    long from(UserId publisher, UserId parent) {
        return edges.values().stream()
                .filter(edge ->
                        edge.publisher.equals(publisher) && edge.parent.user().equals(parent))
                .count();
    }

    /** With how many users a user is making connections. */
    long tries(UserId user) {
        return edges.values().stream()
                .filter(edge -> edge.phase() == Edge.Phase.TRYING && edge.has(user))
                .count();
    }

    boolean rests(UserId one, UserId other, long nowMs) {
        Rest rest = rests.get(Set.of(one, other));
        return rest != null && rest.rests(nowMs);
    }

    void begin(Edge edge, int generation, String key) {
        edges.put(edge.attempt, edge);
        byWay.computeIfAbsent(Way.of(edge), first -> new ArrayList<>()).add(edge);
        order(
                edge.parent.session(),
                new Try(edge.child.user(), edge.attempt, true, stream(edge, generation, true, key)));
        order(
                edge.child.session(),
                new Try(edge.parent.user(), edge.attempt, false, stream(edge, generation, false, key)));
    }

    private static Stream stream(Edge edge, int generation, boolean sends, String key) {
        return new Stream(edge.publisher, generation, edge.ttl(), sends, key);
    }

    /** The two hear that more, or fewer, hops may follow. */
    void retime(Edge edge, int generation, int ttl) {
        if (edge.ttl() != ttl) {
            edge.ttl(ttl);
            order(edge.parent.session(), new Retime(edge.attempt, generation, ttl));
            order(edge.child.session(), new Retime(edge.attempt, generation, ttl));
        }
    }

    void connected(Edge edge, long nowMs) {
        boolean first = between(edge).noneMatch(Edge::stands);
        edge.phase(Edge.Phase.UP, nowMs);
        if (first) {
            order(edge.parent.session(), new Connection(edge.child.user(), true, ""));
            order(edge.child.session(), new Connection(edge.parent.user(), true, ""));
        }
        if (edge.childHasAll()) {
            carries(edge, nowMs);
        }
    }

    /** The child has the stream by it: the relay need not send it, nor who has sent it before. */
    void carries(Edge edge, long nowMs) {
        if (edge.phase() == Edge.Phase.CARRYING) {
            return;
        }
        boolean moves = carrying(edge.publisher, edge.child.user()).isPresent();
        edge.phase(Edge.Phase.CARRYING, nowMs);
        if (!moves) {
            order(edge.child.session(), new Receive(edge.publisher, true));
        }
        for (Edge before : of(edge.publisher, edge.child.user())) {
            if (before != edge) {
                stop(before, RouteReason.MOVED, nowMs);
            }
        }
    }

    /** Nothing comes by it any more: the relay bridges at once. */
    void starves(Edge edge, long nowMs) {
        if (edge.phase() == Edge.Phase.CARRYING) {
            edge.phase(Edge.Phase.STARVED, nowMs);
            edge.childHasAll(false);
            order(edge.child.session(), new Receive(edge.publisher, false));
        }
    }

    /** Gives an edge up. Without a grace it takes along whatever else the two have with each other, as clients do. */
    void stop(Edge edge, RouteReason why, long nowMs) {
        if (edges.remove(edge.attempt) == null) {
            return;
        }
        byWay.computeIfPresent(Way.of(edge), (way, those) -> {
            those.remove(edge);
            return those.isEmpty() ? null : those;
        });
        boolean stood = edge.stands();
        // Whichever of several goes last tells of it.
        boolean isLast = between(edge).noneMatch(Edge::stands);
        boolean failed = why == RouteReason.FAILED || why == RouteReason.BROKEN || why == RouteReason.STARVED;
        rest(edge).end(failed, stood ? nowMs - edge.startedMs() : 0, nowMs);
        boolean carried = edge.phase() == Edge.Phase.CARRYING;
        edge.phase(Edge.Phase.CLOSED, nowMs);
        if (carried && carrying(edge.publisher, edge.child.user()).isEmpty()) {
            order(edge.child.session(), new Receive(edge.publisher, false));
        }
        relayed.put(Way.of(edge), new Relayed(why, nowMs));
        close(edge, why.graceMs());
        if (why.graceMs() > 0) {
            leaving.put(edge, nowMs + LEAVING_MS);
        } else {
            between(edge).toList().forEach(other -> stop(other, why, nowMs));
        }
        if (isLast && (stood || why == RouteReason.FAILED)) {
            order(edge.parent.session(), new Connection(edge.child.user(), false, why.word()));
            order(edge.child.session(), new Connection(edge.parent.user(), false, why.word()));
        }
    }

    /** Edges that were given up with a grace, however long ago, by which the two may still be sending. */
    List<Edge> leaving(long nowMs) {
        leaving.values().removeIf(untilMs -> nowMs >= untilMs);
        return List.copyOf(leaving.keySet());
    }

    /** Ends a grace. */
    void cutShort(Edge edge) {
        if (leaving.remove(edge) != null) {
            close(edge, 0);
        }
    }

    private void close(Edge edge, int graceMs) {
        order(edge.parent.session(), new Close(edge.child.user(), edge.attempt, graceMs));
        order(edge.child.session(), new Close(edge.parent.user(), edge.attempt, graceMs));
    }

    private java.util.stream.Stream<Edge> between(Edge edge) {
        return edges.values().stream()
                .filter(other -> other != edge && other.has(edge.parent.user()) && other.has(edge.child.user()));
    }

    private Rest rest(Edge edge) {
        Set<UserId> two = Set.of(edge.parent.user(), edge.child.user());
        Rest rest = rests.containsKey(two) ? rests.remove(two) : new Rest();
        rests.put(two, rest);
        return rest;
    }

    /** Nothing is kept of what is long over, nor of streams that nobody gets any more. */
    void forget(RoomTrees trees, long nowMs) {
        relayed.keySet()
                .removeIf(way ->
                        !trees.tree(new StreamId(way.publisher, 0)).sources().containsKey(way.viewer));
        rests.values().removeIf(rest -> rest.isOver(nowMs));
        Iterator<Set<UserId>> eldest = rests.keySet().iterator();
        for (int tooMany = rests.size() - MOST_RESTS; tooMany > 0; tooMany--) {
            eldest.next();
            eldest.remove();
        }
    }

    /** A viewer gets a stream by the relay, for a reason unless there is an earlier one. */
    void relayed(UserId publisher, UserId viewer, RouteReason why, long nowMs) {
        relayed.putIfAbsent(new Way(publisher, viewer), new Relayed(why, nowMs));
    }

    /** How a stream goes that no edge carries. */
    Route relayed(UserId publisher, UserId viewer) {
        Relayed why = relayed.getOrDefault(new Way(publisher, viewer), new Relayed(RouteReason.TREE, 0));
        return new Route(publisher, viewer, DirectApi.Way.RELAY, why.sinceMs, why.why.word());
    }

    void order(SessionId session, Order order) {
        room.member(session)
                .ifPresent(member ->
                        orders.add(new Addressed(member.gateway(), new DirectOrder(session, room.id(), order))));
    }

    /** What has been ordered since the last time. */
    List<Addressed> takeOrders() {
        List<Addressed> made = List.copyOf(orders);
        orders.clear();
        return made;
    }
}
