package org.anychat.benchmarks;

import java.util.Map;

/** The goals of forwarding, judged by medians of windows. */
record ForwardingGoals(GoalTable table) {
    private static final double OF_JANUS = 0.35;
    private static final double OF_MUMBLE = 0.7;
    private static final double OF_FLOOR = 1.5;
    private static final double P50_MS = 0.5;
    private static final double P99_MS = 2;
    private static final double P999_MS = 6;
    private static final double US_PER_MS = 1000;

    /** Video and audio to many. */
    void judgeFanOut(Map<String, ForwardingWindow> medians) {
        judgeRooms(medians);
        ratio(medians, ForwardingLab.FLOOR_PLAIN, OF_FLOOR);
        ratio(medians, ForwardingLab.FLOOR_GSO, OF_FLOOR);
        judgeLatency(medians);
    }

    void judgeRooms(Map<String, ForwardingWindow> medians) {
        ratio(medians, ForwardingLab.JANUS, OF_JANUS);
    }

    /** Small packets. */
    void judgeAudio(Map<String, ForwardingWindow> medians) {
        ratio(medians, ForwardingLab.MUMBLE, OF_MUMBLE);
    }

    void judgeLatency(Map<String, ForwardingWindow> medians) {
        ForwardingWindow own = medians.get(ForwardingLab.ANYCHAT);
        if (own != null) {
            table.atMost("latency p50, ms", own.latency().p50Us() / US_PER_MS, P50_MS);
            table.atMost("latency p99, ms", own.latency().p99Us() / US_PER_MS, P99_MS);
            table.atMost("latency p99.9, ms", own.latency().p999Us() / US_PER_MS, P999_MS);
        }
    }

    private void ratio(Map<String, ForwardingWindow> medians, String other, double goal) {
        if (medians.containsKey(ForwardingLab.ANYCHAT) && medians.containsKey(other)) {
            double own = medians.get(ForwardingLab.ANYCHAT).cpu().total();
            table.atMost(
                    "CPU per delivered packet, of " + other + "'s",
                    own / medians.get(other).cpu().total(),
                    goal);
        }
    }
}
