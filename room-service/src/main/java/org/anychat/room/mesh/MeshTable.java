package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Attempts;
import org.anychat.room.direct.CandidateFilter;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.direct.RouteTable.Outcome;
import org.anychat.room.domain.Room;

/**
 * The mesh trees of all rooms. Every method gives the orders that follow from it; times are in milliseconds since 1970. It
 * says nothing of rooms that go by pairs, and nothing of those in which nobody takes part in trees.
 */
public final class MeshTable {
    private final Map<RoomId, RoomMesh> rooms = new HashMap<>();
    private final Attempts attempts;
    private final RouteCounters counters;
    private MeshPolicy policy;

    /**
     * Makes a table without trees.
     *
     * @param policy whether there are to be some
     * @param attempts numbers and counts attempts, with those of pairs
     * @param counters count what comes of edges, with those of pairs
     */
    public MeshTable(MeshPolicy policy, Attempts attempts, RouteCounters counters) {
        this.policy = policy;
        this.attempts = attempts;
        this.counters = counters;
    }

    /**
     * Whether there are trees, and how far they go.
     *
     * @return the policy in force
     */
    public MeshPolicy policy() {
        return policy;
    }

    /**
     * Takes another policy, which counts at once.
     *
     * @param newPolicy the policy
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> policy(MeshPolicy newPolicy, long nowMs) {
        if (newPolicy.equals(policy)) {
            return List.of();
        }
        boolean otherPairs = newPolicy.pairMembers() != policy.pairMembers();
        policy = newPolicy;
        rooms.values().forEach(mesh -> mesh.planAnew(otherPairs));
        return tick(nowMs);
    }

    /**
     * A room has changed.
     *
     * @param id its number
     * @param room the room, or null where it is gone
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> onRoom(RoomId id, Room room, long nowMs) {
        RoomMesh mesh = rooms.get(id);
        if (mesh == null) {
            return List.of();
        }
        if (room == null) {
            rooms.remove(id);
            mesh.edges().all().forEach(edge -> counters.onStopped(edge.stands(), RouteReason.LEFT));
            return List.of();
        }
        mesh.room(room, nowMs);
        return settle(id, mesh, nowMs);
    }

    /**
     * A client can send and receive directly, or wants to at other times, or takes part in trees in another way.
     *
     * @param room where it is
     * @param ready what it says
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> ready(Room room, Ready ready, long nowMs) {
        RoomMesh mesh = rooms.get(room.id());
        if (mesh == null && ready.mesh() == null) {
            return List.of();
        }
        if (mesh == null) {
            mesh = new RoomMesh(room, counters);
            rooms.put(room.id(), mesh);
        }
        mesh.room(room, nowMs);
        mesh.says(ready, nowMs);
        return settle(room.id(), mesh, nowMs);
    }

    /**
     * A client tells what it has found out of its network; what is planned because of it comes with the next tick.
     *
     * @param room where it is
     * @param network what
     * @param nowMs the time
     * @return no orders, or a refusal of one that takes no part in trees
     */
    public Outcome network(RoomId room, Network network, long nowMs) {
        RoomMesh mesh = rooms.get(room);
        return mesh != null && mesh.says(network, nowMs)
                ? Outcome.of(List.of())
                : Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
    }

    /**
     * An operator withholds media, or no longer.
     *
     * @param room where the client is
     * @param request whose media
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> withhold(RoomId room, Withhold request, long nowMs) {
        RoomMesh mesh = rooms.get(room);
        if (mesh == null) {
            return List.of();
        }
        mesh.withhold(request.session(), request.withheld(), nowMs);
        return settle(room, mesh, nowMs);
    }

    /**
     * Whether a room goes along trees: also one that has become small enough for pairs, or too large, as long as it keeps the
     * edges that it has.
     *
     * @param room which
     * @return false where it has no trees
     */
    public boolean applies(RoomId room) {
        RoomMesh mesh = rooms.get(room);
        return mesh != null && mesh.applies();
    }

    /**
     * Whether a number is one of an edge.
     *
     * @param room where
     * @param attempt the number
     * @return false where it is none, or the edge is over
     */
    public boolean hasEdge(RoomId room, int attempt) {
        RoomMesh mesh = rooms.get(room);
        return mesh != null && mesh.edges().get(attempt) != null;
    }

