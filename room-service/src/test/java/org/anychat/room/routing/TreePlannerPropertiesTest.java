package org.anychat.room.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

/** What holds for every room: random rooms, a room's changes one after the other; a failure names its seed. */
class TreePlannerPropertiesTest {
    private static final int ROOMS = 40;
    private static final int CHANGES = 25;

    private static void inRooms(Consumer<Random> property) {
        for (int i = 0; i < ROOMS; i++) {
            long seed = new Random().nextLong();
            try {
                property.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static RoutingLimits limits(Random random) {
        return random.nextBoolean()
                ? RoutingLimits.DEFAULT
                : new RoutingLimits(1 + random.nextInt(5), 1 + random.nextInt(6), random.nextBoolean());
    }

    private static DistributionTree repair(TestRooms room, DistributionTree before, RoutingLimits limits) {
        return new TreePlanner(limits).repair(room.stream(), before, room.view(), room.uplinks());
    }

    private static DistributionTree improve(TestRooms room, DistributionTree tree, RoutingLimits limits, int moves) {
        return new TreePlanner(limits).improve(room.stream(), tree, room.view(), room.uplinks(), moves);
    }

    private static DistributionTree fresh(TestRooms room, RoutingLimits limits) {
        return repair(room, DistributionTree.empty(TestRooms.STREAM), limits);
    }

    @Test
    void shouldKeepAllRulesThroughEveryChange() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 2 + random.nextInt(80));
            DistributionTree tree = DistributionTree.empty(TestRooms.STREAM);
            for (int i = 0; i < CHANGES; i++) {
                DistributionTree repaired = repair(room, tree, limits);
                TreeRules.check(tree, repaired, room.stream(), room.view(), limits);
                tree = improve(room, repaired, limits, random.nextInt(5));
                TreeRules.check(repaired, tree, room.stream(), room.view(), limits);
                TreeRules.checkUplinks(
                        new RoomTrees(Map.of(TestRooms.STREAM, tree)), List.of(room.stream()), room.view());
                change(room, random, 1000 + i);
            }
        });
    }

    private static void change(TestRooms room, Random random, int newcomer) {
        switch (random.nextInt(5)) {
            case 0 -> room.put(room.mixedMember(newcomer));
            case 1 -> {
                UserId gone = room.anybody();
                if (!gone.equals(TestRooms.PUBLISHER)) {
                    room.remove(gone);
                }
            }
            case 2 -> room.put(room.mixedMember(room.anybody().value()));
            default -> room.changePair();
        }
    }

    @Test
    void shouldTakeAnyTreeOfBefore() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 30);
            Map<UserId, Source> sources = new HashMap<>();
            Set<UserId> bridged = new HashSet<>();
            for (int user = 1; user <= 40; user++) {
                // Cycles, a user that is its own source, a publisher that is a viewer, users that are not there.
                sources.put(
                        new UserId(user),
                        random.nextInt(9) == 0 ? Source.RELAY : Source.of(new UserId(1 + random.nextInt(40))));
                if (random.nextInt(9) == 0) {
                    bridged.add(new UserId(user));
                }
            }
            DistributionTree before = new DistributionTree(TestRooms.STREAM, sources, bridged);
            DistributionTree tree = repair(room, before, limits);
            TreeRules.check(before, tree, room.stream(), room.view(), limits);
        });
    }

    @Test
    void shouldPlanTheSameWhateverTheOrderOfWhatItGets() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 60);
            TestRooms shuffled = new TestRooms(random);
            List<MemberFacts> members = new ArrayList<>(room.members.values());
            Collections.shuffle(members, random);
            members.forEach(shuffled::put);
            shuffled.pairs.putAll(new LinkedHashMap<>(room.pairs));

            DistributionTree tree = fresh(room, limits);

            assertEquals(tree, fresh(shuffled, limits));
            assertEquals(improve(room, tree, limits, 9), improve(shuffled, tree, limits, 9));
        });
    }

    @Test
    void shouldMoveNobodyWhereNothingHasChanged() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 60);
            DistributionTree tree = fresh(room, limits);
            assertEquals(tree, repair(room, tree, limits));
        });
    }

    @Test
    void shouldComeToAnEndWithItsImprovements() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 60);
            DistributionTree tree = fresh(room, limits);
            for (int i = 0; i < 40; i++) {
                room.changePair();
            }
            tree = repair(room, tree, limits);
            int rounds = 0;
            DistributionTree better = improve(room, tree, limits, 4);
            while (!better.equals(tree)) {
                assertTrue(tree.movesTo(better).size() <= 4, "more moves than allowed");
                assertTrue(++rounds < 500, "it goes on and on");
                tree = better;
                better = improve(room, tree, limits, 4);
            }
        });
    }

    @Test
    void shouldMoveNobodyForANewcomer() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 60);
            DistributionTree before = fresh(room, limits);
            room.put(random.nextBoolean() ? room.mixedMember(500) : TestRooms.easyMember(500, 1));
            assertEquals(List.of(), before.movesTo(repair(room, before, limits)));
        });
    }

    @Test
    void shouldMoveOnlyThoseWhomALostUserServed() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = random.nextBoolean() ? TestRooms.mixed(random, 60) : TestRooms.easy(random, 60);
            DistributionTree before = fresh(room, limits);
            for (UserId gone : before.sources().keySet()) {
                List<UserId> orphans = before.childrenOf(gone);
                DistributionTree bridged = before.without(gone);
                assertEquals(new HashSet<>(orphans), bridged.bridged());
                assertEquals(new HashSet<>(orphans), TestRooms.viewersOf(before.movesTo(bridged)));

                MemberFacts member = room.members.remove(gone);
                DistributionTree after = repair(room, bridged, limits);
                TreeRules.check(bridged, after, room.stream(), room.view(), limits);
                List<UserId> may = limits.relayRoots() ? orphans : allBelow(before, orphans);
                assertTrue(may.containsAll(TestRooms.viewersOf(before.movesTo(after))), "others moved, too");
                assertTrue(may.containsAll(TestRooms.viewersOf(bridged.movesTo(after))), "others moved, too");
                assertEquals(after, repair(room, before, limits), "the same as without a bridge");
                room.put(member);
            }
        });
    }

    /** Where whom the relay serves passes nothing on, those below an orphan that finds no other source move, too. */
    private static List<UserId> allBelow(DistributionTree tree, List<UserId> users) {
        List<UserId> all = new ArrayList<>(users);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(tree.childrenOf(all.get(i)));
        }
        return all;
    }

    @Test
    void shouldMoveNobodyWhenFactsGrowOld() {
        inRooms(random -> {
            TestRooms room = TestRooms.easy(random, 60);
            DistributionTree before = fresh(room, RoutingLimits.DEFAULT);
            room.members.replaceAll((user, member) -> new MemberFacts(
                    user, member.policy(), true, Optional.empty(), OptionalLong.empty(), member.relayDelayMs(), true));
            assertEquals(before, repair(room, before, RoutingLimits.DEFAULT));
        });
    }

    @Test
    void shouldRelieveTheRelayWhereAllPairsArePossibleAndBandwidthIsThere() {
        inRooms(random -> {
            int users = 2 + random.nextInt(300);
            TestRooms room = TestRooms.easy(random, users);
            DistributionTree tree = fresh(room, RoutingLimits.DEFAULT);
            assertTrue(
                    5 * tree.relayCopies() <= users - 1,
                    () -> tree.relayCopies() + " copies of the relay for " + (users - 1) + " viewers");
        });
    }

    @Test
    void shouldRelieveTheRelayWhereUsersComeOneByOneAndGo() {
        inRooms(random -> {
            TestRooms room = TestRooms.easy(random, 1);
            DistributionTree tree = DistributionTree.empty(TestRooms.STREAM);
            for (int user = 2; user <= 150; user++) {
                room.put(TestRooms.easyMember(user, 5 + random.nextInt(30)));
                tree = repair(room, tree, RoutingLimits.DEFAULT);
            }
            assertRelieved(tree);
            for (int i = 0; i < 50; i++) {
                UserId gone = room.anybody();
                if (!gone.equals(TestRooms.PUBLISHER)) {
                    room.remove(gone);
                    tree = repair(room, tree.without(gone), RoutingLimits.DEFAULT);
                    tree = improve(room, tree, RoutingLimits.DEFAULT, 4);
                }
            }
            assertRelieved(tree);
        });
    }

    @Test
    void shouldFindEverybodyAPlaceAgainWhereForwardersAreLostInWhateverOrder() {
        inRooms(random -> {
            RoutingLimits limits = new RoutingLimits(3, 4, false);
            TestRooms room = new TestRooms(random);
            List<Integer> users = new ArrayList<>();
            for (int user = 2; user <= 30; user++) {
                users.add(user);
            }
            Collections.shuffle(users, random);
            room.put(TestRooms.easyMember(1, 10));
            DistributionTree tree = DistributionTree.empty(TestRooms.STREAM);
            for (int user : users) {
                room.put(user <= 13 ? TestRooms.easyMember(user, 10) : onlyViewing(user));
                tree = repair(room, tree, limits);
            }
            tree = improved(room, tree, limits);
            assertEquals(0, tree.relayCopies());
            for (int lost = 0; lost < 3; lost++) {
                UserId gone = new UserId(2 + random.nextInt(12));
                room.remove(gone);
                for (UserId below : tree.childrenOf(gone)) {
                    // One by one, as they say it.
                    tree = repair(room, tree.bridging(Set.of(below)), limits);
                }
                tree = improved(room, repair(room, tree.without(gone), limits), limits);
            }
            assertEquals(0, tree.relayCopies());
        });
    }

    private static MemberFacts onlyViewing(int user) {
        return new MemberFacts(
                new UserId(user),
                ClientP2pPolicy.SERVER,
                false,
                Optional.of(NatBehavior.OPEN),
                OptionalLong.of(0),
                10,
                true);
    }

    private static DistributionTree improved(TestRooms room, DistributionTree tree, RoutingLimits limits) {
        DistributionTree before = tree;
        DistributionTree better = improve(room, before, limits, 4);
        while (!better.equals(before)) {
            TreeRules.check(before, better, room.stream(), room.view(), limits);
            before = better;
            better = improve(room, before, limits, 4);
        }
        return better;
    }

    private static void assertRelieved(DistributionTree tree) {
        int viewers = tree.sources().size();
        assertTrue(5 * tree.relayCopies() <= viewers, tree.relayCopies() + " copies for " + viewers);
    }

    @Test
    void shouldNotTakeMoreOfAnybodyThanItHasInAllStreamsTogether() {
        inRooms(random -> {
            RoutingLimits limits = limits(random);
            TestRooms room = TestRooms.mixed(random, 40);
            RoomPlanner planner = new RoomPlanner(limits);
            RoomTrees trees = RoomTrees.NONE;
            for (int i = 0; i < CHANGES; i++) {
                List<MediaStream> streams = room.members.keySet().stream()
                        .filter(user -> user.value() % 8 == 1)
                        .map(user -> room.stream(new StreamId(user, 0)))
                        .collect(Collectors.toCollection(ArrayList::new));
                Collections.shuffle(streams, random);
                RoomTrees before = trees;
                RoomTrees repaired = planner.repair(streams, trees, room.view());
                RoomTrees better = planner.improve(streams, repaired, room.view(), 6);
                for (MediaStream stream : streams) {
                    TreeRules.check(before.tree(stream.id()), repaired.tree(stream.id()), stream, room.view(), limits);
                }
                TreeRules.checkUplinks(repaired, streams, room.view());
                TreeRules.checkUplinks(better, streams, room.view());
                assertEquals(repaired, planner.repair(streams, repaired, room.view()), "nothing has changed");
                trees = better;
                change(room, random, 1000 + i);
            }
        });
    }
}
