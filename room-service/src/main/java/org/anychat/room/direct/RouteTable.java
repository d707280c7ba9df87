package org.anychat.room.direct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.anychat.contracts.DirectApi.Connect;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.domain.Room;

/**
 * Who sends to whom, and which way. Every method gives the orders that follow from it; times are in milliseconds since
 * 1970. It says nothing of rooms in which nobody can go directly.
 */
public final class RouteTable {
    /** Of more users in a minute some may be had try more often. */
    public static final int MOST_USERS = 50_000;

    private final Map<RoomId, RoomRoutes> rooms = new HashMap<>();
    private final Attempts attempts;
    private final Predicate<RoomId> trees;
    private final RouteCounters counters = new RouteCounters();
    private DirectPolicy policy;

    /**
     * What came of something that a client has asked.
     *
     * @param orders what clients are to do
     * @param refusal why nothing, or null
     */
    public record Outcome(List<Addressed> orders, ServiceError refusal) {
        /**
         * Something came of it.
         *
         * @param orders what clients are to do
         * @return the outcome
         */
        public static Outcome of(List<Addressed> orders) {
            return new Outcome(orders, null);
        }

        /**
         * Nothing came of it.
         *
         * @param why the refusal
         * @return the outcome
         */
        public static Outcome refused(ServiceError why) {
            return new Outcome(List.of(), why);
        }
    }

    /**
     * Makes a table without routes.
     *
     * @param policy how much may go without the relay
     * @param lastAttempt after which number attempts begin: another table's may still be on clients' minds
     */
    public RouteTable(DirectPolicy policy, int lastAttempt) {
        this(policy, new Attempts(lastAttempt, MOST_USERS), room -> false);
    }

    /**
     * Makes a table without routes.
     *
     * @param policy how much may go without the relay
     * @param attempts numbers and counts them, with those of others
     * @param trees whether a room goes along mesh trees, so that there are no pairs in it
     */
    public RouteTable(DirectPolicy policy, Attempts attempts, Predicate<RoomId> trees) {
        this.policy = policy;
        this.attempts = attempts;
        this.trees = trees;
    }

    /**
     * How much may go without the relay.
     *
     * @return the policy in force
     */
    public DirectPolicy policy() {
        return policy;
    }

    /**
     * Takes another policy, which counts at once.
     *
     * @param newPolicy the policy
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> policy(DirectPolicy newPolicy, long nowMs) {
        policy = newPolicy;
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
        RoomRoutes routes = rooms.get(id);
        if (routes == null) {
            return List.of();
        }
        if (room == null) {
            routes.busyPairs().forEach(pair -> counters.onStopped(pair.phase() != Pair.Phase.TRYING, RouteReason.LEFT));
            rooms.remove(id);
            return List.of();
        }
        routes.room(room, nowMs);
        List<Addressed> orders = settle(routes, nowMs);
        if (routes.isIdle()) {
            rooms.remove(id);
        }
        return orders;
    }

    /**
     * A client can send and receive directly, or wants to at other times.
     *
     * @param room where it is
     * @param ready what it says
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> ready(Room room, Ready ready, long nowMs) {
        RoomRoutes routes = rooms.computeIfAbsent(room.id(), absent -> new RoomRoutes(room, counters));
        routes.room(room, nowMs);
        routes.says(ready, policy, nowMs);
        return settle(routes, nowMs);
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
        Party party = party(room, request.session());
        if (party == null) {
            return List.of();
        }
        party.withheld(request.withheld());
        return settle(rooms.get(room), nowMs);
    }

    /**
     * An application asks for a connection.
     *
     * @param room where both are
     * @param request who, and with whom
     * @param nowMs the time
     * @return the orders, or a refusal
     */
    public Outcome connect(RoomId room, Connect request, long nowMs) {
        Party party = party(room, request.session());
        if (party == null || rooms.get(room).room().member(request.with()).isEmpty()) {
            return Outcome.refused(ServiceError.INVALID_USER_ID);
        }
        party.wanted().add(request.with());
        return Outcome.of(settle(rooms.get(room), nowMs));
    }

