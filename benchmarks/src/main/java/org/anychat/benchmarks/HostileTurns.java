package org.anychat.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The turns of one kind of bad input, in pairs.
 *
 * @param without bad input
 * @param with it, as many
 * @param intendedPerSecond how many pieces of it there were to be
 */
record HostileTurns(List<HostileWindow> without, List<HostileWindow> with, double intendedPerSecond) {
    /** Of the call's packets, which the borders of a turn do not explain. */
    private static final double MISSING = 0.005;
    /** Of the bad input: with less, nobody knows what all of it would do. */
    private static final double ENOUGH = 0.5;

    HostileTurns {
        without = List.copyOf(without);
        with = List.copyOf(with);
    }

    /** What is worse is worse by less bad input too, but a goal is only met beside as much as was to come. */
    PairedRatios.Verdict atMost(double goal) {
        if (lost(with) > lost(without) + MISSING) {
            return PairedRatios.Verdict.NOT_MET;
        }
        PairedRatios.Verdict verdict = p99().atMost(goal);
        return verdict == PairedRatios.Verdict.MET && !isEnough() ? PairedRatios.Verdict.NOT_SHOWN : verdict;
    }

    /** Whether the bad input came. */
    boolean isEnough() {
        return bad() >= ENOUGH * intendedPerSecond;
    }

    PairedRatios p99() {
        return PairedRatios.of(values(with, HostileWindow::p99Us), values(without, HostileWindow::p99Us));
    }

    double p99UsWith() {
        return median(values(with, HostileWindow::p99Us));
    }

    double p99UsWithout() {
        return median(values(without, HostileWindow::p99Us));
    }

    /** Pieces per second. */
    double bad() {
        return median(values(with, HostileWindow::bad));
    }

    /** What the server took more for each piece; not a number where there was none. */
    double cpuUsOfEach() {
        return median(IntStream.range(0, with.size())
                .mapToDouble(i -> (with.get(i).cpuUsPerSecond() - without.get(i).cpuUsPerSecond())
                        / with.get(i).bad())
                .toArray());
    }

    /** What the server took for each packet delivered to the call, without bad input. */
    double cpuUsOfGoodOnes() {
        return median(values(without, window -> window.cpuUsPerSecond() / window.delivered()));
    }

    /** Bytes to the attackers for each byte of theirs. */
    double bytesBack() {
        return median(IntStream.range(0, with.size())
                .mapToDouble(i -> (with.get(i).bytesIn() - without.get(i).bytesIn())
                        / with.get(i).bytesOut())
                .toArray());
    }

    /** Of the call's packets per second, beside bad input. */
    double missing() {
        return with.stream().mapToDouble(HostileWindow::missing).average().orElse(0);
    }

    /** The part of the call's packets that did not come. */
    private static double lost(List<HostileWindow> windows) {
        double expected = windows.stream().mapToDouble(HostileWindow::expected).sum();
        return windows.stream().mapToDouble(HostileWindow::missing).sum() / expected;
    }

    private static double[] values(List<HostileWindow> windows, ToDoubleFunction<HostileWindow> figure) {
        return windows.stream().mapToDouble(figure).toArray();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
