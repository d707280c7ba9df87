package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A bound on how long a process is listened to. */
final class ReadLimit {
    /** Reads what a process says. */
    interface Reading<T> {
        T read() throws IOException;
    }

    private ReadLimit() {}

    /** Reads; kills the process where that is not done in time, at which its output ends. */
    static <T> T read(Process process, long seconds, Reading<T> reading) throws IOException {
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
        try {
            return reading.read();
        } finally {
            end.cancel(false);
        }
    }
}
