package org.anychat.benchmarks;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server of another kind, in a process and a folder of its own.
 *
 * @param what it is called in what is told to people
 * @param port its TCP port
 */
record PeerProcess(String what, Process process, Path folder, int port) implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long PAUSE_MS = 50;
    private static final String OUTPUT = "out";

    /** Writes a server's settings. */
    interface Settings {
        /** Returns the command line that takes them. */
        List<String> write(Path folder, int port) throws IOException;
    }

    /** Tries whether a server is there. */
    interface Attempt {
        void run() throws IOException;
    }

    static PeerProcess start(String what, List<String> pinning, Settings settings) throws IOException {
        Path folder = Files.createTempDirectory("peer-figures");
        int port = freeTcpPort();
        List<String> command = settings.write(folder, port);
        Process process = new ProcessBuilder(NativeTools.command(pinning, command.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(OUTPUT).toFile())
                .start();
        return new PeerProcess(what, process, folder, port);
    }

    /** Tries until it works; fails, and ends the process, where it does not start. */
    void awaitStart(Attempt attempt) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                attempt.run();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                    String said = Files.readString(folder.resolve(OUTPUT));
                    close();
                    throw new IOException(what + " does not start:\n" + said, e);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            FirstCallFigures.deleteTree(folder);
        } catch (IOException e) {
            System.err.println("left behind: " + folder + " (" + e + ")");
        }
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
