package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * From a viewer's first signalling byte to its first packet of media: one after another, and a hundred at once, in a room
 * with one publisher of video and audio. Servers take turns; whoever came leaves before the next turn. What counts is the
 * median of the rounds, before which viewers come and go for a while where a JVM runs the server, as in the other scenarios
 * packets do.
 */
final class JoinTimes {
    private static final int JOINS = 100;
    private static final double GOAL_P50_MS = 12;
    private static final double GOAL_P95_MS = 40;
    private static final double GOAL_BURST_MS = 180;
    private static final double NANOS_PER_MS = 1e6;
    private static final long LEAST_PAUSE_MS = 20;
    /**
     * Uneven by so much at most: a join that begins as long after the one before as packets of sound are apart would begin with
     * a packet each time, and always wait as long for the next.
     */
    private static final int PAUSE_SPREAD_MS = 40;

    private static final long SEED = 1;

    private final ForwardingLab lab;
    private final List<String> servers;
    private final int rounds;
    private final double warmUpSeconds;
    private final GoalTable goals;
    private final Map<String, Integer> turns = new HashMap<>();
    private final Random pauses = new Random(SEED);

    JoinTimes(ForwardingLab lab, List<String> servers, int rounds, double warmUpSeconds, GoalTable goals) {
        this.lab = lab;
        this.servers = servers;
        this.rounds = rounds;
        this.warmUpSeconds = warmUpSeconds;
        this.goals = goals;
    }

    /** A member, and the times until it had its keys and until its first packet. */
    private record Joined(Forwarder.Member member, double keysMs, double ms) {}

    /** Of one turn, in milliseconds, sorted. */
    private record Times(List<Double> single, List<Double> singleKeys, List<Double> burst) {
        double p50() {
            return single.get(JOINS / 2);
        }

        double p95() {
            return single.get(JOINS * 95 / 100);
        }

        double burstP50() {
            return burst.get(JOINS / 2);
        }

        /** Of each figure by itself. */
        static String words(List<Times> rounds) {
            return String.format(
                    "one by one p50 %.1f ms (connected at %.1f), p95 %.1f ms; at once p50 %.1f ms, last %.1f ms",
                    median(rounds, Times::p50),
                    median(rounds, times -> times.singleKeys.get(JOINS / 2)),
                    median(rounds, Times::p95),
                    median(rounds, Times::burstP50),
                    median(rounds, times -> times.burst.get(JOINS - 1)));
        }
    }

    void run() throws InterruptedException {
        System.out.println("join: a viewer's first signalling byte to its first packet, " + JOINS
                + " each, of which the median of " + rounds + " rounds counts");
        System.out.println(
                "  whoever is connected waits for a packet of the publisher's, of 50 of sound and 26 frames a"
                        + " second; Janus's viewers share a WebSocket that is open already");
        Map<String, List<Times>> taken = new LinkedHashMap<>();
        try (RunningServers running = new RunningServers(lab::start, goals)) {
            for (String name : servers) {
                running.start(name, server -> ForwardingLab.fillFanOut(server, MediaLoad.CALL, 1));
            }
            running.each(this::warmUp);
            for (int round = 0; round < rounds; round++) {
                int number = round;
                running.each(round, server -> {
                    Times times = turn(server);
                    System.out.printf("  %-12s round %d: %s%n", server.name(), number + 1, Times.words(List.of(times)));
                    taken.computeIfAbsent(server.name(), name -> new ArrayList<>())
                            .add(times);
                });
            }
        }
        taken.forEach((name, times) -> System.out.printf("  %-12s medians: %s%n", name, Times.words(times)));
        List<Times> own = taken.get(ForwardingLab.ANYCHAT);
        if (goals.hasFailed(ForwardingLab.ANYCHAT)) {
            goals.unjudged("join", ForwardingLab.ANYCHAT + " has failed");
        } else if (own != null) {
            goals.atMost("join p50, ms", median(own, Times::p50), GOAL_P50_MS);
            goals.atMost("join p95, ms", median(own, Times::p95), GOAL_P95_MS);
            goals.atMost("join p50 of a burst, ms", median(own, Times::burstP50), GOAL_BURST_MS);
        }
    }

    private void warmUp(Forwarder server) throws InterruptedException {
        long endNs = System.nanoTime() + (long) (warmUpSeconds * TimeUnit.SECONDS.toNanos(1));
        for (int round = 0; server.warmsUp() && System.nanoTime() < endNs; round++) {
            Times times = turn(server);
            if (round == 0) {
                System.out.printf("  %-12s just started: %s%n", server.name(), Times.words(List.of(times)));
            }
        }
    }

    private Times turn(Forwarder server) throws InterruptedException {
        // The publisher is 1; nobody comes twice.
        int firstNumber = 2 + 2 * JOINS * (turns.merge(server.name(), 1, Integer::sum) - 1);
        List<Joined> single = oneByOne(server, firstNumber);
        List<Joined> burst = atOnce(server, firstNumber + JOINS);
        return new Times(sorted(single, Joined::ms), sorted(single, Joined::keysMs), sorted(burst, Joined::ms));
    }

    private List<Joined> oneByOne(Forwarder server, int firstNumber) throws InterruptedException {
        List<Joined> joined = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            joined.add(ForwardingLab.await(join(server, firstNumber + i)));
            TimeUnit.MILLISECONDS.sleep(LEAST_PAUSE_MS + pauses.nextInt(PAUSE_SPREAD_MS));
        }
        leave(joined);
        return joined;
    }

    private static List<Joined> atOnce(Forwarder server, int firstNumber) {
        List<CompletableFuture<Joined>> joins = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            joins.add(join(server, firstNumber + i));
        }
        List<Joined> joined = joins.stream().map(ForwardingLab::await).toList();
        leave(joined);
        return joined;
    }

    private static CompletableFuture<Joined> join(Forwarder server, int number) {
        long begunNs = System.nanoTime();
        return server.join(1, number)
                .thenCompose(member -> member.watch()
                        .thenCompose(keysNs -> server.load()
                                .firstPacket(member.watchingPeer())
                                .thenApply(firstNs -> new Joined(
                                        member,
                                        (keysNs - begunNs) / NANOS_PER_MS,
                                        (firstNs - begunNs) / NANOS_PER_MS))));
    }

    private static void leave(List<Joined> joined) {
        ForwardingLab.leave(joined.stream().map(Joined::member).toList());
    }

    private static List<Double> sorted(List<Joined> joined, Function<Joined, Double> figure) {
        return joined.stream().map(figure).sorted().toList();
    }

    private static double median(List<Times> rounds, ToDoubleFunction<Times> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }
}
