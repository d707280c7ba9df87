package org.anychat.room.direct;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.DirectOrder;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Upload;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.Room;

/** The routes of one room. Each method gives what clients are to do because of it. */
final class RoomRoutes {
    /** The sessions of a pair, in no order. */
    private record Key(Set<SessionId> sessions) {
        static Key of(Member one, Member other) {
            return new Key(Set.of(one.session(), other.session()));
        }
    }

    /** Those of members who have left included; more than the largest room that fits has of its own. */
    private static final int MOST_PAIRS = 1_000;

    private final Map<SessionId, Party> parties = new LinkedHashMap<>();
    private final Map<Key, Pair> pairs = new LinkedHashMap<>();
    private final List<Addressed> orders = new ArrayList<>();
    private final RouteCounters counters;
    private Room room;
    private boolean fits;
    private Attempts.Allowance allowance;

    RoomRoutes(Room room, RouteCounters counters) {
        this.room = room;
        this.counters = counters;
    }

    Room room() {
        return room;
    }

    Party party(SessionId session) {
        return parties.get(session);
    }

    /** Whether nobody here can go directly, so that there is nothing to keep. */
    boolean isIdle() {
        return parties.isEmpty();
    }

    /** The pair of a member and a user, where both are here. */
    Pair pair(SessionId session, UserId other) {
        Member one = room.member(session).orElse(null);
        Member with = room.member(other).orElse(null);
        return one == null || with == null || one.session().equals(with.session())
                ? null
                : pairs.get(Key.of(one, with));
    }

    void says(Ready ready, DirectPolicy policy, long nowMs) {
        SessionId session = ready.session();
        Party known = parties.get(session);
        if (known == null) {
            parties.put(session, new Party(ready));
        } else {
            known.saysAgain(ready);
        }
        for (Pair pair : pairsOf(session)) {
            pair.side(session).declined = false;
            if (ready.anew()) {
                stop(pair, RouteReason.ANEW, nowMs);
            }
        }
        if (ready.anew()) {
            bringByRelay(session, policy);
        }
    }

    /**
     * Who begins anew gets everything from the relay. The order to do so may have gone with its gateway, or with the service
     * that gave it, and of what its new gateway does not know it tells the relay nothing.
     */
    private void bringByRelay(SessionId session, DirectPolicy policy) {
        Set<UserId> others = new LinkedHashSet<>();
        pairsOf(session).forEach(pair -> others.add(pair.other(pair.side(session)).user));
        if (policy.isOn() && room.members().size() <= DirectPolicy.MOST_MEMBERS) {
            room.members().forEach(member -> others.add(member.user()));
        }
        room.member(session).ifPresent(self -> others.remove(self.user()));
        for (UserId other : others) {
            address(session, new Receive(other, false))
                    .filter(order -> !orders.contains(order))
                    .ifPresent(orders::add);
        }
    }

    void room(Room changed, long nowMs) {
        room = changed;
        Set<SessionId> sessions = room.members().stream().map(Member::session).collect(Collectors.toSet());
        parties.keySet().retainAll(sessions);
        parties.values()
                .forEach(party ->
                        party.wanted().removeIf(user -> room.member(user).isEmpty()));
        for (Pair pair : pairs.values()) {
            if (!isHere(pair)) {
                stop(pair, RouteReason.LEFT, nowMs);
            }
        }
        // Who comes and goes does not begin anew sooner than who stays.
        pairs.values().removeIf(pair -> !isHere(pair) && pair.isForgettable(nowMs));
        Iterator<Pair> eldest = pairs.values().iterator();
        for (int tooMany = pairs.size() - MOST_PAIRS; tooMany > 0 && eldest.hasNext(); ) {
            if (!isHere(eldest.next())) {
                eldest.remove();
                tooMany--;
            }
        }
    }

    private boolean isHere(Pair pair) {
        return room.member(pair.first.session).isPresent()
                && room.member(pair.second.session).isPresent();
    }

