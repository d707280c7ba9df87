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
    private final int firstUdpPort;
    private final int lastUdpPort;
    private final String address;

    /** Prepares as the README tells everybody to, for at most so many relays. */
    ComposeProject(Path folder, int relays) {
        this.folder = folder;
        this.name = "anychat-test-" + Integer.toHexString(RANDOM.nextInt(1 << 24));
        try {
            tcpPort = ServerProcess.freeTcpPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    String pageUrl() {
        return "https://" + address + ":" + tcpPort + "/";
    }

    String address() {
        return address;
    }

    int tcpPort() {
        return tcpPort;
    }

    boolean isPublished(int udpPort) {
        return udpPort >= firstUdpPort && udpPort <= lastUdpPort;
    }

    /** Runs docker compose; returns what it printed. */
    String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", name));
        command.addAll(List.of("--env-file", folder.resolve("env").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** The containers of a service, in no order. */
    List<String> containers(String service) {
        return compose("ps", "--all", "--quiet", service).lines().toList();
    }

    /** Runs a command of the shell in a container; returns what it printed. */
    String inside(String container, String command) {
        return run("docker", "exec", container, "bash", "-c", command);
    }

    /** Ends the server of a container without a farewell, as a crash would; the engine starts it again. */
    void crash(String container) {
        // The shell in the container may end with it, so how it ends says nothing.
        attempt("docker", "exec", container, "bash", "-c", "kill -9 $(cat /var/lib/anychat/AnyChatCoreServer.pid)");
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
        compose("down", "--volumes", "--remove-orphans", "--timeout", "20", "--rmi", "all");
    }
}
