package org.anychat.room.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.RoutingView.Pair;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/routing.md, and what lies between them. */
class TreePlannerTest {
    private static final StreamId STREAM = new StreamId(new UserId(1), 0);
    private static final long MBIT = 1_000_000;

    private final Map<Integer, MemberFacts> members = new HashMap<>();
    private final Map<Pair, PairFacts> pairs = new HashMap<>();
    private RoutingLimits limits = new RoutingLimits(3, 2);

    private void member(int user, NatBehavior nat, double upMbit, int relayDelayMs) {
        members.put(
                user,
                new MemberFacts(
                        new UserId(user),
                        ClientP2pPolicy.SERVER,
                        true,
                        Optional.of(nat),
                        OptionalLong.of((long) (upMbit * MBIT)),
                        relayDelayMs,
                        true));
    }

    private void measured(int one, int other, int delayMs) {
        pairs.put(new Pair(new UserId(one), new UserId(other)), new PairFacts(OptionalInt.of(delayMs), false, false));
    }

    private void failed(int one, int other) {
        pairs.put(new Pair(new UserId(one), new UserId(other)), new PairFacts(OptionalInt.empty(), false, true));
    }

    private MediaStream stream() {
        Set<UserId> viewers = new HashSet<>();
        members.keySet().stream().filter(user -> user != 1).forEach(user -> viewers.add(new UserId(user)));
        return new MediaStream(STREAM, MBIT, viewers);
    }

    private Uplinks uplinks() {
        Uplinks uplinks = new Uplinks();
        uplinks.publish(stream());
        return uplinks;
    }

    private RoutingView view() {
        return RoutingView.of(members.values(), pairs);
    }

    private DistributionTree repair(DistributionTree before) {
        return new TreePlanner(limits).repair(stream(), before, view(), uplinks());
    }

    private DistributionTree improve(DistributionTree tree) {
        return new TreePlanner(limits).improve(stream(), tree, view(), uplinks(), 8);
    }

    private DistributionTree fresh() {
        return repair(DistributionTree.empty(STREAM));
    }

    /** Each source and whom it sends to: "1>2,3 relay>4". */
    private static String shown(DistributionTree tree) {
        List<String> words = new ArrayList<>();
        for (int user = 1; user <= 99; user++) {
            List<UserId> children = tree.childrenOf(new UserId(user));
            if (!children.isEmpty()) {
                words.add(user + ">" + joined(children));
            }
        }
        List<UserId> relayed = tree.sources().keySet().stream()
                .filter(viewer -> tree.sources().get(viewer).equals(Source.RELAY))
                .sorted(Comparator.comparingInt(UserId::value))
                .toList();
        if (!relayed.isEmpty()) {
            words.add("relay>" + joined(relayed));
        }
        return String.join(" ", words);
    }