    void stop(Pair pair, RouteReason why, long nowMs) {
        cutShort(pair, why, nowMs);
        if (pair.isIdle()) {
            return;
        }
        boolean wasConnected = pair.phase() == Pair.Phase.CONNECTED;
        for (Pair.Side side : List.of(pair.first, pair.second)) {
            UserId other = pair.other(side).user;
            if (side.way == Way.DIRECT) {
                order(side.session, new Receive(other, false));
            }
            order(side.session, new Close(other, pair.attempt(), why.graceMs()));
            if (wasConnected || why == RouteReason.FAILED) {
                order(side.session, new Connection(other, false, why.word()));
            }
        }
        counters.onStopped(pair.phase() != Pair.Phase.TRYING, why);
        pair.stop(why, nowMs);
    }

    /** Of connections that were given up with a grace, however long ago, what may not be any more ends at once. */
    private void cutShort(Pair pair, RouteReason why, long nowMs) {
        if (why.graceMs() > 0) {
            return;
        }
        for (int attempt : pair.takeLeaving(nowMs)) {
            for (Pair.Side side : List.of(pair.first, pair.second)) {
                order(side.session, new Close(pair.other(side).user, attempt, 0));
            }
        }
    }

    void connected(Pair pair, long nowMs) {
        pair.connected(nowMs);
        counters.onConnected();
        for (Pair.Side side : List.of(pair.first, pair.second)) {
            order(side.session, new Connection(pair.other(side).user, true, ""));
            if (side.wantsDirect) {
                direct(pair, side, nowMs);
            }
        }
    }

    void direct(Pair pair, Pair.Side side, long nowMs) {
        if (side.way != Way.DIRECT) {
            long waitedMs = pair.direct(side, nowMs);
            if (isOpen(pair.other(side))) {
                counters.onDirect(waitedMs);
            }
            order(side.session, new Receive(pair.other(side).user, true));
        }
    }

