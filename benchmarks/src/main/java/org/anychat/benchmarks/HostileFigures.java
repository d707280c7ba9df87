package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What bad input costs: a call goes on in one room while somebody sends packets that no good client sends. Stretches of time
 * with bad input and without it take turns. The server has one core, the call's load and the attackers share another.
 */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        description = "What bad input costs the server, what it keeps of it, and what a running call notices.",
        footer = {
            "",
            "Each of 25 kinds takes 2 x rounds x (seconds + 0.3) and about 5 seconds: with the defaults 11 minutes"
                    + " together, with --seconds 1.5 it is 7."
        })
final class HostileFigures implements Callable<Integer> {
    private static final int VIEWERS = 20;
    private static final double GOAL_P99 = 1.1;
    private static final double US_PER_MS = 1000;
    private static final long SETTLE_SECONDS = 1;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--sources", required = true, paramLabel = "FOLDER", description = "Where the C programs are.")
    private Path sources;

    @Option(names = "--address", required = true, description = "An address of this machine, not a loopback one.")
    private String address;

    @Option(names = "--inputs", split = ",", description = "Which kinds, such as stun-forged,nack. Default: all.")
    private List<String> inputs = List.of();

    @Option(names = "--rate", defaultValue = "5000", description = "Bad packets a second. Default: ${DEFAULT-VALUE}.")
    private int perSecond;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Turns with and without bad input. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Of a turn. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "40",
            description = "Seconds of the call before the first turn. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--server-core",
            defaultValue = "0",
            description = "Core of the server, or several as taskset takes them. Default: ${DEFAULT-VALUE}.")
    private String serverCore;

    @Option(
            names = "--load-core",
            defaultValue = "1",
            description = "Core of the call's load and the attackers. Default: ${DEFAULT-VALUE}.")
    private String loadCore;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<BadInput> kinds = inputs.isEmpty()
                ? List.of(BadInput.values())
                : inputs.stream().map(BadInput::of).toList();
        System.out.println("machine: " + Machine.describe() + ", load " + Machine.load() + " at the beginning");
        Path folder = Files.createTempDirectory("hostile-figures");
        try {
            NativeTools tools = NativeTools.compile(sources, folder);
            LoadProcess load = LoadProcess.start(tools, NativeTools.pinning(loadCore));
            load.sampleEvery(1);
            try (AnyChatForwarder call =
                    AnyChatForwarder.start(serverOptions, load, address, NativeTools.pinning(serverCore))) {
                ForwardingLab.fillFanOut(call, MediaLoad.CALL, VIEWERS);
                TimeUnit.MILLISECONDS.sleep((long) (warmUp * TimeUnit.SECONDS.toMillis(1)));
                printHeader();
                int met = 0;
                for (BadInput kind : kinds) {
                    met += measure(kind, call, tools) ? 1 : 0;
                    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                }
                System.out.printf(
                        "goal: p99 of the call at most %.2f of that without bad input: met by %d of %d kinds%n",
                        GOAL_P99, met, kinds.size());
            }
        } finally {
            FirstCallFigures.deleteTree(folder);
        }
        System.out.println("load " + Machine.load() + " at the end");
        return 0;
    }

    private void printHeader() {
        System.out.printf(
                "one room, 1 to %d, and bad input beside it; %d turns of %.0f s each with and without it, medians%n",
                VIEWERS, rounds, seconds);
        System.out.printf(
                "  %-16s %8s %10s %10s %19s %6s %-7s %9s %10s %10s%n",
                "input",
                "bad/s",
                "CPU us",
                "good one's",
                "p99 ms without/with",
                "ratio",
                "<= 1.1",
                "missing/s",
                "bytes back",
                "heap KiB");
    }

    private boolean measure(BadInput kind, AnyChatForwarder call, NativeTools tools)
            throws IOException, InterruptedException {
        List<HostileWindow> without = new ArrayList<>();
        List<HostileWindow> with = new ArrayList<>();
        try (AnyChatForwarder side = call.beside(LoadProcess.start(tools, NativeTools.pinning(loadCore)))) {
            Attackers attackers = new Attackers(side, kind, perSecond);
            long heapKiB = settledHeapKiB(call);
            for (int round = 0; round < rounds; round++) {
                without.add(HostileWindow.measure(call, VIEWERS, attackers, seconds));
                attackers.attack(true);
                with.add(HostileWindow.measure(call, VIEWERS, attackers, seconds));
                attackers.attack(false);
            }
            return print(kind, without, with, settledHeapKiB(call) - heapKiB);
        }
    }

    /** What is left after a collection, once what was under way is over. */
    private static long settledHeapKiB(AnyChatForwarder call) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long heapKiB = call.liveHeapKiB();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return heapKiB;
    }

    /** Whether the call noticed no more than the goal allows: by the ratio of each pair of turns, the median of them. */
    private static boolean print(BadInput kind, List<HostileWindow> without, List<HostileWindow> with, long heapKiB) {
        double eachUs = median(IntStream.range(0, with.size())
                .mapToDouble(i -> (with.get(i).cpuUsPerSecond() - without.get(i).cpuUsPerSecond())
                        / with.get(i).bad())
                .toArray());
        double goodUs = median(without, window -> window.cpuUsPerSecond() / window.delivered());
        double p99 = median(without, HostileWindow::p99Us) / US_PER_MS;
        double p99With = median(with, HostileWindow::p99Us) / US_PER_MS;
        double back = median(IntStream.range(0, with.size())
                .mapToDouble(i -> (with.get(i).bytesIn() - without.get(i).bytesIn())
                        / with.get(i).bytesOut())
                .toArray());
        double ratio = median(IntStream.range(0, with.size())
                .mapToDouble(i -> with.get(i).p99Us() / without.get(i).p99Us())
                .toArray());
        boolean met = ratio <= GOAL_P99;
        System.out.printf(
                "  %-16s %8.0f %10.2f %10.2f %9.2f/%9.2f %6.2f %-7s %9.1f %10s %10d   %s%n",
                kind.label(),
                median(with, HostileWindow::bad),
                eachUs,
                goodUs,
                p99,
                p99With,
                ratio,
                met ? "met" : "NOT met",
                median(with, HostileWindow::missing),
                Double.isFinite(back) ? String.format("%.2f", back) : "-",
                heapKiB,
                kind.words);
        return met;
    }

    private static double median(List<HostileWindow> windows, ToDoubleFunction<HostileWindow> figure) {
        return median(windows.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
