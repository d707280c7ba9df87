package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.DirectApi.Explore;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Attempts;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.domain.Room;
import org.anychat.room.routing.MediaStream;
import org.anychat.room.routing.RoomPlanner;
import org.anychat.room.routing.RoomTrees;
import org.anychat.room.routing.RoutingView;
import org.anychat.room.routing.Source;
import org.anychat.room.routing.StreamId;

/**
 * The trees of one room, and the edges that clients make of them. What ends, ends at once; what is to begin is planned at the
 * next tick, so that no client's word costs a plan.
 */
final class RoomMesh {
    /** How long all that a publisher has open may take to come by an edge that stands. */
    private static final long CARRY_MS = 10_000;
    /** Whoever is below a lost connection starves at the same time: the topmost edge is to blame, and known after that. */
    private static final long BLAME_MS = 1_000;

    private static final long IMPROVE_MS = 10_000;
    /** Where something has changed, so that a viewer of the relay may find a place. */
    private static final long FILL_MS = 2_000;
    /** So many may move at a time in a small room: to make room for one takes three. */
    private static final int LEAST_MOVES = 3;

    private final Map<SessionId, Participant> participants = new LinkedHashMap<>();
    private final Forgers forgers = new Forgers();
    private final MeshFacts facts = new MeshFacts();
    private final Members members;
    private final EdgeRules rules;
    private final EdgeSet edges;
    private final Blame blame;
    private final TreeFollower follower;
    /** Users whose edges are to be looked at, as what they do or let do has changed. */
    private final Set<UserId> unsettled = new LinkedHashSet<>();

    private Room room;
    private boolean applies;
    /** When it was too large for pairs, as far as it was seen. */
    private long largeMs;
    /** What ends with a grace may be something else than before, whoever has it. */
    private boolean toLookAtLeaving;

    private RoomTrees trees = RoomTrees.NONE;
    private boolean toPlan = true;
    private boolean toFill;
    private long filledMs;
    private long improvedMs;

    RoomMesh(Room room, RouteCounters counters) {
        this.room = room;
        this.members = new Members(room.members());
        this.rules = new EdgeRules(members, participants);
        this.edges = new EdgeSet(room.id(), members, counters);
        this.blame = new Blame(edges, facts);
        this.follower = new TreeFollower(edges, members, participants);
    }

    /** Whether the room goes along trees, as far as it has edges. */
    boolean applies() {
        return applies;
    }

    Participant participant(SessionId session) {
        return participants.get(session);
    }

    EdgeSet edges() {
        return edges;
    }

    /** Whether nobody here takes part, so that there is nothing to keep. */
    boolean isIdle() {
        return participants.isEmpty();
    }

    /** An edge of a client with a user, where there is one by that number. */
    Edge edge(SessionId session, UserId with, int attempt) {
        Edge edge = edges.get(attempt);
        return edge != null && edge.has(session) && edge.other(session).user().equals(with) ? edge : null;
    }

    void says(Ready ready, long nowMs) {
        Member member = members.find(ready.session()).orElse(null);
        if (member == null) {
            return;
        }
        if (ready.mesh() == null) {
            drop(member.session(), member.user());
        } else {
            Participant known = participants.get(ready.session());
            if (known == null) {
                participants.put(ready.session(), new Participant(ready));
            } else {
                boolean signsAnew = !ready.mesh().key().equals(known.key());
                known.says(ready);
                stopAll(
                        edges.of(member.user()),
                        edge -> signsAnew && edge.publisher.equals(member.user()) ? RouteReason.ANEW : null,
                        nowMs);
            }
            facts.enter(member.user(), participants.get(ready.session()), !forgers.has(member.user()), nowMs);
        }
        if (ready.anew()) {
            stopAll(edges.of(member.user()), edge -> edge.has(ready.session()) ? RouteReason.ANEW : null, nowMs);
            edges.beginsAnew(ready.session());
        }
        unsettled.add(member.user());
        toPlan = true;
    }

    /** A client tells what it has found out of its network; false of one that takes no part. */
    boolean says(Network network, long nowMs) {
        Participant participant = participants.get(network.session());
        if (participant == null) {
            return false;
        }
        toPlan |= participant.says(network, nowMs);
        return true;
    }

    private void drop(SessionId session, UserId user) {
        if (participants.remove(session) != null) {
            facts.leave(user);
        }
    }