    /**
     * A client describes its end. One offer and one answer are taken per attempt.
     *
     * @param room where both are
     * @param signal the description
     * @return the order to the other, or a refusal
     */
    public Outcome signal(RoomId room, Signal signal) {
        Pair pair = pair(room, signal.session(), signal.to(), signal.attempt());
        if (pair == null || pair.phase() != Pair.Phase.TRYING) {
            return Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
        }
        Pair.Side side = pair.side(signal.session());
        boolean itsTurn = !side.signalled && (side == pair.first || pair.first.signalled);
        if (!itsTurn) {
            return Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
        }
        Pair.Side to = pair.other(side);
        Optional<String> sdp = CandidateFilter.filter(
                signal.sdp(),
                party(room, side.session).address(),
                party(room, to.session).address());
        if (sdp.isEmpty()) {
            return Outcome.refused(ServiceError.BAD_PARAMETER);
        }
        side.signalled = true;
        RoomRoutes routes = rooms.get(room);
        routes.order(to.session, new Deliver(side.user, pair.attempt(), sdp.get()));
        return Outcome.of(routes.takeOrders());
    }

    /**
     * A client tells how its end stands. What it says counts for what it receives itself, and for nobody else.
     *
     * @param room where both are
     * @param report how it stands
     * @param nowMs the time
     * @return the orders, or a refusal
     */
    public Outcome report(RoomId room, Report report, long nowMs) {
        Pair pair = pair(room, report.session(), report.with(), report.attempt());
        if (pair == null || pair.isIdle()) {
            return Outcome.refused(ServiceError.FUNC_NOT_ALLOW);
        }
        RoomRoutes routes = rooms.get(room);
        Pair.Side side = pair.side(report.session());
        boolean isConnected = pair.phase() == Pair.Phase.CONNECTED;
        switch (report.state()) {
            case CONNECTED -> {
                side.connected = true;
                if (!isConnected && pair.other(side).connected) {
                    routes.connected(pair, nowMs);
                }
            }
            case DIRECT -> {
                side.wantsDirect = true;
                if (isConnected) {
                    routes.direct(pair, side, nowMs);
                }
            }
            case FAILED, STARVED, FORGED ->
                routes.stop(pair, isConnected ? RouteReason.BROKEN : RouteReason.FAILED, nowMs);
            case DECLINED -> {
                side.declined = true;
                routes.stop(pair, RouteReason.DECLINED, nowMs);
            }
        }
        return Outcome.of(settle(routes, nowMs));
    }

    /**
     * Time has passed: attempts come to their end, and others begin. To be called about twice a second.
     *
     * @param nowMs the time
     * @return the orders
     */
    public List<Addressed> tick(long nowMs) {
        List<Addressed> orders = new ArrayList<>();
        for (RoomRoutes routes : rooms.values()) {
            orders.addAll(settle(routes, nowMs));
        }
        return orders;
    }

    /**
     * How media goes in a room.
     *
     * @param room the room
     * @return one entry per pair and direction; none where all goes by the relay
     */
    public List<Route> routes(RoomId room) {
        RoomRoutes routes = rooms.get(room);
        return routes == null ? List.of() : routes.routes();
    }

    /**
     * What has come of attempts.
     *
     * @return the live counters
     */
    public RouteCounters counters() {
        return counters;
    }

    /**
     * How many pairs are how far, over all rooms.
     *
     * @return how it is now
     */
    public RouteFigures figures() {
        int trying = 0;
        int direct = 0;
        int connected = 0;
        for (Pair pair : rooms.values().stream().flatMap(RoomRoutes::busyPairs).toList()) {
            if (pair.phase() == Pair.Phase.TRYING) {
                trying++;
            } else if (pair.isDirect()) {
                direct++;
            } else {
                connected++;
            }
        }
        return new RouteFigures(trying, connected, direct);
    }

    private List<Addressed> settle(RoomRoutes routes, long nowMs) {
        return routes.settle(policy, trees.test(routes.room().id()), attempts, nowMs);
    }

    private Party party(RoomId room, SessionId session) {
        RoomRoutes routes = rooms.get(room);
        return routes == null ? null : routes.party(session);
    }

    private Pair pair(RoomId room, SessionId session, UserId user, int attempt) {
        RoomRoutes routes = rooms.get(room);
        Pair pair = routes == null ? null : routes.pair(session, user);
        return pair != null && pair.attempt() == attempt ? pair : null;
    }
}
