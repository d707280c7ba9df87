package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;

/** Two real servers, the second of which stands by for the first. */
final class StandbyServers implements AutoCloseable {
    static final String PASSWORD = "what both servers know";

    private final Path folder;
    private final List<ServerProcess> processes = new ArrayList<>();

    StandbyServers(Path folder) {
        this.folder = folder;
    }

    /** A server with a licence of its own, for whom others may stand by. */
    ServerProcess master(String... iniLines) {
        Path home = home("master");
        ServerCommand issued = ServerCommand.run(home, "license", "issue", "--self");
        assertEquals(0, issued.exitCode(), issued::output);
        List<String> ini = new ArrayList<>(List.of("DemoMode=0", "SDKAuthPass=" + PASSWORD));
        ini.addAll(List.of("[Function Settings]", "AutoAddRoom=1"));
        ini.addAll(List.of(iniLines));
        return start(home, ini);
    }

    /** With lines as {@link #master} takes them. */
    ServerProcess slaveOf(ServerProcess master, String... iniLines) {
        return slaveOf("slave", master, PASSWORD, iniLines);
    }

    ServerProcess slaveOf(String name, ServerProcess master, String password, String... iniLines) {
        List<String> ini = new ArrayList<>(List.of("DemoMode=0", "SDKAuthPass=" + password));
        ini.addAll(List.of("[Function Settings]", "AutoAddRoom=1"));
        ini.addAll(List.of(iniLines));
        ini.addAll(List.of("[Standby Server Settings]", "SlaveMode=1", "MasterServerIP=127.0.0.1"));
        ini.add("MasterServerUDPPort=" + master.udpPort());
        return start(home(name), ini);
    }

    ServerProcess start(Path home, List<String> iniLines) {
        return add(ServerProcess.start(home, iniLines.toArray(String[]::new)));
    }

    ServerProcess startAgain(ServerProcess ended) {
        return add(ServerProcess.startAgain(ended));
    }

    private ServerProcess add(ServerProcess process) {
        processes.add(process);
        return process;
    }

    Path home(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AnyChatClient client(ClientRuntime runtime, AnyChatListener listener, ServerProcess... servers) {
        var builder = AnyChatClient.builder()
                .server("127.0.0.1", servers[0].tcpPort())
                .serverPassword(PASSWORD)
                .runtime(runtime)
                .listener(listener);
        for (int i = 1; i < servers.length; i++) {
            builder.otherServer("127.0.0.1", servers[i].tcpPort());
        }
        return builder.build();
    }

    /** What all have printed, for the message of a failed test. */
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
