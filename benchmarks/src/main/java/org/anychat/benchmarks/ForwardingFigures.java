package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What forwarding costs, beside Janus and beside a bare C loop, with one and the same load. Servers take turns in one run,
 * each pinned to one core; the load has another.
 */
@Command(
        name = "forwarding",
        mixinStandardHelpOptions = true,
        description =
                "CPU, capacity, latency, memory and joins of forwarding, beside Janus, Mumble's server and a bare C loop.",
        footer = {
            "",
            "Each scenario is judged by goals, all of them again at the end. With the defaults fan-out takes 3 to 4"
                    + " minutes, feedback and rooms 2 to 3, audio 4 to 5, capacity 10 to 12, memory 4 to 5, join 2 to 3: half an hour"
                    + " together. With --rounds 1 --seconds 3 --warm-up 30 all but memory take half of that.",
            "fan-out and spaced leave out mumble; feedback, rooms, capacity, memory and join leave out the"
                    + " floors too."
        })
final class ForwardingFigures implements Callable<Integer> {
    private static final int ROOMS = 10;
    private static final int MEMBERS = 5;
    private static final int SPACING_US = 5000;
    private static final int SAMPLE_EVERY = 8;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--sources", required = true, paramLabel = "FOLDER", description = "Where the C programs are.")
    private Path sources;

    @Option(
            names = "--address",
            required = true,
            description = "An address of this machine, not a loopback one, which Janus would not use.")
    private String address;

