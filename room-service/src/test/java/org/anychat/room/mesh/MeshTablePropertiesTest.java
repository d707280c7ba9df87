package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever people and their networks do, and in whatever order. */
class MeshTablePropertiesTest {
    private static final int USERS = 9;
    private static final int STEPS = 1_500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldKeepToTheLimitsAndLeaveNobodyWithoutASource(long seed) {
        Random random = new Random(seed);
        MeshedRoom room = new MeshedRoom();
        int carried = 0;
        for (int step = 0; step < STEPS; step++) {
            step(room, random);
            check(room);
            carried += room.paused.size();
        }
        assertTrue(carried > STEPS / 2, () -> "edges carry something now and then");
    }

    private static void step(MeshedRoom room, Random random) {
        int user = 1 + random.nextInt(USERS);
        boolean isHere = room.members.stream().anyMatch(member -> member.user().value() == user);
        if (!isHere) {
            room.enter(user, random.nextInt(3) == 0 ? UserState.OPEN : UserState.CLOSED);
            room.ready(user);
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> room.leave(user);
            case 1 -> room.become(user, UserState.OPEN, UserState.PUBLIC_CHAT);
            case 2 -> room.become(user, UserState.CLOSED, UserState.PUBLIC_CHAT);
            case 3 -> room.become(user, UserState.OPEN, UserState.PRIVATE_CHAT);
            case 4 -> room.withhold(user, random.nextBoolean());
            case 5 -> room.ready(user);
            case 6 -> room.limit(MeshedRoom.policy(1 + random.nextInt(MeshedRoom.MTN)));
            case 7, 8, 9, 10, 11, 12, 13, 14, 15 -> room.later(500);
            case 16 -> room.later(10_000);
            default -> say(room, random);
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

    private static void check(MeshedRoom room) {
        Map<List<UserId>, Long> children = room.tries.values().stream()
                .collect(Collectors.groupingBy(
                        one -> List.of(one.stream().publisher(), room.parents.get(one.attempt())),
                        Collectors.counting()));
        assertTrue(children.values().stream().allMatch(count -> count <= MeshedRoom.MTN), () -> "" + children);
        assertTrue(room.tries.values().stream().allMatch(one -> one.stream().ttl() < MeshedRoom.TTL));

        Set<Integer> here =
                room.members.stream().map(member -> member.user().value()).collect(Collectors.toSet());
        Set<String> edges = room.tries.values().stream()
                .map(one -> "s" + one.with().value() + " "
                        + one.stream().publisher().value())
                .collect(Collectors.toSet());
        room.paused.removeIf(pause -> !here.contains(Integer.parseInt(pause.substring(1, pause.indexOf(' ')))));
        assertTrue(edges.containsAll(room.paused), () -> "paused " + room.paused + ", edges " + edges);
        Set<String> direct = room.table.routes(MeshedRoom.ROOM).stream()
                .filter(route -> route.way() == Way.DIRECT)
                .map(route -> "s" + route.to().value() + " " + route.from().value())
                .collect(Collectors.toSet());
        assertTrue(room.paused.containsAll(direct), () -> "direct " + direct + ", paused " + room.paused);
        assertEquals(Set.copyOf(room.paused).size(), room.paused.size());
    }
}
