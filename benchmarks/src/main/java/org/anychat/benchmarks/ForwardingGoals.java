package org.anychat.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The goals of forwarding: CPU is judged by the median of the turns, latency by the packets of all of them. Where a server
 * has lost packets, what the others cost and how long they took says nothing; where one has failed, or the load has lost
 * packets itself, its goals are not judged.
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
    /** A packet that is lost is later than any other, and the latency is judged by one in a thousand. */
    private static final double MAX_LOSS_OF_LATENCY_PERCENT = 0.1;

    private static final double OF_JANUS_CAPACITY = 3;

    /** Video and audio to many. */
    void judgeFanOut(Map<String, ServerTurns> turns) {
        judgeRooms(turns);
        ratio(turns, ForwardingLab.FLOOR_PLAIN, OF_FLOOR);
        ratio(turns, ForwardingLab.FLOOR_GSO, OF_FLOOR);
        judgeLatency(turns);
    }

    void judgeRooms(Map<String, ServerTurns> turns) {
        ratio(turns, ForwardingLab.JANUS, OF_JANUS);
    }

    /** Small packets. */
    void judgeAudio(Map<String, ServerTurns> turns) {
        ratio(turns, ForwardingLab.MUMBLE, OF_MUMBLE);
    }

    void judgeLatency(Map<String, ServerTurns> turns) {
        Optional<String> doubt = doubt(turns, ForwardingLab.ANYCHAT, MAX_LOSS_OF_LATENCY_PERCENT);
        ServerTurns own = turns.get(ForwardingLab.ANYCHAT);
        if (doubt.isPresent()) {
            table.unjudged("latency", doubt.get());
        } else if (own != null) {
            Latencies latency = own.latency();
            table.atMost("latency p50, ms", latency.p50Us() / US_PER_MS, P50_MS);
            table.atMost("latency p99, ms", latency.p99Us() / US_PER_MS, P99_MS);
            table.atMost("latency p99.9, ms", latency.p999Us() / US_PER_MS, P999_MS);
        }
    }

    /** By what each carries; a server that may carry more than was found is good for one side of the comparison. */
    void judgeCapacity(Map<String, Capacity> carried) {
        String what = "delivered packets/s on one core, times Janus's";
        Capacity own = carried.get(ForwardingLab.ANYCHAT);
        Capacity janus = carried.get(ForwardingLab.JANUS);
        Optional<String> failed = failed(ForwardingLab.ANYCHAT).or(() -> failed(ForwardingLab.JANUS));
        if (failed.isPresent()) {
            table.unjudged(what, failed.get());
            return;
        }
        if (own == null || janus == null) {
            return;
        }
        double times = own.packetsPerSecond() / janus.packetsPerSecond();
        if (janus.viewers() == 0 || !janus.endFound()) {
            table.unjudged(what, "the end of what janus carries was not found");
        } else if (!own.endFound() && times < OF_JANUS_CAPACITY) {
            table.unjudged(what, String.format(Locale.ROOT, "it is %.2f at least, the end was not found", times));
        } else {
            table.atLeast(what, times, OF_JANUS_CAPACITY);
        }
    }

    private void ratio(Map<String, ServerTurns> turns, String other, double goal) {
        String what = "CPU per delivered packet, of " + other + "'s";
        Optional<String> doubt =
                doubt(turns, ForwardingLab.ANYCHAT, MAX_LOSS_PERCENT).or(() -> doubt(turns, other, MAX_LOSS_PERCENT));
        if (doubt.isPresent()) {
            table.unjudged(what, doubt.get());
        } else if (turns.containsKey(ForwardingLab.ANYCHAT) && turns.containsKey(other)) {
            ServerTurns own = turns.get(ForwardingLab.ANYCHAT);
            ServerTurns others = turns.get(other);
            double byMeans = own.meanCpu().total() / others.meanCpu().total();
            table.atMost(
                    String.format(Locale.ROOT, "%s (by means %.2f)", what, byMeans),
                    own.cpu().total() / others.cpu().total(),
                    goal);
        }
    }

    private Optional<String> failed(String server) {
        return table.hasFailed(server) ? Optional.of(server + " has failed") : Optional.empty();
    }

    private Optional<String> doubt(Map<String, ServerTurns> turns, String server, double maxLossPercent) {
        ServerTurns taken = turns.get(server);
        if (table.hasFailed(server) || taken == null) {
            return failed(server);
        }
        if (taken.droppedHere() > 0) {
            return Optional.of(
                    "the load itself had no room for " + taken.droppedHere() + " of " + server + "'s packets");
        }
        return taken.lossPercent() <= maxLossPercent
                ? Optional.empty()
                : Optional.of(
                        String.format(Locale.ROOT, "%s lost %.2f %% of its packets", server, taken.lossPercent()));
    }
}
