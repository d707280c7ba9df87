package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command with what it prints, line by line. */
final class CommandProcess implements AutoCloseable {
    private static final long WAIT_SECONDS = 180;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private CommandProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "command-output");
        reader.setDaemon(true);
        reader.start();
    }

    static CommandProcess start(Path folder, List<String> command) throws IOException {
        return start(folder, command, Map.of());
    }

    static CommandProcess start(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("DISPLAY");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return new CommandProcess(builder.start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add(e.toString());
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    long pid() {
        return process.pid();
    }

    synchronized String output() {
        return String.join("\n", lines);
    }

    /** Waits until it has printed a text. */
    void awaitOutput(String text) throws InterruptedException {
        awaitLine(line -> line.contains(text), "'" + text + "'");
    }

    /** Waits until it has printed something. */
    String awaitFirstLine() throws InterruptedException {
        return awaitLine(line -> !line.isBlank(), "line");
    }

    private synchronized String awaitLine(Predicate<String> wanted, String words) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        Optional<String> found = lines.stream().filter(wanted).findFirst();
        while (found.isEmpty()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (ended || leftMs <= 0) {
                throw new AssertionError("no " + words + " in:\n" + output());
            }
            wait(leftMs);
            found = lines.stream().filter(wanted).findFirst();
        }
        return found.orElseThrow();
    }

    CommandProcess awaitReady() throws InterruptedException {
        awaitOutput("AnyChatCoreServer is ready");
        return this;
    }

    void type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as a service manager does. */
    void terminate() {
        // Of the handle: the process's own destroy closes the pipe, and the last lines would be lost.
        process.toHandle().destroy();
    }

    int awaitExit() throws InterruptedException {
        return awaitExit(WAIT_SECONDS);
    }

    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end of:\n" + output());
        }
        awaitEnd();
        return process.exitValue();
    }

    /** What a child of it prints may keep the output open; what was printed before is there by then. */
    private synchronized void awaitEnd() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!ended && System.nanoTime() < deadlineNs) {
            wait(TimeUnit.SECONDS.toMillis(1));
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
