package org.anychat.benchmarks;

/**
 * What a server carries on its core.
 *
 * @param packetsPerSecond delivered
 * @param viewers who got them
 * @param endFound false where it may carry more: the search ended before, or the load did not keep up
 */
record Capacity(double packetsPerSecond, int viewers, boolean endFound) {
    private static final double MAX_LOSS_PERCENT = 0.1;
    /** A server that takes longer has more to do than it gets done; not all of it is late enough to be lost. */
    private static final long MAX_P99_US = 30_000;
    /** Of its core: from there on what is lost or late may be the load's fault. */
    private static final double BUSY_LOAD = 0.9;

    /** Whether the server has kept up with what was asked of it. */
    static boolean carries(ForwardingWindow window) {
        return window.lossPercent() < MAX_LOSS_PERCENT && window.latency().p99Us() < MAX_P99_US;
    }

    /** Whether the load has, so that what went wrong is the server's. */
    static boolean loadKeptUp(ForwardingWindow window) {
        return window.loadShare() <= BUSY_LOAD && window.droppedHere() == 0;
    }

    String words(String name) {
        return String.format(
                "  %-12s %s %.0f packets/s, to %d viewers%s",
                name,
                endFound ? "at most" : "at least",
                packetsPerSecond,
                viewers,
                endFound ? "" : "; the search, or the load's core, ended before the server did");
    }
}
