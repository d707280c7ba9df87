package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.testsupport.FreePorts;

/** Real processes on loopback that are one server. */
final class ClusterProcesses implements AutoCloseable {
    static final String SECRET = "of these processes alone";

    private final Path folder;
    private final List<Integer> freePorts = new ArrayList<>();
    private final String members;
    private final List<ServerProcess> processes = new ArrayList<>();
    private final Map<String, String> settings;

    /** For at most so many processes, all of which have the given settings. */
    ClusterProcesses(Path folder, int atMost, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        freePorts.addAll(FreePorts.next(atMost));
        members = String.join(
                ",", freePorts.stream().map(port -> "127.0.0.1:" + port).toList());
    }

    /** Starts a process and does not wait for it. */
    ServerProcess start(String name, String services) {
        return start(name, services, Map.of());
    }

    ServerProcess start(String name, String services, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("ANYCHAT_SERVICES", services);
        environment.put("ANYCHAT_NODENAME", name);
        environment.put("ANYCHAT_CLUSTERMEMBERS", members);
        environment.put("ANYCHAT_CLUSTERPORT", Integer.toString(freePorts.remove(0)));
        environment.put("ANYCHAT_CLUSTERBUSPORT", "0");
        environment.put("ANYCHAT_CLUSTERSECRET", SECRET);
        environment.put("ANYCHAT_LISTENADDRESS", "127.0.0.1");
        environment.put("ANYCHAT_SHOWTRAYICON", "0");
        environment.putAll(more);
        try {
            ServerProcess process = ServerProcess.member(Files.createDirectories(folder.resolve(name)), environment);
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of all processes, for the message of a failed test. */
    String output() {
        StringBuilder all = new StringBuilder();
        processes.forEach(process -> all.append("---- ")
                .append(process.home().getFileName())
                .append('\n')
                .append(process.output())
                .append('\n'));
        return all.toString();
    }

    @Override
    public void close() {
        // Whoever is stopped by a signal cannot stop by itself.
        processes.forEach(ServerProcess::kill);
    }
}