    void room(Room changed, long nowMs) {
        toLookAtLeaving |= !changed.privateChats().equals(room.privateChats());
        room = changed;
        Members.Changes changes = members.update(changed.members());
        for (Member member : changes.gone()) {
            drop(member.session(), member.user());
            trees = trees.without(member.user());
            edges.left(member);
        }
        for (UserId user : changes.users()) {
            stopAll(edges.of(user), rules::left, nowMs);
        }
        unsettled.addAll(changes.users());
        toPlan |= !changes.users().isEmpty();
    }

    /** The limits are others, or as many may go by pairs: that counts at once. */
    void planAnew(boolean otherPairs) {
        toPlan = true;
        if (otherPairs) {
            largeMs = 0;
        }
    }

    /** Also of who takes part no longer, and may still be sending by edges that were given up. */
    void withhold(SessionId session, boolean withheld, long nowMs) {
        Participant participant = participants.get(session);
        Member member = members.find(session).orElse(null);
        if (participant != null) {
            participant.withheld(withheld);
            toPlan = true;
        } else if (withheld && member != null) {
            edges.forgetLeft(nowMs);
            edges.leaving(member.user()).stream()
                    .filter(edge -> edge.has(session))
                    .forEach(edge -> edges.cutShort(edge, RouteReason.WITHHELD, nowMs));
        }
        if (member != null) {
            unsettled.add(member.user());
        }
    }

    /** What the child of an edge, or its parent, says of it; each about what it gets or sends itself. */
    boolean report(Edge edge, SessionId session, State state, long nowMs) {
        boolean isChild = edge.child.session().equals(session);
        switch (state) {
            case CONNECTED -> connected(edge, session, nowMs);
            case DIRECT -> carries(edge, isChild, nowMs);
            case STARVED -> {
                if (isChild) {
                    edges.starves(edge, nowMs);
                }
            }
            case FAILED -> failed(edge, session, isChild, nowMs);
            case FORGED -> {
                if (isChild) {
                    accuse(edge, nowMs);
                }
            }
            case DECLINED -> decline(edge, session, isChild, nowMs);
        }
        return isChild || state == State.CONNECTED || state == State.FAILED || state == State.DECLINED;
    }

    /** One of the two has measured the way between them. */
    void measured(Edge edge, SessionId session, int delayMs, long nowMs) {
        UserId peer = edge.other(session).user();
        facts.measured(edge.parent.user().equals(peer) ? edge.child.user() : edge.parent.user(), peer, delayMs, nowMs);
    }

    private void connected(Edge edge, SessionId session, long nowMs) {
        if (edge.connected(session) && edge.phase() == Edge.Phase.TRYING) {
            facts.connected(edge, nowMs);
            edges.connected(edge, nowMs);
        }
    }

    private void carries(Edge edge, boolean isChild, long nowMs) {
        if (isChild) {
            edges.carries(edge, nowMs);
        }
    }

    /** Nothing comes by an edge before it stands. What a publisher sends itself is its own; who passes it on may have changed it. */
    private void accuse(Edge edge, long nowMs) {
        if (!edge.stands()) {
            failed(edge, edge.child.session(), true, nowMs);
            return;
        }
        UserId forwarder = edge.parent.user();
        fail(edge, edge.child.session(), RouteReason.FORGED, nowMs);
        forgers.found(edge.child.user(), edge.publisher, !edge.isRoot(), nowMs);
        judge(edge.child, nowMs);
        if (edge.isRoot()) {
            if (forgers.doubt(edge.publisher, edge.child.user())) {
                stopAll(edges.all(), one -> one.publisher.equals(edge.publisher) ? RouteReason.TREE : null, nowMs);
            }
        } else if (forgers.accuse(forwarder, edge.child.user(), edge.publisher, nowMs)) {
            judge(edge.parent, nowMs);
            stopAll(
                    edges.of(forwarder),
                    one -> !one.isRoot() && one.parent.user().equals(forwarder) ? RouteReason.FORGED : null,
                    nowMs);
        }
    }

    private void judge(Edge.End end, long nowMs) {
        Participant participant = participants.get(end.session());
        if (participant != null) {
            facts.enter(end.user(), participant, !forgers.has(end.user()), nowMs);
        }
    }

