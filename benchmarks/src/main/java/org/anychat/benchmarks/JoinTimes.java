package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * From a viewer's first signalling byte to its first packet of media: one after another, and a hundred at once, in a room
 * with one publisher of video and audio. Servers take turns; whoever came leaves before the next turn.
 */
record JoinTimes(ForwardingLab lab, List<String> servers, int rounds, GoalTable goals) {
    private static final int JOINS = 100;
    private static final double GOAL_P50_MS = 12;
    private static final double GOAL_P95_MS = 40;
    private static final double GOAL_BURST_MS = 180;
    private static final double NANOS_PER_MS = 1e6;
    private static final long PAUSE_MS = 20;

    /** A member, and the time until its first packet. */
    private record Joined(Forwarder.Member member, double ms) {}

    /** Of one turn, in milliseconds, sorted. */
    private record Times(List<Double> single, List<Double> burst) {
        double p50() {
            return single.get(JOINS / 2);
        }

        double p95() {
            return single.get(JOINS * 95 / 100);
        }

        double burstP50() {
            return burst.get(JOINS / 2);
        }

        void print(String name, int round) {
            System.out.printf(
                    "  %-12s round %d: one by one p50 %.1f ms, p95 %.1f ms; at once p50 %.1f ms, last %.1f ms%n",
                    name, round + 1, p50(), p95(), burstP50(), burst.get(JOINS - 1));
        }
    }

    void run() throws IOException, InterruptedException {
        System.out.println("join: a viewer's first signalling byte to its first packet, " + JOINS
                + " each, of which the last of " + rounds + " rounds counts");
        Map<String, Forwarder> running = new LinkedHashMap<>();
        Map<String, Times> last = new LinkedHashMap<>();
        try {
            for (String name : servers) {
                running.put(name, lab.start(name));
                ForwardingLab.fillFanOut(running.get(name), MediaLoad.CALL, 1);
            }
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, Forwarder> entry : running.entrySet()) {
                    Times times = turn(entry.getValue(), 2 + round * 2 * JOINS);
                    times.print(entry.getKey(), round);
                    last.put(entry.getKey(), times);
                }
            }
        } finally {
            running.values().forEach(Forwarder::close);
        }
        Times own = last.get(ForwardingLab.ANYCHAT);
        if (own != null) {
            goals.atMost("join p50, ms", own.p50(), GOAL_P50_MS);
            goals.atMost("join p95, ms", own.p95(), GOAL_P95_MS);
            goals.atMost("join p50 of a burst, ms", own.burstP50(), GOAL_BURST_MS);
        }
    }

    private static Times turn(Forwarder server, int firstNumber) throws InterruptedException {
        return new Times(oneByOne(server, firstNumber), atOnce(server, firstNumber + JOINS));
    }

    private static List<Double> oneByOne(Forwarder server, int firstNumber) throws InterruptedException {
        List<Joined> joined = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            joined.add(ForwardingLab.await(join(server, firstNumber + i)));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return leave(joined);
    }

    private static List<Double> atOnce(Forwarder server, int firstNumber) {
        List<CompletableFuture<Joined>> joins = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            joins.add(join(server, firstNumber + i));
        }
        return leave(joins.stream().map(ForwardingLab::await).toList());
    }

    private static CompletableFuture<Joined> join(Forwarder server, int number) {
        long begunNs = System.nanoTime();
        return server.join(1, number)
                .thenCompose(member -> member.watch()
                        .thenCompose(keys -> server.load().firstPacket(member.watchingPeer()))
                        .thenApply(firstNs -> new Joined(member, (firstNs - begunNs) / NANOS_PER_MS)));
    }

    private static List<Double> leave(List<Joined> joined) {
        ForwardingLab.leave(joined.stream().map(Joined::member).toList());
        return joined.stream().map(Joined::ms).sorted().toList();
    }
}
