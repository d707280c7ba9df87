package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real server in a process of its own, with a folder of its own and free ports. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "AnyChatCoreServer is ready";
    private static final long START_SECONDS = 60;

    private final Process process;
    private final Path home;
    private final int tcpPort;
    private final int udpPort;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ServerProcess(Path home, int tcpPort, int udpPort, List<String> arguments) throws IOException {
        this.home = home;
        this.tcpPort = tcpPort;
        this.udpPort = udpPort;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(Files.readString(repository().resolve("scripts/server.jvmargs"))
                .trim()
                .split("\\s+")));
        command.addAll(List.of("-cp", repository().resolve("server/target/lib") + "/*"));
        command.addAll(List.of("org.anychat.server.AnyChatCoreServer", "--home", home.toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a server with the given lines added to its ini, and waits until it is ready. */
    static ServerProcess start(Path home, String... iniLines) {
        try {
            int tcpPort = freeTcpPort();
            int udpPort = freeUdpPort();
            String ini = "[Base Settings]\nTCPListenPort=" + tcpPort + "\nUDPServicePort=" + udpPort + "\n"
                    + String.join("\n", iniLines) + "\n";
            Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini);
            ServerProcess server = new ServerProcess(home, tcpPort, udpPort, List.of());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server that is expected to end by itself, with its folder as the caller left it. */
    static ServerProcess startAsIs(Path home, String... arguments) {
        try {
            return new ServerProcess(home, 0, 0, List.of(arguments));
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

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not end:\n" + output());
        }
        return process.exitValue();
    }

    private void awaitReady() {
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

    static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