    private static void assertDocumented(String expected, String tree) {
        assertEquals(expected, tree);
        try {
            String document = Files.readString(Path.of("../docs/routing.md"));
            assertTrue(document.contains("`" + tree + "`"), tree + " is not in docs/routing.md");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String joined(List<UserId> users) {
        return String.join(",", users.stream().map(UserId::toString).toList());
    }

    /** Seven viewers of user 1, all open; only 2 and 3 have bandwidth. */
    private void sevenViewers() {
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 4, 10);
        member(3, NatBehavior.OPEN, 3, 20);
        for (int user = 4; user <= 8; user++) {
            member(user, NatBehavior.OPEN, 1, 30);
        }
    }

    @Test
    void shouldPlaceTheStrongestNearestToThePublisher() {
        sevenViewers();
        assertDocumented("1>2,3 2>4,5 3>6,7 relay>8", shown(fresh()));
    }

    @Test
    void shouldMoveOnlyWhomALostUserServed() {
        sevenViewers();
        DistributionTree before = fresh();
        members.remove(2);

        DistributionTree bridged = before.without(new UserId(2));
        assertDocumented("1>3 3>6,7 relay>4,5,8", shown(bridged));
        assertDocumented("1>3,4 3>6,7 relay>5,8", shown(repair(bridged)));
    }

    @Test
    void shouldHaveNobodyPassOnWhatTheRelaySendsIt() {
        sevenViewers();
        member(2, NatBehavior.SYMMETRIC, 4, 10);
        failed(1, 2);
        failed(2, 3);
        limits = new RoutingLimits(2, 2);
        assertEquals("1>3,6 2>4,5 3>7,8 relay>2", shown(fresh()));

        limits = limits.withoutRelayRoots();
        assertEquals("1>3,4 3>5,6 relay>2,7,8", shown(fresh()));
        assertEquals(2, repair(withRelayRoots()).childrenOf(new UserId(3)).size());
        assertEquals(List.of(), repair(withRelayRoots()).childrenOf(new UserId(2)));
    }

    private DistributionTree withRelayRoots() {
        return new TreePlanner(new RoutingLimits(2, 2))
                .repair(stream(), DistributionTree.empty(STREAM), view(), uplinks());
    }

    @Test
    void shouldGiveAFreePlaceToWhomTheRelayServesWhenItImproves() {
        sevenViewers();
        DistributionTree before = fresh();
        members.remove(4);

        DistributionTree repaired = repair(before.without(new UserId(4)));
        assertDocumented("1>2,3 2>5 3>6,7 relay>8", shown(repaired));
        assertDocumented("1>2,3 2>5,8 3>6,7", shown(improve(repaired)));
    }

    @Test
    void shouldHaveOneWhoCanPassOnTakeThePlaceOfOneWhoCannot() {
        limits = limits.withoutRelayRoots();
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 1, 30);
        member(3, NatBehavior.OPEN, 1, 30);
        DistributionTree before = fresh();
        member(4, NatBehavior.OPEN, 4, 10);
        member(5, NatBehavior.OPEN, 1, 30);

        DistributionTree repaired = repair(before);
        assertDocumented("1>2,3 relay>4,5", shown(repaired));
        assertDocumented("1>3,4 4>2,5", shown(improve(repaired)));
    }

    @Test
    void shouldLeaveWhoHasAPlaceWhereNobodyGetsOneByIt() {
        limits = limits.withoutRelayRoots();
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 1, 30);
        member(3, NatBehavior.OPEN, 1, 30);
        DistributionTree before = fresh();
        member(4, NatBehavior.OPEN, 4, 10);
        failed(4, 2);
        failed(4, 3);
        member(5, NatBehavior.UDP_BLOCKED, 1, 30);

