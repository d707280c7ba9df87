package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * From a viewer's first signalling byte to its first packet of media: one after another, and a hundred at once, in a room
 * with one publisher of video and audio.
 */
record JoinTimes(ForwardingLab lab, List<String> servers, int rounds) {
    private static final int JOINS = 100;
    private static final double GOAL_P50_MS = 12;
    private static final double GOAL_P95_MS = 40;
    private static final double GOAL_BURST_MS = 180;
    private static final double NANOS_PER_MS = 1e6;
    private static final long PAUSE_MS = 20;

    void run() throws IOException, InterruptedException {
        System.out.println("join: a viewer's first signalling byte to its first packet, " + JOINS
                + " each, the last of " + rounds + " rounds");
        for (String name : servers) {
            try (Forwarder server = lab.start(name)) {
                ForwardingLab.fillFanOut(server, MediaLoad.CALL, 1);
                double[] single = {};
                double[] burst = {};
                int number = 2;
                for (int round = 0; round < rounds; round++) {
                    single = oneByOne(server, number);
                    burst = atOnce(server, number + JOINS);
                    number += 2 * JOINS;
                }
                print(name, single, burst);
            }
        }
    }

    private static double[] oneByOne(Forwarder server, int firstNumber) throws InterruptedException {
        double[] times = new double[JOINS];
        for (int i = 0; i < JOINS; i++) {
            times[i] = ForwardingLab.await(join(server, firstNumber + i));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return times;
    }

    private static double[] atOnce(Forwarder server, int firstNumber) {
        List<CompletableFuture<Double>> joins = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            joins.add(join(server, firstNumber + i));
        }
        return joins.stream().mapToDouble(ForwardingLab::await).toArray();
    }

    private static CompletableFuture<Double> join(Forwarder server, int number) {
        long begunNs = System.nanoTime();
        return server.join(1, number)
                .thenCompose(member ->
                        member.watch().thenCompose(keys -> server.load().firstPacket(member.watchingPeer())))
                .thenApply(firstNs -> (firstNs - begunNs) / NANOS_PER_MS);
    }

    private static void print(String name, double[] single, double[] burst) {
        Arrays.sort(single);
        Arrays.sort(burst);
        double p50 = single[JOINS / 2];
        double p95 = single[JOINS * 95 / 100];
        System.out.printf(
                "  %-12s one by one p50 %.1f ms, p95 %.1f ms; at once p50 %.1f ms, last %.1f ms%n",
                name, p50, p95, burst[JOINS / 2], burst[JOINS - 1]);
        if (name.equals(ForwardingLab.ANYCHAT)) {
            ForwardingGoals.atMost("join p50, ms", p50, GOAL_P50_MS);
            ForwardingGoals.atMost("join p95, ms", p95, GOAL_P95_MS);
            ForwardingGoals.atMost("join p50 of a burst, ms", burst[JOINS / 2], GOAL_BURST_MS);
        }
    }
}
