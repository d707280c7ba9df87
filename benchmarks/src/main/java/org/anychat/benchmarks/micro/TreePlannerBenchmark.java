package org.anychat.benchmarks.micro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.ClientP2pPolicy;
import org.anychat.room.routing.DistributionTree;
import org.anychat.room.routing.MediaStream;
import org.anychat.room.routing.MemberFacts;
import org.anychat.room.routing.NatBehavior;
import org.anychat.room.routing.PairFacts;
import org.anychat.room.routing.RoutingLimits;
import org.anychat.room.routing.RoutingView;
import org.anychat.room.routing.RoutingView.Pair;
import org.anychat.room.routing.StreamId;
import org.anychat.room.routing.TreePlanner;
import org.anychat.room.routing.Uplinks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The tree of one stream in a room of a thousand: planned from nothing, after a leave, and improved. Of ten users seven are
 * behind port-restricted NATs, two behind symmetric ones and one is open; up-bandwidth is 0 to 10 copies, and each has
 * measured its way to twenty others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class TreePlannerBenchmark {
    private static final StreamId STREAM = new StreamId(new UserId(1), 0);
    private static final long BITRATE_BPS = 1_000_000;
    private static final int PAIRS_PER_USER = 20;

    /** How many users there are, the publisher included. */
    @Param("1000")
    private int users;

    private final TreePlanner planner = new TreePlanner(RoutingLimits.DEFAULT);
    private final Uplinks uplinks = new Uplinks();
    private RoutingView view;
    private MediaStream stream;
    private MediaStream smallerStream;
    private DistributionTree tree;
    private DistributionTree bridged;

    /** For JMH. */
    public TreePlannerBenchmark() {}

    /** Makes the room, its tree, and that tree when the viewer who serves most users has gone. */
    @Setup
    public void makeRoom() {
        Random random = new Random(1);
        List<MemberFacts> members = new ArrayList<>();
        Map<Pair, PairFacts> pairs = new HashMap<>();
        Set<UserId> viewers = new HashSet<>();
        for (int user = 1; user <= users; user++) {
            members.add(member(random, user));
            for (int i = 0; i < PAIRS_PER_USER; i++) {
                UserId other = new UserId(1 + random.nextInt(users));
                PairFacts facts = new PairFacts(OptionalInt.of(5 + random.nextInt(80)), false, random.nextInt(20) == 0);
                pairs.put(new Pair(new UserId(user), other), facts);
            }
            if (user > 1) {
                viewers.add(new UserId(user));
            }
        }
        view = RoutingView.of(members, pairs);
        stream = new MediaStream(STREAM, BITRATE_BPS, viewers);
        uplinks.publish(stream);
        tree = plan();
        UserId gone = viewers.stream()
                .max((one, other) ->
                        tree.childrenOf(one).size() - tree.childrenOf(other).size())
                .orElseThrow();
        bridged = tree.without(gone);
        viewers.remove(gone);
        smallerStream = new MediaStream(STREAM, BITRATE_BPS, viewers);
    }

    private static MemberFacts member(Random random, int user) {
        NatBehavior nat =
                switch (random.nextInt(10)) {
                    case 0 -> NatBehavior.OPEN;
                    case 1, 2 -> NatBehavior.SYMMETRIC;
                    default -> NatBehavior.PORT_RESTRICTED;
                };
        return new MemberFacts(
                new UserId(user),
                ClientP2pPolicy.SERVER,
                true,
                Optional.of(nat),
                OptionalLong.of(random.nextInt(14_000_000)),
                5 + random.nextInt(50),
                true);
    }

    /**
     * Plans from nothing.
     *
     * @return the tree
     */
    @Benchmark
    public DistributionTree plan() {
        return planner.repair(stream, DistributionTree.empty(STREAM), view, uplinks);
    }

    /**
     * Finds those new sources who have lost theirs.
     *
     * @return the tree
     */
    @Benchmark
    public DistributionTree repair() {
        return planner.repair(smallerStream, bridged, view, uplinks);
    }

    /**
     * Looks for better sources of all.
     *
     * @return the tree
     */
    @Benchmark
    public DistributionTree improve() {
        return planner.improve(stream, tree, view, uplinks, 8);
    }
}
