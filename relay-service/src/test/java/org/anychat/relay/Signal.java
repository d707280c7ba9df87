package org.anychat.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets a test wait until something that other threads do has come about. */
final class Signal {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    /** Something has happened. */
    synchronized void raise() {
        notifyAll();
    }

    /** Waits until a condition holds; looks at it whenever something has happened. */
    synchronized void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** The same with words that are made when it fails. */
    synchronized void await(Supplier<String> what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("in vain: " + what.get());
            }
            try {
                wait(Math.min(leftMs, 50));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
