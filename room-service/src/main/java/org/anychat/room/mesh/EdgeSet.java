package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Rest;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.routing.RoomTrees;
import org.anychat.room.routing.StreamId;

/** The edges of a room, what becomes of each, and what the two at its ends are told. */
final class EdgeSet {
    /** How long clients may go on with a connection that has been given up with a grace. */
    private static final long LEAVING_MS = 6_000;
    /** Pairs of users of whom it is kept how long they are to wait; who tried longest ago goes first. */
    private static final int MOST_RESTS = 5_000;

    /** A stream at a user, who gets it or sends it. */
    private record At(UserId publisher, UserId user) {
        static At child(Edge edge) {
            return new At(edge.publisher, edge.child.user());
        }

        static At parent(Edge edge) {
            return new At(edge.publisher, edge.parent.user());
        }
    }

    /** Why and since when it goes by the relay. */
    private record Relayed(RouteReason why, long sinceMs) {}

    private final Map<Integer, Edge> edges = new LinkedHashMap<>();
    private final Map<At, List<Edge>> byChild = new HashMap<>();
    private final Map<At, List<Edge>> byParent = new HashMap<>();
    private final EdgeIndex byUser = new EdgeIndex();
    /** Edges that were given up with a grace, and until when the two may still be sending by them. */
    private final Map<Edge, Long> leaving = new LinkedHashMap<>();

    private final EdgeIndex leavingByUser = new EdgeIndex();

    private final Map<Set<UserId>, Rest> rests = new LinkedHashMap<>();
    private final Map<At, Relayed> relayed = new HashMap<>();
    /** Of whom the relay was to send a viewer nothing, at some time of its stay: the word that it is to again can be lost. */
    private final Map<SessionId, Set<UserId>> spared = new HashMap<>();

    private final Map<UserId, Integer> generations = new HashMap<>();
    private final List<Addressed> orders = new ArrayList<>();
    private final RoomId room;
    private final Members members;
    private final RouteCounters counters;

    EdgeSet(RoomId room, Members members, RouteCounters counters) {
        this.room = room;
        this.members = members;
        this.counters = counters;
    }

    /** A member has left; its edges are still to be stopped. */
    void left(Member member) {
        spared.remove(member.session());
        if (!members.has(member.user())) {
            generations.remove(member.user());
            spared.values().forEach(those -> those.remove(member.user()));
        }
    }

    /** The tree of a stream is another from now on. */
    void planned(UserId publisher) {
        generations.merge(publisher, 1, Integer::sum);
    }

    private int generation(UserId publisher) {
        return generations.getOrDefault(publisher, 1);
    }

    Edge get(int attempt) {
        return edges.get(attempt);
    }

    /** A copy, for whoever stops some of them. */
    List<Edge> all() {
        return List.copyOf(edges.values());
    }

    boolean isEmpty() {
        return edges.isEmpty();
    }

    /** Those that a user publishes on, sends by or receives by. A copy. */
    List<Edge> of(UserId user) {
        return byUser.of(user);
    }

    /** By which a viewer gets a stream, or tries to; two where it moves. A copy. */
    List<Edge> of(UserId publisher, UserId child) {
        return List.copyOf(byChild.getOrDefault(new At(publisher, child), List.of()));
    }

    /** By which a user passes a stream on, or tries to. A copy. */
    private List<Edge> below(UserId publisher, UserId parent) {
        return List.copyOf(byParent.getOrDefault(new At(publisher, parent), List.of()));
    }

    /** The edge by which a viewer has a stream, and not by the relay. */
    Optional<Edge> carrying(UserId publisher, UserId child) {
        return of(publisher, child).stream()
                .filter(edge -> edge.phase() == Edge.Phase.CARRYING)
                .findFirst();
    }

    /** To how many a user sends a stream, or tries to. */
    int from(UserId publisher, UserId parent) {
        return below(publisher, parent).size();
    }

    /** By which edges a user sends a stream, or tries to. */
    List<Edge> fromParent(UserId publisher, UserId parent) {
        return List.copyOf(below(publisher, parent));
    }

    /** Whether a user has a stream to pass on, and so many hops may follow the next one. */
    boolean mayFeed(UserId publisher, UserId parent, int ttl) {
        return publisher.equals(parent)
                || carrying(publisher, parent)
                        .filter(above -> above.ttl() > ttl)
                        .isPresent();
    }

    /** Whether a user gets a stream, at last, from another. */
    boolean isBelow(UserId publisher, UserId user, UserId above) {
        Optional<Edge> edge = carrying(publisher, user);
        while (edge.isPresent() && !edge.get().parent.user().equals(above)) {
            edge = carrying(publisher, edge.get().parent.user());
        }
        return edge.isPresent();
    }

    /** By how many edges a stream comes to a user. */
    int hops(UserId publisher, UserId user) {
        int hops = 0;
        for (Optional<Edge> edge = carrying(publisher, user); edge.isPresent(); hops++) {
            edge = carrying(publisher, edge.get().parent.user());
        }
        return hops;
    }