    /** A parent may give up what stood because it has something else to send, or nothing any more: that says nothing of the way between the two. */
    private void failed(Edge edge, SessionId reporter, boolean isChild, long nowMs) {
        if (!edge.stands()) {
            fail(edge, reporter, RouteReason.FAILED, nowMs);
        } else if (isChild && edge.isRoot()) {
            fail(edge, reporter, RouteReason.BROKEN, nowMs);
        } else {
            if (isChild) {
                blame.suspect(edge, nowMs);
            }
            stop(edge, RouteReason.BROKEN, nowMs);
        }
    }

    private void fail(Edge edge, SessionId reporter, RouteReason why, long nowMs) {
        UserId peer = edge.other(reporter).user();
        facts.failed(edge.parent.user().equals(peer) ? edge.child.user() : edge.parent.user(), peer, nowMs);
        stop(edge, why, nowMs);
    }

    private void decline(Edge edge, SessionId session, boolean isChild, long nowMs) {
        if (isChild) {
            participants.get(session).declined().add(edge.publisher);
            stopAll(
                    edges.of(edge.child.user()),
                    one -> one.child.session().equals(session) && one.publisher.equals(edge.publisher)
                            ? RouteReason.DECLINED
                            : null,
                    nowMs);
        } else {
            fail(edge, session, RouteReason.DECLINED, nowMs);
        }
    }

    private interface Verdict {
        /** Why an edge ends, or null where it stays. */
        RouteReason on(Edge edge);
    }

    private void stopAll(List<Edge> those, Verdict verdict, long nowMs) {
        for (Edge edge : those) {
            RouteReason why = verdict.on(edge);
            if (why != null && edge.phase() != Edge.Phase.CLOSED) {
                stop(edge, why, nowMs);
            }
        }
    }

    /** Gives an edge up, and has the relay bridge whom it served in the tree. */
    private void stop(Edge edge, RouteReason why, long nowMs) {
        edges.stop(edge, why, nowMs);
        StreamId stream = new StreamId(edge.publisher, 0);
        if (Source.of(edge.parent.user()).equals(trees.tree(stream).sources().get(edge.child.user()))) {
            trees = trees.bridging(stream, List.of(edge.child.user()));
        }
        toPlan = true;
    }

    /** Gives up what may not be any more. */
    List<Addressed> settle(MeshPolicy policy, long nowMs) {
        boolean applied = applies;
        applies = appliesNow(policy, nowMs);
        toLookAtLeaving |= applied != applies;
        if (!applies) {
            stopAll(edges.all(), edge -> forbidden(edge, RouteReason.POLICY), nowMs);
        }
        edges.forgetLeft(nowMs);
        for (UserId user : unsettled) {
            stopAll(edges.of(user), edge -> forbidden(edge, null), nowMs);
            endLeaving(edges.leaving(user), nowMs);
        }
        unsettled.clear();
        if (toLookAtLeaving) {
            endLeaving(edges.leaving(), nowMs);
            toLookAtLeaving = false;
        }
        if (!applies) {
            trees = RoomTrees.NONE;
            toPlan = true;
        }
        explore(policy);
        return edges.takeOrders();
    }

    private void explore(MeshPolicy policy) {
        int size = room.members().size();
        participants.forEach((session, participant) -> {
            if (participant.explores(policy.explores(size, participant.explores()))) {
                edges.order(session, new Explore(participant.explores()));
            }
        });
    }

    /** One who comes and goes at a bound does not end all edges each time. */
    private boolean appliesNow(MeshPolicy policy, long nowMs) {
        int size = room.members().size();
        if (size > policy.pairMembers()) {
            largeMs = nowMs;
        }
        boolean stays = applies && !edges.isEmpty() && policy.stays(size, nowMs - largeMs);
        return stays || policy.applies(size);
    }

    private RouteReason forbidden(Edge edge, RouteReason otherwise) {
        RouteReason why = rules.forbidden(edge);
        return why == null ? otherwise : why;
    }

    private void endLeaving(List<Edge> those, long nowMs) {
        for (Edge edge : those) {
            RouteReason left = rules.left(edge);
            RouteReason why = left == null ? rules.forbidden(edge) : left;
            boolean allowed = why == RouteReason.PRIVATE && !applies && arePartners(edge);
            if (why != null && why.graceMs() == 0 && !allowed) {
                edges.cutShort(edge, why, nowMs);
                toPlan = true;
            }
        }
    }

    /** Clients that end one edge at once end all that the two have: a pair's own, too, which their private chat is to go by. */
    private boolean arePartners(Edge edge) {
        return edge.isRoot() && room.privateChats().arePartners(edge.parent.user(), edge.child.user());
    }