    /**
     * A client describes its end of an edge: first the parent, then the child, each once.
     *
     * @param room where both are
     * @param signal the description
     * @return the order to the other, or a refusal
     */
    public Outcome signal(RoomId room, Signal signal) {
        RoomMesh mesh = rooms.get(room);
        SessionId session = signal.session();
        Edge edge = mesh == null ? null : mesh.edge(session, signal.to(), signal.attempt());
        if (edge == null || !edge.isTurnOf(session)) {
            return Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
        }
        Edge.End to = edge.other(session);
        Participant sender = mesh.participant(session);
        Participant receiver = mesh.participant(to.session());
        Optional<String> sdp = CandidateFilter.filter(signal.sdp(), sender.address(), receiver.address());
        if (sdp.isEmpty()) {
            return Outcome.refused(ServiceError.BAD_PARAMETER);
        }
        edge.described(session);
        mesh.edges().order(to.session(), new Deliver(edge.other(to.session()).user(), edge.attempt, sdp.get()));
        return Outcome.of(mesh.edges().takeOrders());
    }

    /**
     * A client tells how its end of an edge stands. What it says counts for what it gets or sends itself, and for nobody else.
     *
     * @param room where both are
     * @param report how it stands
     * @param nowMs the time
     * @return the orders, or a refusal
     */
    public Outcome report(RoomId room, Report report, long nowMs) {
        RoomMesh mesh = rooms.get(room);
        Edge edge = mesh == null ? null : mesh.edge(report.session(), report.with(), report.attempt());
        if (edge == null || !mesh.report(edge, report.session(), report.state(), nowMs)) {
            return Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
        }
        if (report.delayMs() >= 0) {
            mesh.measured(edge, report.session(), report.delayMs(), nowMs);
        }
        return Outcome.of(mesh.edges().takeOrders());
    }

    /**
     * Time has passed: attempts come to their end, and trees are planned. To be called about twice a second.
     *
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> tick(long nowMs) {
        List<Addressed> orders = new ArrayList<>();
        for (RoomMesh mesh : rooms.values()) {
            orders.addAll(mesh.tick(policy, attempts, nowMs));
        }
        return orders;
    }

    /**
     * How streams go in a room.
     *
     * @param room the room
     * @return one entry per stream and viewer; none where the room has no trees
     */
    public List<Route> routes(RoomId room) {
        return routes(room, null, null);
    }

    /**
     * How some streams go in a room.
     *
     * @param room the room
     * @param from whose, or null for all, of which there are 2,000 entries at most
     * @param to to whom, or null for all
     * @return one entry per stream and viewer; none where the room has no trees
     */
    public List<Route> routes(RoomId room, UserId from, UserId to) {
        RoomMesh mesh = rooms.get(room);
        return mesh == null ? List.of() : mesh.routes(from, to);
    }

    /**
     * Whose streams go in a room.
     *
     * @param room the room
     * @return by number; nobody's where the room has no trees
     */
    public List<Sender> senders(RoomId room) {
        RoomMesh mesh = rooms.get(room);
        return mesh == null ? List.of() : mesh.senders();
    }

    /**
     * How many edges are how far, over all rooms.
     *
     * @return how it is now
     */
    public EdgeFigures figures() {
        Map<Edge.Phase, Integer> phases = new EnumMap<>(Edge.Phase.class);
        rooms.values().forEach(mesh -> mesh.edges().all().forEach(edge -> phases.merge(edge.phase(), 1, Integer::sum)));
        return new EdgeFigures(
                phases.getOrDefault(Edge.Phase.TRYING, 0),
                phases.getOrDefault(Edge.Phase.UP, 0),
                phases.getOrDefault(Edge.Phase.CARRYING, 0),
                phases.getOrDefault(Edge.Phase.STARVED, 0));
    }

    private List<Addressed> settle(RoomId id, RoomMesh mesh, long nowMs) {
        List<Addressed> orders = mesh.settle(policy, nowMs);
        if (mesh.isIdle()) {
            rooms.remove(id);
        }
        return orders;
    }
}
