package org.anychat.server.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code -d}: the server as a child process that outlives the terminal. The child runs the same Java with the same
 * options, in a session of its own, and prints into {@code AnyChatCoreServer.out} until it is ready; from then on it
 * logs to its file alone.
 */
public final class Daemon {
    /** Tells the child that it is one. */
    public static final String OPTION = "--detached";
    /** What the child has printed; cut off at each start. */
    public static final String OUTPUT = "AnyChatCoreServer.out";
    /** The line in the child's output that ends the wait. */
    public static final String READY = "AnyChatCoreServer is ready";

    private static final Set<String> REPLACED = Set.of("-d", "--daemon");
    private static final List<String> SESSION_MAKERS = List.of("/usr/bin/setsid", "/bin/setsid");
    private static final long POLL_MS = 50;
    private static final long START_SECONDS = 90;

    private final Path home;
    private final List<String> command;

    private Daemon(Path home, List<String> command) {
        this.home = home;
        this.command = command;
    }

    /**
     * Makes the daemon of this process.
     *
     * @param home the server's folder
     * @param mainClass what the child runs
     * @param arguments the command line of this process
     * @return a daemon that has not been started
     */
    public static Daemon of(Path home, Class<?> mainClass, List<String> arguments) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        return new Daemon(home, command(java, arguments));
    }

    static List<String> command(List<String> java, List<String> arguments) {
        Stream<String> session = SESSION_MAKERS.stream()
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1);
        Stream<String> options =
                Stream.concat(arguments.stream().filter(word -> !REPLACED.contains(word)), Stream.of("-r", OPTION));
        return Stream.of(session, java.stream(), options)
                .flatMap(words -> words)
                .toList();
    }

    /**
     * How the child's start went.
     *
     * @param exitCode 0 where it is ready
     * @param pid the child's process
     * @param output what it printed
     */
    public record Start(int exitCode, long pid, String output) {}

    /**
     * Starts the child and waits until it is ready or has ended. The child ends with this process until then.
     *
     * @return how it went
     * @throws IOException where it cannot be started, or does not become ready in time
     */
    public Start start() throws IOException {
        Path output = home.resolve(OUTPUT);
        Files.writeString(output, "");
        Process child = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectErrorStream(true)
                .start();
        Thread end = new Thread(child::destroy, "daemon-start-interrupted");
        Runtime.getRuntime().addShutdownHook(end);
        Start start = awaitReady(child, output);
        Runtime.getRuntime().removeShutdownHook(end);
        return start;
    }

    private static Start awaitReady(Process child, Path output) throws IOException {
        try {
            for (long i = 0; i < TimeUnit.SECONDS.toMillis(START_SECONDS) / POLL_MS; i++) {
                boolean ended = child.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
                String printed = Files.readString(output, StandardCharsets.UTF_8);
                if (ended || printed.contains(READY)) {
                    return new Start(ended ? child.exitValue() : 0, child.pid(), printed);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        child.destroy();
        throw new IOException("not ready after " + START_SECONDS + " s; see " + output);
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
