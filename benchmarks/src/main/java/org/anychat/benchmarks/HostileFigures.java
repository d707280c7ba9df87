package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
            "Each of 26 kinds, of which the first is none at all, takes 2 x (rounds + 1) x (seconds + 0.3) and about 5"
                    + " seconds: with the defaults 28 minutes together. With fewer than 5 rounds no goal can be shown.",
            "A kind's ratio is the median of those of its pairs of turns, behind it the bounds between which it is, each"
                    + " but for one case in twenty. The goal is met where the upper bound is below it, not met where the"
                    + " lower one is above it or packets are missing, and not shown in between: then the machine is not"
                    + " quiet enough for so few turns, as the line \"nothing\" tells. Nor is anything shown by less than"
                    + " half of the bad input that was to come (--rate)."
        })
final class HostileFigures implements Callable<Integer> {
    private static final int VIEWERS = 20;
    private static final double GOAL_P99 = 1.1;

    private static final long LIMIT_SECONDS = 900;
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
            defaultValue = "8",
            description =
                    "Turns with and without bad input, after a pair that does not count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Of a turn. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "40",
            description =
                    "Seconds of the call before the first turn, and up to as many again while the JVM's compilers are"
                            + " busy. Default: ${DEFAULT-VALUE}.")
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

    private volatile LoadProcess attacking;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<BadInput> kinds = inputs.isEmpty()
                ? List.of(BadInput.values())
                : inputs.stream().map(BadInput::of).toList();
        System.out.println("machine: " + Machine.describe() + ", load " + Machine.load() + " at the beginning");
        NativeTools.pinThisProcess(loadCore);
        Path folder = Files.createTempDirectory("hostile-figures");
        GoalTable failures = new GoalTable();
        try {
            NativeTools tools = NativeTools.compile(sources, folder);
            LoadProcess load = LoadProcess.start(tools, NativeTools.pinning(loadCore));
            load.sampleEvery(1);
            try (AnyChatForwarder call = AnyChatForwarder.start(
                    ForwardingLab.ANYCHAT, serverOptions, load, address, NativeTools.pinning(serverCore))) {
                ForwardingLab.fillFanOut(call, MediaLoad.CALL, VIEWERS);
                new WarmUp(warmUp).run(call);
                load.sending(true);
                measureAll(kinds, call, tools, failures);
            }
        } finally {
            FirstCallFigures.deleteTree(folder);
        }
        System.out.println("load " + Machine.load() + " at the end");
        return failures.anyFailed() ? 1 : 0;
    }

    private void measureAll(List<BadInput> kinds, AnyChatForwarder call, NativeTools tools, GoalTable failures)
            throws InterruptedException {
        printHeader();
        Map<PairedRatios.Verdict, Integer> verdicts = new EnumMap<>(PairedRatios.Verdict.class);
        ScenarioRun runs = new ScenarioRun(failures, LIMIT_SECONDS, this::endAttackers);
        for (BadInput kind : kinds) {
            runs.run(kind.label(), () -> verdicts.merge(measure(kind, call, tools), 1, Integer::sum));
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        }
        System.out.printf(
                "goal: p99 of the call at most %.2f of that without bad input, for %d kinds%n", GOAL_P99, kinds.size());
        verdicts.forEach((verdict, count) -> System.out.printf("  %s: %d%n", verdict.words, count));
    }

    private void endAttackers() {
        LoadProcess one = attacking;
        if (one != null) {
            one.close();
        }
    }

    private void printHeader() {
        System.out.printf(
                "one room, 1 to %d, and bad input beside it; %d turns of %.0f s each with and without it, medians%n",
                VIEWERS, rounds, seconds);
        System.out.printf(
                "  %-16s %8s %10s %10s %19s %6s %-13s %-9s %9s %10s %10s%n",
                "input",
                "bad/s",
                "CPU us",
                "good one's",
                "p99 ms without/with",
                "ratio",
                "bounds",
                "<= 1.1",
                "missing/s",
                "bytes back",
                "heap KiB");
    }

    private PairedRatios.Verdict measure(BadInput kind, AnyChatForwarder call, NativeTools tools)
            throws IOException, InterruptedException {
        List<HostileWindow> without = new ArrayList<>();
        List<HostileWindow> with = new ArrayList<>();
        // The attackers' own work shall not keep the call's load from its core.
        attacking = LoadProcess.start(tools, NativeTools.pinningBehindOthers(loadCore));
        try (AnyChatForwarder side = call.beside(attacking);
                Attackers attackers = new Attackers(side, kind, perSecond)) {
            // The first of a kind is the JVM's occasion to compile what it takes.
            attackers.attack(true);
            HostileWindow.measure(call, VIEWERS, attackers, seconds);
            attackers.attack(false);
            long heapKiB = settledHeapKiB(call);
            for (int round = 0; round < rounds; round++) {
                without.add(HostileWindow.measure(call, VIEWERS, attackers, seconds));
                attackers.attack(true);
                with.add(HostileWindow.measure(call, VIEWERS, attackers, seconds));
                attackers.attack(false);
            }
            return print(
                    kind,
                    new HostileTurns(without, with, attackers.intendedPerSecond()),
                    settledHeapKiB(call) - heapKiB);
        }
    }

    /** What is left after a collection, once what was under way is over. */
    private static long settledHeapKiB(AnyChatForwarder call) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long heapKiB = call.liveHeapKiB();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return heapKiB;
    }

    /** Whether the call noticed no more than the goal allows. */
    private static PairedRatios.Verdict print(BadInput kind, HostileTurns turns, long heapKiB) throws IOException {
        if (turns.without().stream().anyMatch(window -> window.delivered() == 0)) {
            throw new IOException("the call is over");
        }
        PairedRatios p99 = turns.p99();
        PairedRatios.Verdict verdict = turns.atMost(GOAL_P99);
        System.out.printf(
                "  %-16s %8.0f %10s %10.2f %9.2f/%9.2f %6.2f %-13s %-9s %9.1f %10s %10d   %s%s%n",
                kind.label(),
                turns.bad(),
                finite(turns.cpuUsOfEach()),
                turns.cpuUsOfGoodOnes(),
                turns.p99UsWithout() / US_PER_MS,
                turns.p99UsWith() / US_PER_MS,
                p99.median(),
                String.format("%.2f to %.2f", p99.low(), p99.high()),
                verdict.words,
                turns.missing(),
                finite(turns.bytesBack()),
                heapKiB,
                kind.words,
                turns.isEnough()
                        ? ""
                        : String.format("; less than half of the %.0f a second came", turns.intendedPerSecond()));
        return verdict;
    }

    private static String finite(double figure) {
        return Double.isFinite(figure) ? String.format("%.2f", figure) : "-";
    }
}