    /** Time has passed: attempts come to their end, trees are planned anew, edges begin. */
    List<Addressed> tick(MeshPolicy policy, Attempts attempts, long nowMs) {
        List<Addressed> orders = new ArrayList<>(settle(policy, nowMs));
        if (applies) {
            expire(policy.tryMs(), nowMs);
            plan(policy, nowMs);
            TreeFollower.Turn turn = new TreeFollower.Turn(policy, attempts, nowMs);
            trees.trees().keySet().stream()
                    .sorted()
                    .forEach(stream -> follower.follow(stream.publisher(), trees.tree(stream), turn));
            orders.addAll(edges.takeOrders());
        }
        return orders;
    }

    private void expire(long tryMs, long nowMs) {
        for (Edge edge : edges.all()) {
            switch (edge.phase()) {
                case TRYING -> expire(edge, edge.sinceMs() + tryMs, RouteReason.FAILED, nowMs);
                case UP -> expire(edge, blame.hadSinceMs(edge) + CARRY_MS, RouteReason.FAILED, nowMs);
                case STARVED -> {
                    long hadSinceMs = blame.hadSinceMs(edge);
                    boolean hadAlways = hadSinceMs == edge.sinceMs() && blame.hasStream(edge);
                    expire(edge, hadSinceMs + (hadAlways ? BLAME_MS : CARRY_MS), RouteReason.STARVED, nowMs);
                }
                case CARRYING, CLOSED -> {}
            }
        }
        toPlan |= blame.settle(nowMs);
    }

    /** Who waits for a parent that has nothing itself holds nothing against it. */
    private void expire(Edge edge, long atMs, RouteReason why, long nowMs) {
        if (nowMs >= atMs && (edge.phase() == Edge.Phase.TRYING || blame.hasStream(edge))) {
            fail(edge, edge.child.session(), why, nowMs);
        } else if (nowMs >= atMs) {
            stop(edge, RouteReason.TREE, nowMs);
        }
    }

    private void plan(MeshPolicy policy, long nowMs) {
        toFill |= toPlan;
        boolean improves = nowMs - improvedMs >= IMPROVE_MS;
        boolean fills = toFill && nowMs - filledMs >= FILL_MS;
        if (!toPlan && !improves && !fills) {
            return;
        }
        refreshFacts(nowMs);
        RoomPlanner planner = new RoomPlanner(policy.planned());
        RoutingView view = facts.view(nowMs);
        Map<Boolean, List<MediaStream>> bySignature =
                rules.streams(room.members()).stream().collect(Collectors.partitioningBy(this::isSigned));
        List<MediaStream> streams = bySignature.get(true);
        RoomTrees planned = planner.repair(streams, trees, view);
        if (improves || fills) {
            RoomTrees repaired = planned;
            int most = Math.max(LEAST_MOVES, 1 + room.members().size() / 10);
            planned = improves
                    ? planner.improve(streams, repaired, view, most)
                    : planner.fill(streams, repaired, view, most);
            improvedMs = improves ? nowMs : improvedMs;
            filledMs = nowMs;
            toFill = !planned.equals(repaired);
        }
        planned = planned.relaying(bySignature.get(false));
        planned.trees().forEach((stream, tree) -> {
            if (!tree.equals(trees.tree(stream))) {
                edges.planned(stream.publisher());
            }
        });
        trees = planned;
        toPlan = false;
        edges.forget(trees, nowMs);
    }

    private void refreshFacts(long nowMs) {
        participants.forEach((session, participant) ->
                members.find(session).ifPresent(member -> facts.refresh(member.user(), participant, nowMs)));
        for (Edge edge : edges.all()) {
            if (edge.stands()) {
                facts.connected(edge, nowMs);
            }
        }
    }

    /** What cannot be verified goes by the relay alone. */
    private boolean isSigned(MediaStream stream) {
        return room.member(stream.id().publisher())
                .map(publisher ->
                        participants.get(publisher.session()).signs() && !forgers.signsNothing(publisher.user()))
                .orElse(false);
    }

    /** How each stream comes to each of its viewers; none where the room has no trees. */
    List<Route> routes(UserId from, UserId to) {
        return applies ? new MeshRoutes(room, participants, edges, trees).of(from, to) : List.of();
    }

    /** Whose streams go in the room; nobody's where it has no trees. */
    List<Sender> senders() {
        return applies ? new MeshRoutes(room, participants, edges, trees).senders() : List.of();
    }
}
