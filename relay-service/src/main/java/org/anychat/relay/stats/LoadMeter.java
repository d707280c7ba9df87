package org.anychat.relay.stats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Packets per second and the busy share of the media loops over the last second, out of counters that only rise. Not thread-safe. */
public final class LoadMeter {
    private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PER_MILLE = 1_000;

    private final int loops;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atNs, long packets, long busyNs) {}

    /**
     * What was measured.
     *
     * @param packetsPerSecond 0 or more
     * @param busyPerMille 0 to 1000, over all loops
     */
    public record Reading(long packetsPerSecond, int busyPerMille) {}

    /**
     * Makes a meter that has read nothing.
     *
     * @param loops how many loops there are, 1 or more
     */
    public LoadMeter(int loops) {
        this.loops = loops;
    }

    /**
     * Takes the counters in and measures what has come since a second ago, or since the first time.
     *
     * @param packets all packets so far
     * @param busyNs all work of all loops so far
     * @param nowNs the time
     * @return the load
     */
    public Reading read(long packets, long busyNs, long nowNs) {
        while (samples.size() > 1 && nowNs - samples.getFirst().atNs() > WINDOW_NS) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(nowNs, packets, busyNs));
        Sample first = samples.getFirst();
        long durationNs = nowNs - first.atNs();
        if (durationNs <= 0) {
            return new Reading(0, 0);
        }
        long perSecond = (packets - first.packets()) * TimeUnit.SECONDS.toNanos(1) / durationNs;
        long busy = (busyNs - first.busyNs()) * PER_MILLE / (durationNs * loops);
        return new Reading(perSecond, (int) Math.min(PER_MILLE, busy));
    }
}
