package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Processes that are one server, each on a machine of its own in a lab, with the usual ports. */
final class LabCluster implements AutoCloseable {
    static final int TCP_PORT = 8906;

    private final Path folder;
    private final Function<String, Map<String, String>> settings;
    private final NetworkLab lab = new NetworkLab();
    private final String members;
    private final Map<String, String> services = new LinkedHashMap<>();
    private final Map<String, ServerProcess> processes = new HashMap<>();
    private final List<ServerProcess> all = new ArrayList<>();

    /**
     * Starts nothing yet.
     *
     * @param services what runs where: a machine's name, and the services of its process
     * @param settings variables of all processes
     */
    LabCluster(Path folder, Map<String, String> services, Map<String, String> settings) {
        this(folder, services, name -> settings);
    }

    /** As above, with variables for each machine by its name. */
    LabCluster(Path folder, Map<String, String> services, Function<String, Map<String, String>> settings) {
        this.folder = folder;
        this.settings = settings;
        this.services.putAll(services);
        members = String.join(
                ",",
                services.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals("relay"))
                        .map(entry -> addressOf(entry.getKey()))
                        .toList());
    }

    /** Starts every process, and returns when all are ready. */
    void startAll() {
        services.keySet().forEach(this::launch);
        processes.values().forEach(ServerProcess::awaitReady);
    }

    /** Starts processes in place of those that have run there, and waits until all are ready. */
    void start(List<String> names) {
        names.stream().map(this::launch).toList().forEach(ServerProcess::awaitReady);
    }

    /** Starts a process, in place of the one that has run there, and waits until it is ready. */
    ServerProcess start(String name) {
        ServerProcess process = launch(name);
        process.awaitReady();
        return process;
    }

    private ServerProcess launch(String name) {
        String address = addressOf(name);
        Map<String, String> environment = new HashMap<>(settings.apply(name));
        environment.put("ANYCHAT_SERVICES", services.get(name));
        environment.put("ANYCHAT_NODENAME", name);
        environment.put("ANYCHAT_CLUSTERMEMBERS", members);
        environment.put("ANYCHAT_CLUSTERADDRESS", address);
        environment.put("ANYCHAT_CLUSTERSECRET", ClusterProcesses.SECRET);
        environment.put("ANYCHAT_LISTENADDRESS", address);
        environment.put("ANYCHAT_TCPSECURITY", "optional");
        environment.put("ANYCHAT_SHOWTRAYICON", "0");
        try {
            ServerProcess process = ServerProcess.memberOn(
                    lab.machine(name), Files.createDirectories(folder.resolve(name)), environment);
            processes.put(name, process);
            all.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NetworkLab lab() {
        return lab;
    }

    String addressOf(String name) {
        return lab.machine(name).address();
    }

    /** The process that runs on that machine, or ran there last. */
    ServerProcess process(String name) {
        return processes.get(name);
    }

    /** The machines whose processes run the service, in the order of their making. */
    List<String> withService(String service) {
        return services.entrySet().stream()
                .filter(entry -> List.of(entry.getValue().split(",")).contains(service))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The machine whose process says that it is the active one. */
    String active(String service) {
        return withService(service).stream()
                .filter(name -> isActive(process(name).output(), service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no active " + service + "\n" + output()));
    }

    private static boolean isActive(String output, String service) {
        int active = output.lastIndexOf("This process is the active " + service);
        return active > output.lastIndexOf("This process stands by as " + service)
                && active > output.lastIndexOf("Joining the cluster anew");
    }

    /** The last lines of all processes, for the message of a failed test. */
    String output() {
        StringBuilder text = new StringBuilder();
        processes.forEach((name, process) -> text.append("---- ")
                .append(name)
                .append('\n')
                .append(process.output())
                .append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        // Whoever is stopped by a signal cannot stop by itself.
        all.forEach(ServerProcess::kill);
        lab.close();
    }
}
