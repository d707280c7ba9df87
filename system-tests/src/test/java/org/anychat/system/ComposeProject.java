package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tree's docker-compose.yml on a real engine, under a name, ports and a folder of its own; leaves nothing behind. */
final class ComposeProject implements AutoCloseable {
    /** A build and seven starts, one after the other, on a machine that has other things to do. */
    private static final long WAIT_SECONDS = 900;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final String name;
    private final int tcpPort;
    private final int secondTcpPort;
    private final int prometheusPort;
    private final int firstUdpPort;
    private final int lastUdpPort;
    private final String address;

    /** Prepares as the README tells everybody to, for at most so many relays. */
    ComposeProject(Path folder, int relays) {
        this.folder = folder;
        this.name = "anychat-test-" + Integer.toHexString(RANDOM.nextInt(1 << 24));
        tcpPort = ServerProcess.freeTcpPort();
        secondTcpPort = ServerProcess.freeTcpPort();
        prometheusPort = ServerProcess.freeTcpPort();
        firstUdpPort = freeUdpPorts(relays);
        lastUdpPort = firstUdpPort + relays - 1;
        run("deploy/docker/prepare.sh", "--into", folder.toString());
        address = read("env").replaceAll("(?s).*ANYCHAT_ADVERTISEDADDRESS=(\\S+).*", "$1");
    }

    /** Whether an engine with compose answers. */
    static boolean engineIsThere() {
        try {
            CommandProcess asked = CommandProcess.start(
                    ServerProcess.repository(), List.of("sh", "-c", "docker compose version && docker info"));
            return asked.awaitExit() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Adds settings for all containers, as an administrator does. */
    void configure(String settings) {
        write("AnyChatCoreServer.ini", read("AnyChatCoreServer.ini") + settings);
    }

    /** Replaces the file beside docker-compose.yml that changes it; it counts from the next command on. */
    void override(String yaml) {
        write("override.yml", yaml);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String pageUrl() {
        return "https://" + address + ":" + tcpPort + "/";
    }

    String address() {
        return address;
    }

    int tcpPort() {
        return tcpPort;
    }

    /** Where the profile monitoring answers on this machine. */
    int prometheusPort() {
        return prometheusPort;
    }

    boolean isPublished(int udpPort) {
        return udpPort >= firstUdpPort && udpPort <= lastUdpPort;
    }

    /** Runs docker compose; returns what it printed. */
    String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", name));
        command.addAll(List.of("--env-file", folder.resolve("env").toString()));
        command.addAll(List.of("--file", "docker-compose.yml"));
        if (Files.exists(folder.resolve("override.yml"))) {
            command.addAll(List.of("--file", folder.resolve("override.yml").toString()));
        }
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** The containers of a service, in no order. */
    List<String> containers(String service) {
        return compose("ps", "--all", "--quiet", service).lines().toList();
    }

    List<String> running(String service) {
        return compose("ps", "--quiet", service).lines().toList();
    }

    String logs(String container) {
        return run("docker", "logs", container);
    }

    /** Runs a command of the shell in a container; returns what it printed. */
    String inside(String container, String command) {
        return run("docker", "exec", container, "bash", "-c", command);
    }

    /** Ends containers without a farewell and for good: what is killed by hand is not started again. */
    void kill(String... containers) {
        List<String> command = new ArrayList<>(List.of("docker", "kill"));
        command.addAll(List.of(containers));
        run(command.toArray(String[]::new));
    }

    /** Starts a container again that was killed. */
    void start(String container) {
        run("docker", "start", container);
    }

    /** Starts a container of the image beside the project's, in the network of its cluster. */
    CommandProcess stranger(String... environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "run", "--rm", "--name", name + "-stranger"));
        command.addAll(List.of("--network", name + "_cluster"));
        for (String variable : environment) {
            command.addAll(List.of("--env", variable));
        }
        command.add(image());
        return CommandProcess.start(ServerProcess.repository(), command);
    }

    void removeStranger() {
        attempt("docker", "rm", "--force", name + "-stranger");
    }

    /** Writes down with which code each container ends from now on: one line each, name and code. */
    CommandProcess ends() throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "events", "--since", "0s", "--filter", "event=die"));
        command.addAll(List.of("--filter", "label=com.docker.compose.project=" + name));
        command.addAll(List.of("--format", "{{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}"));
        return CommandProcess.start(ServerProcess.repository(), command);
    }

    /** Bytes that have come to a container over the network of its cluster. */
    long bytesWithinCluster(String container) {
        String mac = inspect(container, "{{(index .NetworkSettings.Networks \"" + name + "_cluster\").MacAddress}}");
        String bytes = inside(
                container,
                "for i in /sys/class/net/*; do [ \"$(<$i/address)\" = " + mac
                        + " ] && cat $i/statistics/rx_bytes || true; done");
        return Long.parseLong(bytes.trim());
    }

    long imageBytes() {
        return Long.parseLong(run("docker", "image", "inspect", "--format", "{{.Size}}", image())
                .trim());
    }

    int secondTcpPort() {
        return secondTcpPort;
    }

    String inspect(String container, String format) {
        return run("docker", "inspect", "--format", format, container).trim();
    }

    /** UDP datagrams that have come to a container since its start. */
    long datagrams(String container) {
        String inDatagrams = inside(container, "set -- $(grep ^Udp: /proc/net/snmp | tail -n 1); echo $2");
        return Long.parseLong(inDatagrams.trim());
    }

    /** What of this project the engine still has: containers, networks, volumes and the image. */
    String remains() {
        String filter = "label=com.docker.compose.project=" + name;
        return run("docker", "ps", "-aq", "--filter", filter)
                + run("docker", "network", "ls", "-q", "--filter", filter)
                + run("docker", "volume", "ls", "-q", "--filter", filter)
                + run("docker", "images", "-q", image());
    }

    private String image() {
        return "anychat-core-server:" + name;
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... command) {
        CommandProcess process = attempt(command);
        assertEquals(0, exitCode(process), () -> String.join(" ", command) + "\n" + process.output());
        return process.output();
    }

    private CommandProcess attempt(String... command) {
        try {
            CommandProcess process = CommandProcess.start(ServerProcess.repository(), List.of(command), environment());
            exitCode(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitCode(CommandProcess process) {
        try {
            return process.awaitExit(WAIT_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("ANYCHAT_IMAGE", image());
        all.put("ANYCHAT_DISTRIBUTION", "prebuilt");
        all.put("ANYCHAT_TCP_PORT", Integer.toString(tcpPort));
        all.put("ANYCHAT_TCP_PORT_2", Integer.toString(secondTcpPort));
        all.put("ANYCHAT_PROMETHEUS_PORT", Integer.toString(prometheusPort));
        all.put("ANYCHAT_UDP_PORTS", firstUdpPort + "-" + lastUdpPort);
        all.put("DOCKER_BUILDKIT", "1");
        return all;
    }

    private static int freeUdpPorts(int count) {
        while (true) {
            int first = 20_000 + RANDOM.nextInt(10_000);
            if (areFree(first, count)) {
                return first;
            }
        }
    }

    private static boolean areFree(int first, int count) {
        List<DatagramSocket> bound = new ArrayList<>();
        try {
            while (bound.size() < count) {
                bound.add(new DatagramSocket(first + bound.size()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            bound.forEach(DatagramSocket::close);
        }
    }

    @Override
    public void close() {
        removeStranger();
        compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20", "--rmi", "all");
    }
}
