package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.DirectApi.ReadRoutes;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.RouteList;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ReplyBody;

/** Tells a client how media goes between it and another. */
final class UserRoutes {
    /** Why somebody else gets nothing directly, in the room service's words, that is not for everybody. */
    private static final Set<String> THEIRS = Set.of("withheld", "never", "client", "declined", "forged");
    /** That the server has no place for the viewer says no more than that. */
    private static final String UNTOLD = "tree";

    private final Services services;

    UserRoutes(Services services) {
        this.services = services;
    }

    /** Both directions, that to the client first; null where there is nothing to tell, or nobody who knows. */
    Future<List<ReplyBody.UserRoute>> between(ClientSession session, UserId other) {
        RoomSeat seat = session.seat();
        if (seat == null) {
            return Future.succeededFuture();
        }
        UserId self = session.login().user();
        Future<RouteList> here = read(seat.room(), other, self);
        Future<RouteList> there = read(seat.room(), self, other);
        return Future.all(here, there)
                .map(both -> Stream.of(here.result(), there.result())
                        .flatMap(list -> list.routes().stream())
                        .map(route -> translate(route, self))
                        .toList())
                .map(routes -> routes.isEmpty() ? null : routes)
                .otherwise((List<ReplyBody.UserRoute>) null);
    }

    private Future<RouteList> read(RoomId room, UserId from, UserId to) {
        return services.direct().routes(new ReadRoutes(room, from, to, 0, 1));
    }

    /** By whom others get something is theirs to know, and so is what an operator, their clients or who views them has said. */
    private static ReplyBody.UserRoute translate(Route route, UserId self) {
        boolean own =
                route.via() != null && (route.to().equals(self) || route.via().equals(self));
        return new ReplyBody.UserRoute(
                route.from().value(),
                route.to().value(),
                ReplyBody.Way.valueOf(route.way().name()),
                route.sinceMs(),
                THEIRS.contains(route.reason()) && !route.to().equals(self) ? UNTOLD : route.reason(),
                own ? route.via().value() : null,
                route.hops());
    }
}
