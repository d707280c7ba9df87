package org.anychat.gateway.admin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;

/** How fast counters of the processes have risen lately. */
final class Rates {
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(4);
    private static final String BYTES = "anychat_relay_bytes_total";
    private static final String PACKETS = "anychat_relay_rtp_packets_total";
    private static final String LOST = "anychat_relay_lost_packets_total";
    private static final double BITS = 8;

    private final Map<NodeId, Deque<Reading>> readings = new HashMap<>();

    private record Reading(long atNs, double bytesIn, double bytesOut, double packetsIn, double lost) {
        static Reading of(NodeView node) {
            return new Reading(
                    node.atNs(),
                    node.sum(BYTES, "direction", "in"),
                    node.sum(BYTES, "direction", "out"),
                    node.sum(PACKETS, "direction", "in"),
                    node.sum(LOST));
        }
    }

    /** What all relays together do. */
    record Rate(double inBps, double outBps, double packetsIn, double lost) {
        static final Rate NONE = new Rate(0, 0, 0, 0);

        Rate plus(Rate other) {
            return new Rate(inBps + other.inBps, outBps + other.outBps, packetsIn + other.packetsIn, lost + other.lost);
        }

        /** Packets that were given up, of those that should have come. */
        double lossShare() {
            return packetsIn + lost < 1 ? 0 : lost / (packetsIn + lost);
        }
    }

    /** Takes what processes have said; those that are gone are forgotten. */
    void read(Snapshot snapshot) {
        readings.keySet()
                .retainAll(snapshot.nodes().stream().map(NodeView::node).toList());
        for (NodeView node : snapshot.nodes()) {
            Deque<Reading> known = readings.computeIfAbsent(node.node(), first -> new ArrayDeque<>());
            if (node.report() != null && (known.isEmpty() || known.getLast().atNs() != node.atNs())) {
                known.add(Reading.of(node));
            }
            while (known.size() > 2 && node.atNs() - known.getFirst().atNs() > WINDOW_NS) {
                known.removeFirst();
            }
        }
    }

    Rate all() {
        return readings.values().stream().map(Rates::rate).reduce(Rate.NONE, Rate::plus);
    }

    private static Rate rate(Deque<Reading> known) {
        double seconds = seconds(known);
        if (seconds <= 0) {
            return Rate.NONE;
        }
        Reading first = known.getFirst();
        Reading last = known.getLast();
        return new Rate(
                BITS * since(first.bytesIn(), last.bytesIn()) / seconds,
                BITS * since(first.bytesOut(), last.bytesOut()) / seconds,
                since(first.packetsIn(), last.packetsIn()) / seconds,
                since(first.lost(), last.lost()) / seconds);
    }

    private static double seconds(Deque<Reading> known) {
        return known.size() < 2 ? 0 : (known.getLast().atNs() - known.getFirst().atNs()) / 1e9;
    }

    /** A counter that has fallen has begun anew. */
    private static double since(double before, double now) {
        return now < before ? now : now - before;
    }
}