    /** With how many users a user is making connections. */
    long tries(UserId user) {
        return byUser.of(user).stream()
                .filter(edge -> edge.phase() == Edge.Phase.TRYING && edge.has(user))
                .count();
    }

    boolean rests(UserId one, UserId other, long nowMs) {
        Rest rest = rests.get(Set.of(one, other));
        return rest != null && rest.rests(nowMs);
    }

    void begin(Edge edge, String key) {
        edges.put(edge.attempt, edge);
        byChild.computeIfAbsent(At.child(edge), first -> new ArrayList<>()).add(edge);
        byParent.computeIfAbsent(At.parent(edge), first -> new ArrayList<>()).add(edge);
        byUser.add(edge);
        order(edge.parent.session(), new Try(edge.child.user(), edge.attempt, true, stream(edge, true, key)));
        order(edge.child.session(), new Try(edge.parent.user(), edge.attempt, false, stream(edge, false, key)));
    }

    private Stream stream(Edge edge, boolean sends, String key) {
        return new Stream(edge.publisher, generation(edge.publisher), edge.ttl(), sends, key);
    }

    /** Fewer hops may follow, or more as soon as that fits what the parent has. */
    void retime(Edge edge, int ttl, long nowMs) {
        boolean isFewer = ttl < edge.ttl();
        if (isFewer) {
            makeFit(edge, ttl, nowMs);
        }
        if (isFewer || (ttl > edge.ttl() && mayFeed(edge.publisher, edge.parent.user(), ttl))) {
            edge.ttl(ttl);
            Retime order = new Retime(edge.attempt, generation(edge.publisher), ttl);
            order(edge.parent.session(), order);
            order(edge.child.session(), order);
        }
    }

    /** Those below come first: clients end what does not fit. */
    private void makeFit(Edge edge, int ttl, long nowMs) {
        for (Edge below : below(edge.publisher, edge.child.user())) {
            if (below.ttl() >= ttl && ttl > 0) {
                retime(below, ttl - 1, nowMs);
            } else if (below.ttl() >= ttl) {
                stop(below, RouteReason.TREE, nowMs);
            }
        }
    }

    void connected(Edge edge, long nowMs) {
        boolean first = between(edge).noneMatch(Edge::stands);
        edge.phase(Edge.Phase.UP, nowMs);
        counters.onConnected();
        if (first) {
            order(edge.parent.session(), new Connection(edge.child.user(), true, ""));
            order(edge.child.session(), new Connection(edge.parent.user(), true, ""));
        }
        if (edge.childHasAll()) {
            carries(edge, nowMs);
        }
    }

    /**
     * The child has the stream by it: the relay need not send it, nor who has sent it before. That counts as soon as the parent
     * has it from the publisher on, and then for those below that have said the same.
     */
    void carries(Edge edge, long nowMs) {
        edge.childHasAll(true);
        if (edge.phase() == Edge.Phase.CARRYING || !edge.stands() || !mayCarry(edge)) {
            return;
        }
        boolean moves = carrying(edge.publisher, edge.child.user()).isPresent();
        if (edge.phase() == Edge.Phase.UP) {
            counters.onDirect(nowMs - edge.startedMs());
        }
        edge.phase(Edge.Phase.CARRYING, nowMs);
        if (!moves) {
            order(edge.child.session(), new Receive(edge.publisher, true));
            spared.computeIfAbsent(edge.child.session(), first -> new HashSet<>())
                    .add(edge.publisher);
        }
        for (Edge before : of(edge.publisher, edge.child.user())) {
            if (before != edge) {
                stop(before, RouteReason.MOVED, nowMs);
            }
        }
        makeFit(edge, edge.ttl(), nowMs);
        below(edge.publisher, edge.child.user()).stream()
                .filter(Edge::childHasAll)
                .forEach(below -> carries(below, nowMs));
    }

    private boolean mayCarry(Edge edge) {
        return mayFeed(edge.publisher, edge.parent.user(), edge.ttl())
                && !isBelow(edge.publisher, edge.parent.user(), edge.child.user());
    }

    /** Who begins anew gets everything by the relay: what it was told meanwhile may have gone with its gateway. */
    void beginsAnew(SessionId session) {
        Set<UserId> those = spared.remove(session);
        if (those != null) {
            those.forEach(publisher -> order(session, new Receive(publisher, false)));
        }
    }

    /** Nothing comes by it any more: the relay bridges at once, and all below with it. */
    void starves(Edge edge, long nowMs) {
        edge.childHasAll(false);
        bridge(edge, nowMs);
    }

    private void bridge(Edge edge, long nowMs) {
        if (edge.phase() == Edge.Phase.CARRYING) {
            edge.phase(Edge.Phase.STARVED, nowMs);
            order(edge.child.session(), new Receive(edge.publisher, false));
            bridgeBelow(edge, nowMs);
        }
    }

    private void bridgeBelow(Edge edge, long nowMs) {
        below(edge.publisher, edge.child.user()).forEach(below -> bridge(below, nowMs));
    }

