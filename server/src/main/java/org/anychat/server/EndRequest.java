package org.anychat.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings together those who ask the server to end, the main thread that ends it, and the signal that waits for that. */
final class EndRequest {
    /** How long a stop may take. */
    static final Duration STOP_DEADLINE = Duration.ofSeconds(15);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile ExitCode exitCode = ExitCode.OK;

    /** Any thread; more than once does nothing. */
    void ask() {
        asked.complete(null);
    }

    void awaitAsked() {
        asked.join();
    }

    /** Waits for something else, or until the end is asked for; tells whether it came before that. */
    boolean awaitUnlessAsked(CompletableFuture<?> other) {
        CompletableFuture.anyOf(asked, other.exceptionally(failed -> null)).join();
        return other.isDone();
    }

    /** The server has ended with this code, and has left nothing behind. */
    void reached(ExitCode code) {
        exitCode = code;
        reached.countDown();
    }

    void awaitReached() {
        try {
            if (!reached.await(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("The stop took longer than " + STOP_DEADLINE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets a signal ask, and the process stay until the end is reached. */
    void askOnShutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
    }

    private void onShutdown() {
        if (reached.getCount() == 0) {
            // It ended by itself: the exit code is the main thread's.
            return;
        }
        ask();
        awaitReached();
        // A stop that was asked for is no failure, whatever the signal: service managers look at the code.
        Runtime.getRuntime().halt(exitCode.number());
    }
}
