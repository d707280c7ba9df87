package org.anychat.benchmarks;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All turns of one server. Latencies are those of all turns together and the loss is that of all, so that a collection of
 * the heap in one turn of three is in them; the CPU has its median and its mean. Other figures are medians, each by itself.
 *
 * @param windows one for each turn, at least one
 */
record ServerTurns(List<ForwardingWindow> windows) {
    private static final double MICROS_PER_SECOND = 1e6;

    ServerTurns {
        windows = List.copyOf(windows);
    }

    double deliveredPerSecond() {
        return median(ForwardingWindow::deliveredPerSecond);
    }

    /** Turns are of one length and of one rate. */
    double lossPercent() {
        return windows.stream()
                .mapToDouble(ForwardingWindow::lossPercent)
                .average()
                .orElseThrow();
    }

    /** Of the turn in the middle. */
    PacketCpu cpu() {
        return PacketCpu.median(windows.stream().map(ForwardingWindow::cpu).toList());
    }

    PacketCpu meanCpu() {
        return PacketCpu.mean(windows.stream().map(ForwardingWindow::cpu).toList());
    }

    Latencies latency() {
        return windows.stream().map(ForwardingWindow::latency).reduce(Latencies.NONE, Latencies::plus);
    }

    /** Packets that the load lost itself. */
    long droppedHere() {
        return windows.stream().mapToLong(ForwardingWindow::droppedHere).sum();
    }

    private double median(ToDoubleFunction<ForwardingWindow> figure) {
        double[] sorted = windows.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static String header() {
        return String.format(
                "  %-12s %11s %8s %10s %6s %6s %7s %7s %6s %24s %8s %6s %6s %9s",
                "server",
                "delivered/s",
                "loss %",
                "CPU us/pkt",
                "mean",
                "user",
                "system",
                "core us",
                "cores",
                "p50/p99/p99.9 ms",
                "RSS MiB",
                "load",
                "flaws",
                "lost@load");
    }

    String line(String name) {
        PacketCpu cpu = cpu();
        return String.format(
                "  %-12s %11.0f %8.3f %10.2f %6.2f %6.2f %7.2f %7.2f %6.2f %24s %8.0f %6.2f %6d %9d",
                name,
                deliveredPerSecond(),
                lossPercent(),
                cpu.total(),
                meanCpu().total(),
                cpu.user(),
                cpu.system(),
                median(ForwardingWindow::coreUs),
                cpu.total() * deliveredPerSecond() / MICROS_PER_SECOND,
                latency().ms(),
                median(ForwardingWindow::rssMiB),
                median(ForwardingWindow::loadShare),
                windows.stream().mapToLong(ForwardingWindow::flaws).sum(),
                droppedHere());
    }

    /** The least and the most CPU of a turn. */
    String spread() {
        DoubleSummaryStatistics all =
                windows.stream().mapToDouble(window -> window.cpu().total()).summaryStatistics();
        return String.format("%.2f to %.2f", all.getMin(), all.getMax());
    }
}
