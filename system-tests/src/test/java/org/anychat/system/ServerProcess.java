package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.anychat.testsupport.FreePorts;

/** The real server in a process of its own, with a folder of its own and free ports. */
final class ServerProcess implements AutoCloseable {
    /** Says which routing policy a server has. */
    static final String ROUTING_POLICY = "ANYCHAT_ROUTINGPOLICY";
    /** That policy where the ini says it, so that it can change. */
    static final String AS_IN_INI = "";

    private static final String READY = "AnyChatCoreServer is ready";
    private static final long START_SECONDS = 60;
    private static final int LAB_TCP_PORT = 8906;
    private static final int LAB_UDP_PORT = 8907;

    private final Process process;
    private final Path home;
    private final int tcpPort;
    private final int udpPort;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ServerProcess(Path home, int tcpPort, int udpPort, Map<String, String> environment, List<String> arguments)
            throws IOException {
        this(List.of(), home, tcpPort, udpPort, environment, arguments);
    }

    private ServerProcess(
            List<String> prefix,
            Path home,
            int tcpPort,
            int udpPort,
            Map<String, String> environment,
            List<String> arguments)
            throws IOException {
        this.home = home;
        this.tcpPort = tcpPort;
        this.udpPort = udpPort;
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words(Files.readString(repository().resolve("scripts/server.jvmargs"))));
        command.addAll(jvmArguments());
        command.addAll(List.of("-cp", repository().resolve("server/target/lib") + "/*"));
        command.addAll(List.of("org.anychat.server.AnyChatCoreServer", "--home", home.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ANYCHAT_"));
        // What tests look at is the relay; media that goes around it is for those that say so.
        builder.environment().put(ROUTING_POLICY, "1");
        builder.environment().putAll(environment);
        builder.environment().remove(ROUTING_POLICY, AS_IN_INI);
        process = builder.start();
        Thread reader = new Thread(this::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Of all programs that tests start, besides those that are their own: how much is compiled, where no figures are taken. */
    static List<String> jvmArguments() {
        return words(System.getProperty("anychat.server.jvmargs", ""));
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
    }

    /** Starts a server with the given lines added to its ini, and waits until it is ready. */
    static ServerProcess start(Path home, String... iniLines) {
        try {
            int tcpPort = freeTcpPort();
            int udpPort = freeUdpPort();
            String ini = "[Base Settings]\nTCPListenPort=" + tcpPort + "\nUDPServicePort=" + udpPort + "\n"
                    + String.join("\n", iniLines) + "\n";
            Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini);
            ServerProcess server = new ServerProcess(home, tcpPort, udpPort, Map.of(), List.of());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server whose UDP port clients know as that of a proxy. */
    static ServerProcess startBehind(Path home, int udpPort, ShapedProxy proxy, String... iniLines) {
        try {
            int tcpPort = freeTcpPort();
            String ini = "[Base Settings]\nTCPListenPort=" + tcpPort + "\nUDPServicePort=" + udpPort
                    + "\nAdvertisedAddress=" + proxy.address() + "\nAdvertisedUDPPorts=" + proxy.port() + "\n"
                    + String.join("\n", iniLines) + "\n";
            Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini);
            ServerProcess server = new ServerProcess(home, tcpPort, udpPort, Map.of(), List.of());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server in the folder and on the ports of one that has ended. */
    static ServerProcess startAgain(ServerProcess ended) {
        try {
            ServerProcess server = new ServerProcess(ended.home, ended.tcpPort, ended.udpPort, Map.of(), List.of());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server that is expected to end by itself, with its folder as the caller left it. */
    static ServerProcess startAsIs(Path home, String... arguments) {
        return startAsIs(home, Map.of(), arguments);
    }

    /** As {@link #startAsIs(Path, String...)}, with variables. */
    static ServerProcess startAsIs(Path home, Map<String, String> environment, String... arguments) {
        try {
            return new ServerProcess(home, 0, 0, environment, List.of(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server with its folder as the caller left it, but on free ports, and waits until it is ready. */
    static ServerProcess startOnFreePorts(Path home, Map<String, String> environment, String... arguments) {
        try {
            int tcpPort = freeTcpPort();
            int udpPort = freeUdpPort();
            Map<String, String> all = new HashMap<>(environment);
            all.put("ANYCHAT_TCPLISTENPORT", Integer.toString(tcpPort));
            all.put("ANYCHAT_UDPSERVICEPORT", Integer.toString(udpPort));
            ServerProcess server = new ServerProcess(home, tcpPort, udpPort, all, List.of(arguments));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a member of a cluster on free ports for clients; it becomes ready when it has found the others. */
    static ServerProcess member(Path home, Map<String, String> environment) {
        try {
            String given = environment.get("ANYCHAT_TCPLISTENPORT");
            int tcpPort = given == null ? freeTcpPort() : Integer.parseInt(given);
            int udpPort = freeUdpPort();
            Map<String, String> all = new HashMap<>(environment);
            all.put("ANYCHAT_TCPLISTENPORT", Integer.toString(tcpPort));
            all.put("ANYCHAT_UDPSERVICEPORT", Integer.toString(udpPort));
            return new ServerProcess(home, tcpPort, udpPort, all, List.of("-r"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a member of a cluster on a machine of the lab, which it has for itself, so that it has the usual ports. */
    static ServerProcess memberOn(NetworkLab.Machine machine, Path home, Map<String, String> environment) {
        try {
            return new ServerProcess(machine.prefix(), home, LAB_TCP_PORT, LAB_UDP_PORT, environment, List.of("-r"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        return Path.of(System.getProperty("anychat.repository"));
    }

    String pageUrl() {
        return "http://127.0.0.1:" + tcpPort + "/";
    }

    int tcpPort() {
        return tcpPort;
    }

    int udpPort() {
        return udpPort;
    }

    long pid() {
        return process.pid();
    }

    Path home() {
        return home;
    }

    /** Everything the process has printed so far. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Tells the server to read its configuration again. */
    void hangUp() {
        signal("HUP");
    }

    /** Waits until the process has printed that. */
    void awaitOutput(String words) throws InterruptedException {
        awaitLines(1, words, line -> line.contains(words));
    }

    /** Waits until the process has printed that in so many lines. */
    void awaitOutput(int times, String words) throws InterruptedException {
        awaitLines(times, words, line -> line.contains(words));
    }

    /** Waits until the process has printed a line in which something matches. */
    void awaitMatch(String expression) throws InterruptedException {
        awaitLines(1, expression, Pattern.compile(expression).asPredicate());
    }

    private void awaitLines(int times, String what, Predicate<String> wanted) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        synchronized (output) {
            while (output.stream().filter(wanted).count() < times) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError("never printed: " + what + "\n" + output());
                }
                output.wait(leftMs);
            }
        }
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not end:\n" + output());
        }
        return process.exitValue();
    }

    /** Ends it without a farewell, as a crash would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends a signal, such as STOP and CONT. */
    void signal(String name) {
        try {
            ProcessSignal.send(process, name);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ":\n" + output(), e);
        }
    }

    void awaitReady() {
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("the server did not become ready:\n" + output(), e);
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                    output.notifyAll();
                }
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("the process ended"));
    }

    /** Asks it to end, as a service manager does, and waits. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    static int freeTcpPort() {
        return FreePorts.next();
    }

    static int freeUdpPort() {
        return FreePorts.next();
    }
}
