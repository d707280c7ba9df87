package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        description = "CPU, capacity, latency, memory and joins of forwarding, beside Janus and a bare C loop.")
final class ForwardingFigures implements Callable<Integer> {
    private static final int VIEWERS = 100;
    private static final int AUDIO_VIEWERS = 400;
    private static final int ROOMS = 10;
    private static final int MEMBERS = 5;

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
            defaultValue = "fan-out,rooms,audio,capacity,memory,join",
            description = "Which of fan-out, spaced, rooms, audio, capacity, memory, join. Default: ${DEFAULT-VALUE}.")
    private List<String> scenarios;

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = "anychat,janus,floor-plain,floor-gso",
            description = "Which servers. Default: ${DEFAULT-VALUE}.")
    private List<String> servers;

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each server. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "10", description = "Of a turn. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "40",
            description =
                    "Seconds of load before the first turn of a server that a JVM runs. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--server-core",
            defaultValue = "0",
            description = "Core of the servers. Default: ${DEFAULT-VALUE}.")
    private int serverCore;

    @Option(names = "--load-core", defaultValue = "1", description = "Core of the load. Default: ${DEFAULT-VALUE}.")
    private int loadCore;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe() + ", load "
                + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0] + " at the beginning");
        System.out.printf(
                "server on core %d, load on core %d, address %s, %d turns of %.0f s after %.0f s of warming up%n",
                serverCore, loadCore, address, rounds, seconds, warmUp);
        Path folder = Files.createTempDirectory("forwarding-figures");
        try {
            NativeTools tools = NativeTools.compile(sources, folder);
            ForwardingLab lab =
                    new ForwardingLab(serverOptions, tools, address, pinning(serverCore), pinning(loadCore));
            for (String scenario : scenarios) {
                run(scenario, lab);
            }
        } finally {
            FirstCallFigures.deleteTree(folder);
        }
        return 0;
    }

    private static List<String> pinning(int core) {
        return List.of("taskset", "-c", Integer.toString(core));
    }

    private void run(String scenario, ForwardingLab lab) throws IOException, InterruptedException {
        MediaLoad call = MediaLoad.CALL;
        switch (scenario) {
            case "fan-out" ->
                fanOut(
                        lab,
                        "one room, 1 to " + VIEWERS + ", video and audio, a frame's packets at once",
                        call,
                        VIEWERS);
            case "spaced" ->
                fanOut(
                        lab,
                        "one room, 1 to " + VIEWERS + ", video and audio, a frame's packets 5 ms apart",
                        call.spaced(5000),
                        VIEWERS);
            case "audio" -> fanOut(lab, "one room, 1 to " + AUDIO_VIEWERS + ", audio", MediaLoad.AUDIO, AUDIO_VIEWERS);
            case "rooms" -> rooms(lab);
            case "capacity" -> new CapacitySearch(lab, bothServers(), seconds, warmUp).run();
            case "memory" -> new SubscriptionMemory(lab, bothServers()).run();
            case "join" -> new JoinTimes(lab, bothServers(), rounds).run();
            default -> throw new IllegalArgumentException("no such scenario: " + scenario);
        }
    }

    /** The floor has no rooms, no joins and no memory to speak of. */
    private List<String> bothServers() {
        return servers.stream().filter(name -> !name.startsWith("floor")).toList();
    }

    private void fanOut(ForwardingLab lab, String title, MediaLoad media, int viewers)
            throws IOException, InterruptedException {
        Map<String, Forwarder> running = new LinkedHashMap<>();
        try {
            for (String name : servers) {
                running.put(name, lab.start(name));
                ForwardingLab.fillFanOut(running.get(name), media, viewers);
            }
            Map<String, ForwardingWindow> medians = takeTurns(title, running, viewers);
            ForwardingGoals.printFanOut(medians, media.video());
        } finally {
            running.values().forEach(Forwarder::close);
        }
    }

    private void rooms(ForwardingLab lab) throws IOException, InterruptedException {
        Map<String, Forwarder> running = new LinkedHashMap<>();
        try {
            for (String name : bothServers()) {
                running.put(name, lab.start(name));
                ForwardingLab.fillRooms(running.get(name), MediaLoad.CALL, ROOMS, MEMBERS);
            }
            Map<String, ForwardingWindow> medians =
                    takeTurns(ROOMS + " rooms of " + MEMBERS + ", all publish video and audio", running, MEMBERS - 1);
            ForwardingGoals.printRooms(medians);
        } finally {
            running.values().forEach(Forwarder::close);
        }
    }

    private Map<String, ForwardingWindow> takeTurns(String title, Map<String, Forwarder> running, int viewersOfEach)
            throws IOException, InterruptedException {
        System.out.println(title);
        for (Forwarder server : running.values()) {
            ForwardingWindow.warmUp(server, warmUp);
        }
        Map<String, List<ForwardingWindow>> windows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Forwarder> entry : running.entrySet()) {
                windows.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                        .add(ForwardingWindow.measure(entry.getValue(), viewersOfEach, seconds));
            }
        }
        System.out.println(ForwardingWindow.header());
        Map<String, ForwardingWindow> medians = new LinkedHashMap<>();
        windows.forEach((name, all) -> {
            medians.put(name, ForwardingWindow.median(all));
            System.out.println(medians.get(name).line(name) + "   CPU " + ForwardingWindow.spread(all));
        });
        return medians;
    }
}