        assertEquals("1>2,3 relay>4,5", shown(improve(repair(before))));
    }

    @Test
    void shouldHaveTheRelayServeWhomNobodyReachesAndThatOnePassItOn() {
        member(1, NatBehavior.PORT_RESTRICTED, 5, 10);
        member(2, NatBehavior.SYMMETRIC, 4, 10);
        member(3, NatBehavior.ADDRESS_RESTRICTED, 0, 10);
        member(4, NatBehavior.UDP_BLOCKED, 4, 10);
        failed(1, 3);
        assertDocumented("2>3 relay>2,4", shown(fresh()));
    }

    @Test
    void shouldTakeTheShorterWay() {
        member(1, NatBehavior.OPEN, 3, 10);
        member(2, NatBehavior.OPEN, 4, 10);
        member(3, NatBehavior.OPEN, 3.5, 10);
        member(4, NatBehavior.OPEN, 0, 60);
        measured(2, 4, 120);
        measured(3, 4, 55);
        limits = new RoutingLimits(3, 4);
        // 70 % of the publisher's 3 Mbit/s are two copies, and one of them is the relay's.
        assertEquals("1>2 2>3 3>4", shown(fresh()));
    }

    @Test
    void shouldNotMoveForALittleLessDelay() {
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 4, 10);
        member(3, NatBehavior.OPEN, 4, 10);
        member(4, NatBehavior.OPEN, 0, 10);
        measured(2, 4, 100);
        measured(3, 4, 130);
        DistributionTree before = fresh();
        assertDocumented("1>2,3 2>4", shown(before));

        measured(3, 4, 60);
        assertDocumented("1>2,3 2>4", shown(improve(repair(before))));
        measured(3, 4, 40);
        assertDocumented("1>2,3 3>4", shown(improve(repair(before))));
    }

    @Test
    void shouldGoToTheRelayWhereTheWayThroughUsersHasBecomeUnbearable() {
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 0, 10);
        DistributionTree before = fresh();
        assertEquals("1>2", shown(before));

        measured(1, 2, 500);
        assertEquals("1>2", shown(improve(repair(before))));
        measured(1, 2, 621);
        assertEquals("relay>2", shown(improve(repair(before))));
    }

    @Test
    void shouldMoveNobodyForALittleLessBandwidth() {
        member(1, NatBehavior.OPEN, 4.3, 10);
        member(2, NatBehavior.OPEN, 0, 10);
        member(3, NatBehavior.OPEN, 0, 20);
        DistributionTree before = fresh();
        assertEquals("1>2,3", shown(before));

        member(1, NatBehavior.OPEN, 3.6, 10);
        assertEquals("1>2,3", shown(repair(before)));
        member(1, NatBehavior.OPEN, 3.4, 10);
        assertEquals("1>2 relay>3", shown(repair(before)));
    }

    @Test
    void shouldNotBelieveADelayShorterThanTheRelaysOwnMeasurementsAllow() {
        member(1, NatBehavior.OPEN, 5, 10);
        member(2, NatBehavior.OPEN, 4, 10);
        member(3, NatBehavior.OPEN, 4, 300);
        member(4, NatBehavior.OPEN, 0, 10);
        measured(3, 4, 0);
        measured(2, 4, 60);
        assertEquals("1>2,3 2>4", shown(fresh()));
    }

    @Test
    void shouldNotSendToMoreThanThirtyConnections() {
        limits = new RoutingLimits(1, 64);
        member(1, NatBehavior.OPEN, 20, 10);
        for (int user = 2; user <= 50; user++) {
            member(user, NatBehavior.OPEN, 0, 10);
        }
        MediaStream thin = new MediaStream(STREAM, 16_000, stream().viewers());
        Uplinks uplinks = new Uplinks();
        uplinks.publish(thin);
        DistributionTree tree = new TreePlanner(limits).repair(thin, DistributionTree.empty(STREAM), view(), uplinks);
        assertEquals(Uplinks.MAX_CONNECTIONS, tree.childrenOf(new UserId(1)).size());
    }

    @Test
    void shouldGiveAStreamNothingThatAnotherOneTakes() {
        member(1, NatBehavior.OPEN, 0, 10);
        member(2, NatBehavior.OPEN, 3, 10);
        member(3, NatBehavior.OPEN, 0, 10);
        member(4, NatBehavior.OPEN, 0, 10);
        MediaStream one = new MediaStream(STREAM, MBIT, Set.of(new UserId(2), new UserId(3), new UserId(4)));
        MediaStream two = new MediaStream(new StreamId(new UserId(1), 1), MBIT, Set.of(new UserId(2), new UserId(3)));
        RoomTrees trees = new RoomPlanner(limits).repair(List.of(two, one), RoomTrees.NONE, view());
        assertEquals("2>3,4 relay>2", shown(trees.tree(one.id())));
        assertEquals("relay>2,3", shown(trees.tree(two.id())));
    }

    @Test
    void shouldBridgeWhoeverHasLostItsConnectionAndEndTheStreamsOfWhoIsGone() {
        sevenViewers();
        RoomTrees trees = new RoomTrees(Map.of(STREAM, fresh()));
        RoomTrees bridged = trees.bridging(STREAM, List.of(new UserId(3), new UserId(8), new UserId(77)));
        assertEquals("1>2 2>4,5 3>6,7 relay>3,8", shown(bridged.tree(STREAM)));
        assertEquals(Set.of(new UserId(3)), bridged.tree(STREAM).bridged());

        failed(1, 3);
        assertEquals("1>2 2>4,5 3>6,7 relay>3,8", shown(repair(bridged.tree(STREAM))));
        assertEquals(RoomTrees.NONE, trees.without(new UserId(1)));
    }
}
