package org.anychat.benchmarks;

import java.util.Map;

/** The goals of forwarding, each printed beside what was measured. */
final class ForwardingGoals {
    private static final double OF_JANUS = 0.35;
    private static final double OF_FLOOR = 1.5;
    private static final double P50_MS = 0.5;
    private static final double P99_MS = 2;
    private static final double P999_MS = 6;
    private static final double US_PER_MS = 1000;

    private ForwardingGoals() {}

    static void printFanOut(Map<String, ForwardingWindow> medians, boolean video) {
        if (video) {
            printRooms(medians);
            ForwardingWindow own = medians.get(ForwardingLab.ANYCHAT);
            if (own != null) {
                atMost("latency p50, ms", own.latency().p50Us() / US_PER_MS, P50_MS);
                atMost("latency p99, ms", own.latency().p99Us() / US_PER_MS, P99_MS);
                atMost("latency p99.9, ms", own.latency().p999Us() / US_PER_MS, P999_MS);
            }
        }
        ratio(medians, ForwardingLab.FLOOR_PLAIN, OF_FLOOR);
        ratio(medians, ForwardingLab.FLOOR_GSO, OF_FLOOR);
    }

    static void printRooms(Map<String, ForwardingWindow> medians) {
        ratio(medians, ForwardingLab.JANUS, OF_JANUS);
    }

    private static void ratio(Map<String, ForwardingWindow> medians, String other, double goal) {
        if (medians.containsKey(ForwardingLab.ANYCHAT) && medians.containsKey(other)) {
            double ratio = medians.get(ForwardingLab.ANYCHAT).cpuUs()
                    / medians.get(other).cpuUs();
            atMost("CPU per delivered packet, of " + other + "'s", ratio, goal);
        }
    }

    static void atMost(String what, double measured, double goal) {
        System.out.printf("  goal: %s %.2f, at most %.2f: %s%n", what, measured, goal, verdict(measured <= goal));
    }

    static void atLeast(String what, double measured, double goal) {
        System.out.printf("  goal: %s %.2f, at least %.2f: %s%n", what, measured, goal, verdict(measured >= goal));
    }

    private static String verdict(boolean met) {
        return met ? "met" : "NOT met";
    }
}
