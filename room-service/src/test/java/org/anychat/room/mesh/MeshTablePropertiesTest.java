package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.routing.RoutingLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever people and their networks do, and in whatever order. */
class MeshTablePropertiesTest {
    private static final int USERS = 9;
    private static final int STEPS = 1_500;
    private static final int MOST_HOPS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldKeepToTheLimitsAndLeaveNobodyWithoutASource(long seed) {
        Random random = new Random(seed);
        MeshedRoom room = new MeshedRoom();
        int carried = 0;
        int deepest = 0;
        for (int step = 0; step < STEPS; step++) {
            step(room, random);
            check(room);
            carried += room.paused.size();
            deepest = Math.max(deepest, deepest(room));
        }
        assertTrue(deepest >= 2, "streams are passed on now and then, " + deepest);
        assertTrue(carried > STEPS / 2, () -> "edges carry something now and then");
    }

    private static void step(MeshedRoom room, Random random) {
        int user = 1 + random.nextInt(USERS);
        boolean isHere = room.members.stream().anyMatch(member -> member.user().value() == user);
        if (!isHere) {
            room.enter(user, random.nextInt(3) == 0 ? UserState.OPEN : UserState.CLOSED);
            say(room, user, random);
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> room.leave(user);
            case 1 -> room.become(user, UserState.OPEN, UserState.PUBLIC_CHAT);
            case 2 -> room.become(user, UserState.CLOSED, UserState.PUBLIC_CHAT);
            case 3 -> room.become(user, UserState.OPEN, UserState.PRIVATE_CHAT);
            case 4 -> room.withhold(user, random.nextBoolean());
            case 5 -> say(room, user, random);
            case 6 -> room.limit(MeshedRoom.policy(1 + random.nextInt(MOST_HOPS), 1 + random.nextInt(MeshedRoom.MTN)));
            case 7, 8, 9, 10, 11, 12, 13, 14, 15 -> room.later(500);
            case 16 -> room.later(10_000);
            default -> say(room, random);
        }
    }

    /** Half of them pass streams on. */
    private static void say(MeshedRoom room, int user, Random random) {
        if (random.nextBoolean()) {
            room.forwards(user);
        } else {
            room.ready(user);
        }
    }

    /** One of an edge's two says something, mostly what is so where all goes well. */
    private static void say(MeshedRoom room, Random random) {
        List<Try> tries = List.copyOf(room.tries.values());
        if (tries.isEmpty()) {
            return;
        }
        Try edge = tries.get(random.nextInt(tries.size()));
        int parent = room.parents.get(edge.attempt()).value();
        int child = edge.with().value();
        State[] all = State.values();
        if (random.nextInt(12) == 0) {
            boolean up = random.nextBoolean();
            room.report(up ? parent : child, up ? child : parent, edge.attempt(), all[random.nextInt(all.length)]);
        } else {
            room.connect(edge.attempt(), parent, child);
            room.report(child, parent, edge.attempt(), State.DIRECT);
        }
    }

    private static int deepest(MeshedRoom room) {
        return room.table.routes(MeshedRoom.ROOM).stream()
                .mapToInt(Route::hops)
                .max()
                .orElse(0);
    }

    private static void check(MeshedRoom room) {
        RoutingLimits limits = room.table.policy().limits();
        Map<List<UserId>, Long> children = room.tries.values().stream()
                .collect(Collectors.groupingBy(
                        one -> List.of(one.stream().publisher(), room.parents.get(one.attempt())),
                        Collectors.counting()));
        assertTrue(children.values().stream().allMatch(count -> count <= limits.mtn()), () -> "" + children);
        assertTrue(room.ttls.values().stream().allMatch(ttl -> ttl < limits.ttl()), () -> "" + room.ttls);

        Map<String, Route> routes = room.table.routes(MeshedRoom.ROOM).stream()
                .filter(route -> route.way() == Way.DIRECT)
                .collect(Collectors.toMap(MeshTablePropertiesTest::pause, route -> route));
        assertEquals(routes.keySet(), Set.copyOf(room.paused));
        assertEquals(routes.size(), room.paused.size());
        routes.values().forEach(route -> checkWay(room, routes, route, limits));
    }