    /** Gives an edge up. Without a grace it takes along whatever else the two have with each other, as clients do. */
    void stop(Edge edge, RouteReason why, long nowMs) {
        if (edges.remove(edge.attempt) == null) {
            return;
        }
        forget(byChild, At.child(edge), edge);
        forget(byParent, At.parent(edge), edge);
        byUser.remove(edge);
        boolean stood = edge.stands();
        counters.onStopped(stood, why);
        // Whichever of several goes last tells of it.
        boolean isLast = between(edge).noneMatch(Edge::stands);
        boolean failed = why == RouteReason.FAILED || why == RouteReason.BROKEN || why == RouteReason.STARVED;
        rest(edge).end(failed, stood ? nowMs - edge.startedMs() : 0, nowMs);
        boolean carried = edge.phase() == Edge.Phase.CARRYING;
        edge.phase(Edge.Phase.CLOSED, nowMs);
        if (carried && carrying(edge.publisher, edge.child.user()).isEmpty()) {
            order(edge.child.session(), new Receive(edge.publisher, false));
            bridgeBelow(edge, nowMs);
        }
        relayed.put(At.child(edge), new Relayed(why, nowMs));
        close(edge, why.graceMs());
        if (why.graceMs() > 0) {
            leaving.put(edge, nowMs + LEAVING_MS);
            leavingByUser.add(edge);
        } else {
            endAll(edge, why, nowMs);
        }
        if (isLast && (stood || why == RouteReason.FAILED)) {
            order(edge.parent.session(), new Connection(edge.child.user(), false, why.word()));
            order(edge.child.session(), new Connection(edge.parent.user(), false, why.word()));
        }
    }

    private static void forget(Map<At, List<Edge>> index, At key, Edge edge) {
        index.computeIfPresent(key, (at, those) -> {
            those.remove(edge);
            return those.isEmpty() ? null : those;
        });
    }

    /** Clients that are told to end one edge at once end all that the two have, those in a grace included. */
    private void endAll(Edge edge, RouteReason why, long nowMs) {
        for (Edge other : leavingByUser.between(edge)) {
            forgetLeaving(other);
            close(other, 0);
        }
        between(edge).toList().forEach(other -> stop(other, why, nowMs));
    }

    private boolean forgetLeaving(Edge edge) {
        leavingByUser.remove(edge);
        return leaving.remove(edge) != null;
    }

    /** Edges that were given up with a grace, however long ago, by which the two may still be sending. A copy. */
    List<Edge> leaving() {
        return List.copyOf(leaving.keySet());
    }

    /** Those of them that a user has to do with. A copy. */
    List<Edge> leaving(UserId user) {
        return leavingByUser.of(user);
    }

    /** Nothing goes any more by those whose grace is over. */
    void forgetLeft(long nowMs) {
        Iterator<Map.Entry<Edge, Long>> eldest = leaving.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<Edge, Long> next = eldest.next();
            if (nowMs < next.getValue()) {
                return;
            }
            leavingByUser.remove(next.getKey());
            eldest.remove();
        }
    }

    /** Ends a grace, and with it whatever else the two have. */
    void cutShort(Edge edge, RouteReason why, long nowMs) {
        if (forgetLeaving(edge)) {
            close(edge, 0);
            endAll(edge, why, nowMs);
        }
    }

    private void close(Edge edge, int graceMs) {
        order(edge.parent.session(), new Close(edge.child.user(), edge.attempt, graceMs));
        order(edge.child.session(), new Close(edge.parent.user(), edge.attempt, graceMs));
    }

    private java.util.stream.Stream<Edge> between(Edge edge) {
        return byUser.between(edge).stream().filter(other -> other != edge);
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
                .removeIf(at ->
                        !trees.tree(new StreamId(at.publisher, 0)).sources().containsKey(at.user));
        rests.values().removeIf(rest -> rest.isOver(nowMs));
        Iterator<Set<UserId>> eldest = rests.keySet().iterator();
        for (int tooMany = rests.size() - MOST_RESTS; tooMany > 0; tooMany--) {
            eldest.next();
            eldest.remove();
        }
    }

    /** A viewer gets a stream by the relay, for a reason unless there is an earlier one. */
    void relayed(UserId publisher, UserId viewer, RouteReason why, long nowMs) {
        relayed.putIfAbsent(new At(publisher, viewer), new Relayed(why, nowMs));
    }

    /** How a stream goes that no edge carries. */
    Route relayed(UserId publisher, UserId viewer) {
        Relayed why = relayed.getOrDefault(new At(publisher, viewer), new Relayed(RouteReason.TREE, 0));
        return new Route(publisher, viewer, DirectApi.Way.RELAY, why.sinceMs, why.why.word());
    }

    void order(SessionId session, Order order) {
        members.find(session)
                .ifPresent(
                        member -> orders.add(new Addressed(member.gateway(), new DirectOrder(session, room, order))));
    }

    /** What has been ordered since the last time. */
    List<Addressed> takeOrders() {
        List<Addressed> made = List.copyOf(orders);
        orders.clear();
        return made;
    }
}
