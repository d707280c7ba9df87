package org.anychat.room.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.ReadRoutes;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.RouteList;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.UserId;

/** Of a room's routes those that somebody asks for, in the order in which they are read. */
final class RoutePage {
    private RoutePage() {}

    /** {@code routes} are all of the room's, or at least those that are asked for. */
    static RouteList of(List<Route> routes, List<Sender> senders, ReadRoutes asked) {
        List<Route> wanted = routes.stream()
                .filter(route -> asked.from() == null || route.from().equals(asked.from()))
                .filter(route -> asked.to() == null || route.to().equals(asked.to()))
                .toList();
        List<Route> ordered = asked.from() == null || asked.to() != null ? wanted : alongTheTree(wanted);
        int limit = Math.max(0, Math.min(asked.limit(), DirectApi.MAX_ROUTES));
        List<Route> page =
                ordered.stream().skip(Math.max(0, asked.offset())).limit(limit).toList();
        return new RouteList(page, ordered.size(), asked.to() == null ? senders : List.of());
    }

    /** By number. */
    static List<Sender> senders(List<Route> routes) {
        Map<Integer, Sender> senders = new TreeMap<>();
        for (Route route : routes) {
            int direct = route.way() == Way.DIRECT ? 1 : 0;
            senders.merge(
                    route.from().value(),
                    new Sender(route.from(), 1, direct),
                    (one, other) ->
                            new Sender(one.user(), one.receivers() + other.receivers(), one.direct() + other.direct()));
        }
        return List.copyOf(senders.values());
    }

    /** Whoever passes it on, then those who get it of it; whoever gets it of nobody comes last. */
    private static List<Route> alongTheTree(List<Route> routes) {
        Map<UserId, List<Route>> below = new HashMap<>();
        List<Route> roots = new ArrayList<>();
        for (Route route : byReceiver(routes).toList()) {
            if (route.way() == Way.DIRECT) {
                below.computeIfAbsent(route.via(), first -> new ArrayList<>()).add(route);
            } else {
                roots.add(route);
            }
        }
        List<Route> ordered = new ArrayList<>();
        routes.stream().findFirst().ifPresent(any -> add(any.from(), below, ordered));
        ordered.addAll(roots);
        return ordered;
    }

    private static Stream<Route> byReceiver(List<Route> routes) {
        return routes.stream()
                .sorted(Comparator.comparingInt(route -> route.to().value()));
    }

    /** What is taken out is not met again, whatever the routes say. */
    private static void add(UserId from, Map<UserId, List<Route>> below, List<Route> ordered) {
        List<Route> those = below.remove(from);
        if (those != null) {
            for (Route route : those) {
                ordered.add(route);
                add(route.to(), below, ordered);
            }
        }
    }
}
