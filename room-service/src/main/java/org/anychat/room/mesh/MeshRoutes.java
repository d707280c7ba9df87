package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.domain.Room;
import org.anychat.room.routing.RoomTrees;
import org.anychat.room.routing.StreamId;

/** Tells operators and clients how streams go in a room with trees, also to those who take no part in them. */
final class MeshRoutes {
    /** Of all senders together nobody is told more. */
    private static final int MOST_ROUTES = 2_000;

    private final List<Member> members;
    private final Map<SessionId, Participant> participants;
    private final EdgeSet edges;
    private final RoomTrees trees;

    MeshRoutes(Room room, Map<SessionId, Participant> participants, EdgeSet edges, RoomTrees trees) {
        this.members = room.members().stream()
                .sorted(Comparator.comparingInt(member -> member.user().value()))
                .toList();
        this.participants = participants;
        this.edges = edges;
        this.trees = trees;
    }

    /** One entry per stream and viewer, by publisher; of one publisher, or to one viewer, where that is not null. */
    List<Route> of(UserId from, UserId to) {
        List<Route> routes = new ArrayList<>();
        for (Member publisher : members) {
            if (EdgeRules.bitrate(publisher) > 0 && (from == null || from.equals(publisher.user()))) {
                for (Member viewer : members) {
                    if (!viewer.user().equals(publisher.user())
                            && routes.size() < MOST_ROUTES
                            && (to == null || to.equals(viewer.user()))) {
                        routes.add(route(publisher, viewer));
                    }
                }
            }
        }
        return routes;
    }

    /** Who sends, and to how many without the relay. */
    List<Sender> senders() {
        List<Sender> senders = new ArrayList<>();
        Map<UserId, Integer> carried = new HashMap<>();
        edges.all().stream()
                .filter(edge -> edge.phase() == Edge.Phase.CARRYING)
                .forEach(edge -> carried.merge(edge.publisher, 1, Integer::sum));
        for (Member publisher : members) {
            if (EdgeRules.bitrate(publisher) > 0) {
                int direct = carried.getOrDefault(publisher.user(), 0);
                senders.add(new Sender(publisher.user(), members.size() - 1, direct));
            }
        }
        return senders;
    }

    private Route route(Member from, Member to) {
        UserId publisher = from.user();
        UserId viewer = to.user();
        Edge carrying = edges.carrying(publisher, viewer).orElse(null);
        if (carrying != null) {
            UserId via = carrying.parent.user();
            int hops = edges.hops(publisher, viewer);
            return new Route(publisher, viewer, Way.DIRECT, carrying.sinceMs(), "", via, hops);
        }
        for (Edge edge : edges.of(publisher, viewer)) {
            if (edge.phase() == Edge.Phase.STARVED) {
                return new Route(publisher, viewer, Way.RELAY, edge.sinceMs(), RouteReason.STARVED.word());
            }
            if (edge.phase() != Edge.Phase.CLOSED) {
                return new Route(publisher, viewer, Way.TRYING, edge.startedMs(), "");
            }
        }
        return trees.tree(new StreamId(publisher, 0)).sources().containsKey(viewer)
                ? edges.relayed(publisher, viewer)
                : new Route(publisher, viewer, Way.RELAY, 0, absence(from, to).word());
    }

    /** Why the tree of a stream does not have a viewer, or there is none. */
    private RouteReason absence(Member publisher, Member viewer) {
        Participant sending = participants.get(publisher.session());
        Participant receiving = participants.get(viewer.session());
        if (isWithheld(sending) || isWithheld(receiving)) {
            return RouteReason.WITHHELD;
        }
        if (EdgeRules.isPrivate(publisher) || EdgeRules.isPrivate(viewer)) {
            return RouteReason.PRIVATE;
        }
        if (sending == null || receiving == null) {
            return RouteReason.CLIENT;
        }
        if (!sending.isIn() || !receiving.isIn()) {
            return RouteReason.NEVER;
        }
        return receiving.declined().contains(publisher.user()) ? RouteReason.DECLINED : RouteReason.TREE;
    }

    private static boolean isWithheld(Participant participant) {
        return participant != null && participant.withheld();
    }
}
