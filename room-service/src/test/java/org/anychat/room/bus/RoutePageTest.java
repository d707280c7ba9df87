package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.ReadRoutes;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.RouteList;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class RoutePageTest {
    private static final RoomId ROOM = new RoomId(1);

    /** 1 sends to 2 and 5, 5 to 3, 3 to 4; 6 and 7 have the relay. 2 sends to 1. */
    private static final List<Route> ROUTES = List.of(
            direct(1, 2, 1, 1),
            direct(1, 3, 5, 2),
            direct(1, 4, 3, 3),
            direct(1, 5, 1, 1),
            new Route(user(1), user(6), Way.RELAY, 7, "tree"),
            new Route(user(1), user(7), Way.TRYING, 8, ""),
            direct(2, 1, 2, 1));

    private static Route direct(int from, int to, int via, int hops) {
        return new Route(user(from), user(to), Way.DIRECT, 5, "", user(via), hops);
    }

    private static UserId user(int number) {
        return new UserId(number);
    }

    private static RouteList page(List<Route> routes, ReadRoutes asked) {
        return RoutePage.of(routes, RoutePage.senders(routes), asked);
    }

    private static List<Integer> receivers(RouteList page) {
        return page.routes().stream().map(route -> route.to().value()).toList();
    }

    @Test
    void shouldGoDownOneStreamsTree() {
        RouteList page = page(ROUTES, new ReadRoutes(ROOM, user(1), null, 0, 100));

        assertEquals(List.of(2, 5, 3, 4, 6, 7), receivers(page));
        assertEquals(6, page.total());
        assertEquals(List.of(new Sender(user(1), 6, 4), new Sender(user(2), 1, 1)), page.senders());
    }

    @Test
    void shouldTurnPages() {
        RouteList page = page(ROUTES, new ReadRoutes(ROOM, user(1), null, 2, 3));

        assertEquals(List.of(3, 4, 6), receivers(page));
        assertEquals(6, page.total());
        assertEquals(List.of(), receivers(page(ROUTES, new ReadRoutes(ROOM, user(1), null, 6, 3))));
    }

    @Test
    void shouldTellOfTwoAlone() {
        RouteList page = page(ROUTES, new ReadRoutes(ROOM, user(1), user(4), 0, 1));

        assertEquals(new RouteList(List.of(ROUTES.get(2)), 1, List.of()), page);
    }

    @Test
    void shouldGiveNoMoreThanAPageHolds() {
        List<Route> many = IntStream.range(2, 400)
                .mapToObj(to -> new Route(user(1), user(to), Way.RELAY, 0, "tree"))
                .toList();

        RouteList page = page(many, new ReadRoutes(ROOM, null, null, 0, Integer.MAX_VALUE));

        assertEquals(DirectApi.MAX_ROUTES, page.routes().size());
        assertEquals(398, page.total());
    }

    /** No tree has one, but the answer has to come to an end. */
    @Test
    void shouldComeToAnEndWhereTwoFeedEachOther() {
        List<Route> circle = List.of(direct(1, 2, 3, 2), direct(1, 3, 2, 2));

        assertEquals(List.of(), receivers(page(circle, new ReadRoutes(ROOM, user(1), null, 0, 100))));
    }
}
