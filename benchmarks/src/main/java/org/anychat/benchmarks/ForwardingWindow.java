package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One server over one stretch of time.
 *
 * @param deliveredPerSecond packets that came to viewers
 * @param lossPercent of what should have come
 * @param cpu of the server for each packet that came
 * @param coreUs how long the server's core was busy for each packet that came, whoever had it
 * @param latency from the publisher's call to the viewer's socket
 * @param rssMiB of the server
 * @param loadShare of a core, for the load program
 * @param flaws duplicates, packets that were not authentic or not the publisher's, failed calls of the load
 * @param droppedHere packets that came to a viewer's socket and did not fit
 */
record ForwardingWindow(
        double deliveredPerSecond,
        double lossPercent,
        PacketCpu cpu,
        double coreUs,
        Latencies latency,
        double rssMiB,
        double loadShare,
        long flaws,
        long droppedHere) {
    private static final int TRIES = 3;
    private static final long QUIET_MS = 400;
    private static final long LATE_MS = 100;
    private static final long DRAIN_SECONDS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double PERCENT = 100;
    private static final double KIB_PER_MIB = 1024;

    /** Takes a window. */
    interface Attempt {
        ForwardingWindow take() throws IOException, InterruptedException;
    }

    /** Of the server's process and of its core, at a moment. */
    private record Clocks(ThreadTimes threads, CoreTime core) {
        static Clocks of(Forwarder server) throws IOException, InterruptedException {
            return new Clocks(server.threads(), server.costs().coreTime());
        }
    }

    /**
     * Lets the senders send for so long and counts. Where the load itself has lost packets, the server is measured anew, three
     * times at most.
     */
    static ForwardingWindow measure(Forwarder server, int viewersOfEach, double seconds)
            throws IOException, InterruptedException {
        return whole(server.name(), () -> measureOnce(server, viewersOfEach, seconds));
    }

    /** The first window of which the load has lost nothing, or the last of three. */
    static ForwardingWindow whole(String name, Attempt attempt) throws IOException, InterruptedException {
        ForwardingWindow window = attempt.take();
        for (int tries = 1; tries < TRIES && window.droppedHere > 0; tries++) {
            System.out.printf(
                    "  %s: a turn is void, the load had no room for %d packets; once more%n", name, window.droppedHere);
            window = attempt.take();
        }
        return window;
    }

    /**
     * What is still on its way {@link #LATE_MS} after the last packet was sent counts as lost, so that a server which falls
     * behind does not pass for one which keeps up; for its CPU it counts, which ends when nothing is on its way any more.
     */
    private static ForwardingWindow measureOnce(Forwarder server, int viewersOfEach, double seconds)
            throws IOException, InterruptedException {
        LoadProcess load = server.load();
        load.sending(false);
        TimeUnit.MILLISECONDS.sleep(QUIET_MS);
        load.reset();
        long loadCpuUs = load.report().cpuUs();
        Clocks before = Clocks.of(server);
        long begunNs = System.nanoTime();
        load.sending(true);
        TimeUnit.MILLISECONDS.sleep((long) (seconds * TimeUnit.SECONDS.toMillis(1)));
        load.sending(false);
        double elapsed = (System.nanoTime() - begunNs) / NANOS_PER_SECOND;
        TimeUnit.MILLISECONDS.sleep(LATE_MS);
        long inTime = load.report().delivered();
        Clocks after = Clocks.of(server);
        LoadReport report = drained(load);
        if (report.delivered() > inTime) {
            after = Clocks.of(server);
        }
        double expected = (double) report.sent() * viewersOfEach;
        if (expected == 0 || report.delivered() == 0) {
            throw new IOException(
                    "nothing was forwarded: " + report.sent() + " packets sent, " + report.delivered() + " delivered");
        }
        return new ForwardingWindow(
                inTime / elapsed,
                Math.max(0, (expected - inTime) * PERCENT / expected),
                PacketCpu.of(before.threads(), after.threads(), report.delivered()),
                (double) after.core().busyUsSince(before.core()) / report.delivered(),
                report.latency(),
                server.costs().rssKiB() / KIB_PER_MIB,
                (report.cpuUs() - loadCpuUs) / MICROS_PER_SECOND / elapsed,
                report.duplicates() + report.wrong(),
                report.droppedHere());
    }

    private static LoadReport drained(LoadProcess load) throws InterruptedException {
        LoadReport before = load.report();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (true) {
            TimeUnit.MILLISECONDS.sleep(QUIET_MS);
            LoadReport now = load.report();
            if (now.delivered() == before.delivered() || System.nanoTime() > deadlineNs) {
                return now;
            }
            before = now;
        }
    }
}
