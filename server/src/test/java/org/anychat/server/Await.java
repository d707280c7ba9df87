package org.anychat.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what no event tells. */
final class Await {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(40);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("in vain: " + what);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
