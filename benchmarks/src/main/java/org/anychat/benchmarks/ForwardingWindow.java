package org.anychat.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * One server over one stretch of time, or the medians of several.
 *
 * @param deliveredPerSecond packets that came to viewers
 * @param lossPercent of what should have come
 * @param cpu of the server for each packet that came
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
        LoadReport.Latency latency,
        double rssMiB,
        double loadShare,
        long flaws,
        long droppedHere) {
    private static final long QUIET_MS = 400;
    private static final long LATE_MS = 100;
    private static final long DRAIN_SECONDS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double PERCENT = 100;
    private static final double KIB_PER_MIB = 1024;

    /**
     * Lets the senders send for so long and counts. What is still on its way {@link #LATE_MS} after the last packet was sent
     * counts as lost, so that a server which falls behind does not pass for one which keeps up; for its CPU it counts.
     */
    static ForwardingWindow measure(Forwarder server, int viewersOfEach, double seconds)
            throws IOException, InterruptedException {
        LoadProcess load = server.load();
        load.sending(false);
        TimeUnit.MILLISECONDS.sleep(QUIET_MS);
        load.reset();
        long loadCpuUs = load.report().cpuUs();
        ThreadTimes before = server.threads();
        long begunNs = System.nanoTime();
        load.sending(true);
        TimeUnit.MILLISECONDS.sleep((long) (seconds * TimeUnit.SECONDS.toMillis(1)));
        load.sending(false);
        double elapsed = (System.nanoTime() - begunNs) / NANOS_PER_SECOND;
        TimeUnit.MILLISECONDS.sleep(LATE_MS);
        long inTime = load.report().delivered();
        LoadReport report = drained(load);
        ThreadTimes after = server.threads();
        double expected = (double) report.sent() * viewersOfEach;
        if (expected == 0 || report.delivered() == 0) {
            throw new IOException(
                    "nothing was forwarded: " + report.sent() + " packets sent, " + report.delivered() + " delivered");
        }
        return new ForwardingWindow(
                inTime / elapsed,
                Math.max(0, (expected - inTime) * PERCENT / expected),
                PacketCpu.of(before, after, report.delivered()),
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

    /** The median of each figure by itself; of flaws and of what was dropped here all. */
    static ForwardingWindow median(List<ForwardingWindow> windows) {
        return new ForwardingWindow(
                median(windows, ForwardingWindow::deliveredPerSecond),
                median(windows, ForwardingWindow::lossPercent),
                PacketCpu.median(windows.stream().map(ForwardingWindow::cpu).toList()),
                new LoadReport.Latency(
                        (long) median(windows, window -> window.latency().p50Us()),
                        (long) median(windows, window -> window.latency().p99Us()),
                        (long) median(windows, window -> window.latency().p999Us()),
                        (long) median(windows, window -> window.latency().maxUs())),
                median(windows, ForwardingWindow::rssMiB),
                median(windows, ForwardingWindow::loadShare),
                windows.stream().mapToLong(ForwardingWindow::flaws).sum(),
                windows.stream().mapToLong(ForwardingWindow::droppedHere).sum());
    }

    private static double median(List<ForwardingWindow> windows, ToDoubleFunction<ForwardingWindow> figure) {
        double[] sorted = windows.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static String header() {
        return String.format(
                "  %-12s %11s %8s %10s %6s %7s %6s %24s %8s %6s %6s %6s",
                "server",
                "delivered/s",
                "loss %",
                "CPU us/pkt",
                "user",
                "system",
                "cores",
                "p50/p99/p99.9 ms",
                "RSS MiB",
                "load",
                "flaws",
                "lost@load");
    }

    String line(String name) {
        return String.format(
                "  %-12s %11.0f %8.3f %10.2f %6.2f %7.2f %6.2f %24s %8.0f %6.2f %6d %6d",
                name,
                deliveredPerSecond,
                lossPercent,
                cpu.total(),
                cpu.user(),
                cpu.system(),
                cpu.total() * deliveredPerSecond / MICROS_PER_SECOND,
                latencyMs(),
                rssMiB,
                loadShare,
                flaws,
                droppedHere);
    }

    String latencyMs() {
        return String.format(
                "%.2f / %.2f / %.2f", latency.p50Us() / 1000.0, latency.p99Us() / 1000.0, latency.p999Us() / 1000.0);
    }

    /** The least and the most CPU of several. */
    static String spread(List<ForwardingWindow> windows) {
        DoubleSummaryStatistics all =
                windows.stream().mapToDouble(window -> window.cpu().total()).summaryStatistics();
        return String.format("%.2f to %.2f", all.getMin(), all.getMax());
    }
}