    /** Looks at all pairs: gives up what may not be any more, begins what may be now. Who has trees has no pairs. */
    List<Addressed> settle(DirectPolicy policy, boolean hasTrees, Attempts attempts, long nowMs) {
        List<Member> members = room.members();
        fits = policy.fits(members.size()) && !hasTrees;
        allowance = policy.attempts();
        if (!fits) {
            pairs.values().forEach(pair -> giveUp(pair, nowMs));
        }
        for (int i = 0; fits && i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                Pair pair = pairOf(members.get(i), members.get(j), nowMs);
                expire(pair, policy.tryMs(), nowMs);
                settle(pair, members.get(i), members.get(j), attempts, nowMs);
            }
        }
        tellUploads();
        return takeOrders();
    }

    /** The room is too large: with a grace, unless something has none. */
    private void giveUp(Pair pair, long nowMs) {
        stop(pair, RouteReason.POLICY, nowMs);
        Optional<Member> one = room.member(pair.first.session);
        Optional<Member> other = room.member(pair.second.session);
        if (one.isPresent() && other.isPresent()) {
            RouteReason forbidden = forbidden(pair, one.get(), other.get());
            if (forbidden != null) {
                cutShort(pair, forbidden, nowMs);
            }
        }
    }

    /** What has been ordered since the last time. */
    List<Addressed> takeOrders() {
        List<Addressed> made = List.copyOf(orders);
        orders.clear();
        return made;
    }

    private Pair pairOf(Member one, Member other, long nowMs) {
        return pairs.computeIfAbsent(Key.of(one, other), absent -> new Pair(one, other, nowMs));
    }

    private void expire(Pair pair, long tryMs, long nowMs) {
        boolean tooLate = pair.phase() == Pair.Phase.TRYING && nowMs - pair.startedMs() >= tryMs;
        if (tooLate || pair.carriesTooLittle(isOpen(pair.first), isOpen(pair.second), nowMs)) {
            stop(pair, RouteReason.FAILED, nowMs);
        }
    }

    private boolean isOpen(Pair.Side side) {
        return room.member(side.session).filter(RoomRoutes::isOpen).isPresent();
    }

    private void settle(Pair pair, Member one, Member other, Attempts attempts, long nowMs) {
        RouteReason forbidden = forbidden(pair, one, other);
        if (forbidden != null) {
            stop(pair, forbidden, nowMs);
            pair.reason(forbidden);
        } else if (pair.isIdle() && !isWanted(one, other)) {
            pair.reason(RouteReason.UNASKED);
        } else if (pair.isIdle() && !pair.rests(nowMs)) {
            begin(pair, attempts.next(one.user(), other.user(), allowance, nowMs), nowMs);
        }
    }

    private void begin(Pair pair, OptionalInt attempt, long nowMs) {
        if (attempt.isEmpty()) {
            pair.reason(RouteReason.OFTEN);
            return;
        }
        pair.start(attempt.getAsInt(), nowMs);
        order(pair.first.session, new Try(pair.second.user, pair.attempt(), true));
        order(pair.second.session, new Try(pair.first.user, pair.attempt(), false));
    }

    private RouteReason forbidden(Pair pair, Member one, Member other) {
        Party a = parties.get(one.session());
        Party b = parties.get(other.session());
        if (a == null || b == null) {
            return RouteReason.CLIENT;
        }
        if (a.never() || b.never()) {
            return RouteReason.NEVER;
        }
        if (a.withheld() || b.withheld()) {
            return RouteReason.WITHHELD;
        }
        boolean inPrivate = isPrivate(one) || isPrivate(other);
        if (inPrivate && !room.privateChats().arePartners(one.user(), other.user())) {
            return RouteReason.PRIVATE;
        }
        return pair.isDeclined() ? RouteReason.DECLINED : null;
    }

    private static boolean isPrivate(Member member) {
        return member.state().chatMode() == UserState.PRIVATE_CHAT;
    }

    /** What the other learns of one's address is for both to decide. */
    private boolean isWanted(Member one, Member other) {
        Party a = parties.get(one.session());
        Party b = parties.get(other.session());
        boolean asked = a.wanted().contains(other.user()) || b.wanted().contains(one.user());
        return (asked || isOpen(one) || isOpen(other)) && a.agreesTo(other.user()) && b.agreesTo(one.user());
    }

    private static boolean isOpen(Member member) {
        return member.state().camera() == UserState.OPEN || member.state().microphone() == UserState.OPEN;
    }

    /** Whoever is to send the relay something hears of it before anything else. */
    private void tellUploads() {
        List<Addressed> begin = new ArrayList<>();
        for (Map.Entry<SessionId, Party> entry : parties.entrySet()) {
            boolean needed = isUploadNeeded(entry.getKey());
            if (needed == entry.getValue().uploads()) {
                continue;
            }
            entry.getValue().uploads(needed);
            address(entry.getKey(), new Upload(needed)).ifPresent((needed ? begin : orders)::add);
        }
        orders.addAll(0, begin);
    }

    private boolean isUploadNeeded(SessionId session) {
        List<Pair> all = pairsOf(session);
        long direct = all.stream()
                .filter(pair -> pair.other(pair.side(session)).way == Way.DIRECT)
                .count();
        // Alone in a room, a publisher is ready for the first to come.
        return direct == 0 || direct < room.members().size() - 1;
    }

    private List<Pair> pairsOf(SessionId session) {
        return pairs.values().stream()
                .filter(pair -> pair.first.session.equals(session) || pair.second.session.equals(session))
                .toList();
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Pair pair : pairs.values()) {
            if (fits && isHere(pair)) {
                routes.add(pair.routeTo(pair.second));
                routes.add(pair.routeTo(pair.first));
            }
        }
        return routes;
    }

    /** The pairs of which an attempt is under way, or has come about. */
    Stream<Pair> busyPairs() {
        return pairs.values().stream().filter(pair -> !pair.isIdle());
    }

    void order(SessionId session, Order order) {
        address(session, order).ifPresent(orders::add);
    }

    private Optional<Addressed> address(SessionId session, Order order) {
        return room.member(session)
                .map(member -> new Addressed(member.gateway(), new DirectOrder(session, room.id(), order)));
    }
}
