package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a process prints, kept for the message of a failed test, and the one line that a test waits for. */
final class ProcessOutput {
    private static final long DEADLINE_SECONDS = 60;

    private final Process process;
    private final String awaited;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Void> seen = new CompletableFuture<>();

    private ProcessOutput(Process process, String awaited) {
        this.process = process;
        this.awaited = awaited;
    }

    /** Reads what a process prints until it ends, on a thread of its own. */
    static ProcessOutput of(Process process, String awaited) {
        ProcessOutput output = new ProcessOutput(process, awaited);
        Thread reader = new Thread(output::read, "process-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    /** Waits for a line that contains the awaited words; a process that does not print it is killed. */
    void await() {
        try {
            seen.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("no \"" + awaited + "\" in:\n" + this, e);
        }
    }

    @Override
    public String toString() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                if (line.contains(awaited)) {
                    seen.complete(null);
                }
            }
        } catch (IOException e) {
            seen.completeExceptionally(e);
        }
        seen.completeExceptionally(new IOException("the process ended"));
    }
}
