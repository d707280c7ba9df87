package org.anychat.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The goals of forwarding, judged by medians of windows. Where a server has lost packets, what the others cost and how long
 * they took says nothing; where one has failed its goals are not judged.
 */
record ForwardingGoals(GoalTable table) {
    private static final double OF_JANUS = 0.35;
    private static final double OF_MUMBLE = 0.7;
    private static final double OF_FLOOR = 1.5;
    private static final double P50_MS = 0.5;
    private static final double P99_MS = 2;
    private static final double P999_MS = 6;
    private static final double US_PER_MS = 1000;
    private static final double MAX_LOSS_PERCENT = 1;

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
        Optional<String> doubt = doubt(medians, ForwardingLab.ANYCHAT);
        ForwardingWindow own = medians.get(ForwardingLab.ANYCHAT);
        if (doubt.isPresent()) {
            table.unjudged("latency", doubt.get());
        } else if (own != null) {
            table.atMost("latency p50, ms", own.latency().p50Us() / US_PER_MS, P50_MS);
            table.atMost("latency p99, ms", own.latency().p99Us() / US_PER_MS, P99_MS);
            table.atMost("latency p99.9, ms", own.latency().p999Us() / US_PER_MS, P999_MS);
        }
    }

    private void ratio(Map<String, ForwardingWindow> medians, String other, double goal) {
        String what = "CPU per delivered packet, of " + other + "'s";
        Optional<String> doubt = doubt(medians, ForwardingLab.ANYCHAT).or(() -> doubt(medians, other));
        if (doubt.isPresent()) {
            table.unjudged(what, doubt.get());
        } else if (medians.containsKey(ForwardingLab.ANYCHAT) && medians.containsKey(other)) {
            double own = medians.get(ForwardingLab.ANYCHAT).cpu().total();
            table.atMost(what, own / medians.get(other).cpu().total(), goal);
        }
    }

    private Optional<String> doubt(Map<String, ForwardingWindow> medians, String server) {
        ForwardingWindow window = medians.get(server);
        if (table.hasFailed(server)) {
            return Optional.of(server + " has failed");
        }
        return window == null || window.lossPercent() <= MAX_LOSS_PERCENT
                ? Optional.empty()
                : Optional.of(
                        String.format(Locale.ROOT, "%s lost %.1f %% of its packets", server, window.lossPercent()));
    }
}