    private static String pause(Route route) {
        return "s" + route.to().value() + " " + route.from().value();
    }

    /** From the viewer up to the publisher each gets it from somebody who gets it, by an edge that lets more hops follow. */
    private static void checkWay(MeshedRoom room, Map<String, Route> routes, Route from, RoutingLimits limits) {
        Route route = from;
        int below = -1;
        int hops = 1;
        while (!route.via().equals(route.from())) {
            below = checkEdge(room, route, below);
            route = routes.get("s" + route.via().value() + " " + route.from().value());
            assertNotNull(route, () -> "nobody sends it to a forwarder of " + from);
            hops++;
            assertTrue(hops <= limits.ttl(), () -> "too deep or in a cycle: " + from);
        }
        checkEdge(room, route, below);
        assertEquals(hops, from.hops());
    }

    private static int checkEdge(MeshedRoom room, Route route, int below) {
        int ttl = room.ttls.get(
                room.edge(route.from().value(), route.via().value(), route.to().value()));
        assertTrue(ttl > below, () -> "too few hops may follow " + route);
        return ttl;
    }

    /** A fifth of those who pass the stream on fall silent at the same moment. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBridgeAllBelowInOneTurnAndBlameNobodyElse(long seed) {
        Random random = new Random(seed);
        MeshedRoom room = new MeshedRoom();
        room.limit(MeshedRoom.policy(MOST_HOPS, 3));
        room.grown(12, 16);
        room.grow();
        assertEquals(28, room.paused.size());
        List<UserId> forwarders = new ArrayList<>(room.parents.values().stream()
                .distinct()
                .filter(user -> user.value() != 1)
                .toList());
        Collections.shuffle(forwarders, random);
        Set<UserId> dead = Set.copyOf(forwarders.subList(0, (forwarders.size() + 4) / 5));

        Map<UserId, UserId> sources =
                room.table.routes(MeshedRoom.ROOM).stream().collect(Collectors.toMap(Route::to, Route::via));
        List<UserId> silent = new ArrayList<>(sources.keySet().stream()
                .filter(viewer -> !dead.contains(viewer) && isBelow(viewer, dead, sources))
                .toList());
        Collections.shuffle(silent, random);
        for (UserId viewer : silent) {
            room.nowMs += random.nextInt(20);
            int attempt = room.edge(1, sources.get(viewer).value(), viewer.value());
            room.report(viewer.value(), sources.get(viewer).value(), attempt, State.STARVED);
            for (UserId other : silent) {
                assertTrue(
                        !isBelow(other, Set.of(viewer), sources) || !room.paused.contains("s" + other.value() + " 1"));
            }
            assertFalse(room.paused.contains("s" + viewer.value() + " 1"));
        }

        Set<UserId> living = Set.copyOf(sources.keySet());
        Set<Integer> ended = new HashSet<>();
        for (int step = 0; step < 6; step++) {
            Map<Integer, UserId> before = Map.copyOf(room.parents);
            room.later(500).stream()
                    .filter(order -> order.contains(" close ") && order.endsWith(" 500"))
                    .forEach(order -> ended.add(
                            Integer.parseInt(order.substring(order.indexOf('#') + 1, order.lastIndexOf(' ')))));
            before.forEach((attempt, parent) ->
                    assertTrue(!ended.contains(attempt) || dead.contains(parent), () -> parent + " is not to blame"));
        }
        assertFalse(ended.isEmpty());

        dead.forEach(user -> room.leave(user.value()));
        room.grow();
        room.grow();
        living.stream()
                .filter(viewer -> !dead.contains(viewer))
                .forEach(viewer -> assertTrue(
                        room.paused.contains("s" + viewer.value() + " 1"), () -> viewer + " of " + room.paused));
        check(room);
    }

    private static boolean isBelow(UserId viewer, Set<UserId> above, Map<UserId, UserId> sources) {
        UserId at = sources.get(viewer);
        while (at != null && !above.contains(at)) {
            at = sources.get(at);
        }
        return at != null;
    }
}