    @Option(
            names = "--scenarios",
            split = ",",
            defaultValue = "fan-out,feedback,rooms,audio,capacity,memory,join",
            description =
                    "Which of fan-out, spaced, feedback, rooms, audio, capacity, memory, join. Default: ${DEFAULT-VALUE}.")
    private List<String> scenarios;

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = "anychat,janus,mumble,floor-plain,floor-gso",
            description = "Which servers; a scenario leaves out those that cannot do it. Default: ${DEFAULT-VALUE}.")
    private List<String> servers;

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each server. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "6", description = "Of a turn. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds of load before the first turn of a server that a JVM runs, and up to as many again"
                    + " while its compilers are busy. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--viewers",
            defaultValue = "100",
            description = "Of fan-out and spaced. Default: ${DEFAULT-VALUE}.")
    private int viewers;

    @Option(names = "--listeners", defaultValue = "400", description = "Of audio. Default: ${DEFAULT-VALUE}.")
    private int listeners;

    @Option(
            names = "--from",
            defaultValue = "150",
            description = "Of capacity: viewers to begin with. Default: ${DEFAULT-VALUE}.")
    private int firstViewers;

    @Option(
            names = "--growth",
            defaultValue = "20",
            description = "Of capacity: per cent more viewers each time. Default: ${DEFAULT-VALUE}.")
    private int growthPercent;

    @Option(
            names = "--subscriptions",
            defaultValue = "1000",
            description = "Of memory: how many. Default: ${DEFAULT-VALUE}.")
    private int subscriptions;

    @Option(
            names = "--settle",
            defaultValue = "35",
            description = "Of memory: seconds until it is looked at, three times. Default: ${DEFAULT-VALUE}.")
    private long settleSeconds;

    @Option(
            names = "--server-core",
            defaultValue = "0",
            description = "Core of the servers, or several as taskset takes them. Default: ${DEFAULT-VALUE}.")
    private String serverCore;

    @Option(names = "--load-core", defaultValue = "1", description = "Core of the load. Default: ${DEFAULT-VALUE}.")
    private String loadCore;

    @Option(
            names = "--limit",
            defaultValue = "1800",
            description = "Seconds after which a scenario is ended, told of as failed, and the next begun."
                    + " Default: ${DEFAULT-VALUE}.")
    private long limitSeconds;

    private final GoalTable goals = new GoalTable();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ForwardingLab.requireInstalled(servers);
        System.out.println("machine: " + Machine.describe() + ", load " + Machine.load() + " at the beginning");
        System.out.printf(
                "server on core %s, load on core %s, address %s, %d turns of %.0f s after %.0f s of warming up%n",
                serverCore, loadCore, address, rounds, seconds, warmUp);
        NativeTools.pinThisProcess(loadCore);
        Path folder = Files.createTempDirectory("forwarding-figures");
        try {
            NativeTools tools = NativeTools.compile(sources, folder);
            ForwardingLab lab = new ForwardingLab(
                    serverOptions, tools, address, NativeTools.pinning(serverCore), NativeTools.pinning(loadCore));
            Thread ending = new Thread(lab::endAll, "end");
            Runtime.getRuntime().addShutdownHook(ending);
            ScenarioRun runs = new ScenarioRun(goals, limitSeconds, lab::endAll);
            for (String scenario : scenarios) {
                long begunNs = System.nanoTime();
                runs.run(scenario, () -> run(scenario, lab, new ForwardingGoals(goals)));
                System.out.printf(
                        "  %s took %d s, load %s at its end%n",
                        scenario, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs), Machine.load());
            }
            Runtime.getRuntime().removeShutdownHook(ending);
        } finally {
            FirstCallFigures.deleteTree(folder);
        }
        goals.printAll();
        return goals.anyFailed() ? 1 : 0;
    }

    private void run(String scenario, ForwardingLab lab, ForwardingGoals judge)
            throws IOException, InterruptedException {
        MediaLoad call = MediaLoad.CALL;
        String toMany = "one room, 1 to " + viewers + ", video and audio, a frame's packets ";
        switch (scenario) {
            case "fan-out" -> judge.judgeFanOut(fanOut(lab, toMany + "at once", call, viewers));
            case "spaced" -> judge.judgeFanOut(fanOut(lab, toMany + "5 ms apart", call.spaced(SPACING_US), viewers));
            case "audio" ->
                judge.judgeAudio(fanOut(lab, "one room, 1 to " + listeners + ", audio", MediaLoad.AUDIO, listeners));
            case "feedback" -> judge.judgeRooms(feedback(lab, toMany + "at once, with transport-wide feedback"));
            case "rooms" -> judge.judgeRooms(rooms(lab));
            case "capacity" ->
                new CapacitySearch(lab, videoServers(), turns(), firstViewers, growthPercent, judge).run();
            case "memory" -> new SubscriptionMemory(lab, videoServers(), subscriptions, settleSeconds, goals).run();
            case "join" -> new JoinTimes(lab, videoServers(), rounds, warmUp, goals).run();
            default -> throw new IllegalArgumentException("no such scenario: " + scenario);
        }
    }

    private Turns turns() {
        return new Turns(rounds, seconds, new WarmUp(warmUp));
    }

    /** The floor has no rooms, no joins and no memory to speak of, and Mumble has no video. */
    private List<String> videoServers() {
        return servers.stream()
                .filter(name -> !name.startsWith("floor") && !name.equals(ForwardingLab.MUMBLE))
                .toList();
    }

    private Map<String, ServerTurns> fanOut(ForwardingLab lab, String title, MediaLoad media, int watching)
            throws InterruptedException {
        try (RunningServers running = new RunningServers(lab::start, goals)) {
            for (String name : servers) {
                if (!media.video() || !name.equals(ForwardingLab.MUMBLE)) {
                    running.start(name, server -> {
                        // Mumble's packets tell nothing until they are open, so that those of all are opened.
                        server.load().sampleEvery(media.video() ? SAMPLE_EVERY : 1);
                        ForwardingLab.fillFanOut(server, media, watching);
                        server.load().sending(false);
                    });
                }
            }
            return turns().take(title, running, watching);
        }
    }

    /** As browsers have it: packets are numbered across streams, and viewers tell of each. */
    private Map<String, ServerTurns> feedback(ForwardingLab lab, String title) throws InterruptedException {
        try (RunningServers running = new RunningServers(lab::start, goals)) {
            for (String name : videoServers()) {
                running.start(name, server -> {
                    LoadProcess load = server.load();
                    load.numbers(true);
                    ForwardingLab.fillFanOut(server, MediaLoad.CALL, viewers);
                    load.sending(false);
                    System.out.printf(
                            "  %s: %d of %d connections have transport-wide numbers, of which the load has told %d times%n",
                            name,
                            load.numberedPeers(),
                            viewers + 1,
                            load.report().feedback());
                    if (name.equals(ForwardingLab.ANYCHAT) && load.numberedPeers() <= viewers) {
                        throw new IOException("not all connections have transport-wide numbers");
                    }
                });
            }
            return turns().take(title, running, viewers);
        }
    }

    private Map<String, ServerTurns> rooms(ForwardingLab lab) throws InterruptedException {
        try (RunningServers running = new RunningServers(lab::start, goals)) {
            for (String name : videoServers()) {
                running.start(name, server -> {
                    ForwardingLab.fillRooms(server, MediaLoad.CALL, ROOMS, MEMBERS);
                    server.load().sending(false);
                });
            }
            return turns().take(ROOMS + " rooms of " + MEMBERS + ", all publish video and audio", running, MEMBERS - 1);
        }
    }
}
