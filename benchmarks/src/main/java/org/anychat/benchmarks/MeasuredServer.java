package org.anychat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process and a folder of its own, with its time from process start to ready and what it has said till then. */
record MeasuredServer(Process process, Path home, int tcpPort, long readyMs, String said) implements AutoCloseable {
    private static final String READY = "AnyChatCoreServer is ready";
    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 20;
    private static final long JCMD_SECONDS = 60;

    /** The pinning is what stands before the command, such as {@code taskset -c 0}; empty where it runs anywhere. */
    static MeasuredServer start(Path serverLib, Path jvmArgs, List<String> pinning, String... baseSettings)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("anychat-figures");
        int tcpPort = PeerProcess.freeTcpPort();
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[P2P Settings]\nRoutingPolicy=1\n[Base Settings]\nTCPListenPort=" + tcpPort + "\nUDPServicePort="
                        + PeerProcess.freeUdpPort() + "\n" + String.join("\n", baseSettings) + "\n");
        List<String> command = new ArrayList<>(pinning);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(Files.readString(jvmArgs).trim().split("\\s+")));
        command.addAll(
                List.of("-cp", serverLib + "/*", "org.anychat.server.AnyChatCoreServer", "--home", home.toString()));
        long begunNs = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = ReadLimit.read(process, START_SECONDS, () -> awaitReady(process));
        long readyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
        drain(process);
        return new MeasuredServer(process, home, tcpPort, readyMs, said);
    }

    long rssKiB() throws IOException {
        return new ProcessCosts(process.pid()).rssKiB();
    }

    /** User and system time since the process began. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    /** What is left of the heap after a full collection, which this asks for. */
    long liveHeapKiB() throws IOException {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("jcmd does not tell the heap's size");
        }
        return Long.parseLong(used.group(1));
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return ReadLimit.read(
                jcmd, JCMD_SECONDS, () -> new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            FirstCallFigures.deleteTree(home);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("left behind: " + home + " (" + e + ")");
        }
    }

    private static String awaitReady(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        StringBuilder output = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.contains(READY)) {
                return output.toString();
            }
        }
        throw new IOException("the server did not become ready:\n" + output);
    }

    /** A full pipe would stop the server. */
    static void drain(Process process) {
        Thread reader = new Thread(
                () -> {
                    try {
                        process.inputReader().transferTo(java.io.Writer.nullWriter());
                    } catch (IOException e) {
                        // The process has ended.
                        Thread.currentThread().interrupt();
                    }
                },
                "output");
        reader.setDaemon(true);
        reader.start();
    }
}
