package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.TlsTrust;

/** Master, slave and perhaps a witness, each on a machine of its own, between which the network can be cut. */
final class StandbyLab implements AutoCloseable {
    static final String MASTER = "master";
    static final String SLAVE = "slave";
    static final String WITNESS = "witness";

    private static final String PASSWORD = "what all of them know";
    private static final int TCP_PORT = 8906;
    /** As htpasswd writes it for the password "secret". */
    private static final String ANN = "ann:$2y$06$gWsKhcsRvyp7eIXmugIAR.8OXGw1QjTHQBs4FhwC6M9TheNk8XsU2\n";

    private final Path folder;
    private final NetworkLab network = new NetworkLab();
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<String> standby = new ArrayList<>();

    StandbyLab(Path folder, boolean witnessed) {
        this.folder = folder;
        standby.add("[Standby Server Settings]");
        if (witnessed) {
            standby.add("WitnessServerIP=" + network.machine(WITNESS).address());
        }
    }

    NetworkLab network() {
        return network;
    }

    /** Any process with the same password is a witness to whoever asks it; this one runs in demo mode. */
    ServerProcess witness() {
        return start(WITNESS, List.of("SDKAuthPass=" + PASSWORD));
    }

    ServerProcess master() {
        Path home = home(MASTER);
        ServerCommand issued = ServerCommand.run(home, "license", "issue", "--self");
        assertEquals(0, issued.exitCode(), issued::output);
        return start(MASTER, serving());
    }

    ServerProcess slave() {
        List<String> ini = new ArrayList<>(serving());
        ini.add("SlaveMode=1");
        ini.add("MasterServerIP=" + network.machine(MASTER).address());
        return start(SLAVE, ini);
    }

    private List<String> serving() {
        List<String> ini = new ArrayList<>(List.of("DemoMode=0", "SDKAuthPass=" + PASSWORD));
        ini.addAll(List.of("[Function Settings]", "AutoAddRoom=1", "CloseFrontLink=1"));
        ini.addAll(List.of("[User Source Settings]", "UserSource=htpasswd"));
        ini.addAll(standby);
        return ini;
    }

    private ServerProcess start(String name, List<String> iniLines) {
        try {
            Path home = home(name);
            Files.writeString(home.resolve("AnyChatUsers.htpasswd"), ANN);
            Files.writeString(
                    home.resolve("AnyChatCoreServer.ini"), "[Base Settings]\n" + String.join("\n", iniLines) + "\n");
            ServerProcess process =
                    ServerProcess.memberOn(network.machine(name), home, Map.of("ANYCHAT_SHOWTRAYICON", "0"));
            processes.add(process);
            process.awaitReady();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path home(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AnyChatClient client(ClientRuntime runtime, AnyChatListener listener, String machine) {
        return AnyChatClient.builder()
                .server(network.machine(machine).address(), TCP_PORT)
                .serverPassword(PASSWORD)
                .tls(TlsTrust.trustAll())
                .runtime(runtime)
                .listener(listener)
                .autoReconnect(false)
                .build();
    }

    /** What somebody is told who comes to that server. */
    int connectCode(ClientRuntime runtime, String machine) {
        try (AnyChatClient client = client(runtime, new AnyChatListener() {}, machine)) {
            return SdkUser.codeOf(client.connect());
        }
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
        processes.forEach(ServerProcess::kill);
        network.close();
    }
}
