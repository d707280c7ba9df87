package org.anychat.auth.plugin;

import java.util.concurrent.TimeUnit;

/** Pauses that double up to a minute, and begin anew after a minute without trouble. */
final class Backoff {
    private static final long LONGEST_MS = 60_000;

    private final long firstMs;
    private long nextMs;
    private long begunNs;

    Backoff(long firstMs) {
        this.firstMs = firstMs;
        this.nextMs = firstMs;
    }

    /** The pause to make now. */
    long next() {
        long pauseMs = nextMs;
        nextMs = Math.min(LONGEST_MS, nextMs * 2);
        return pauseMs;
    }

    void reset() {
        nextMs = firstMs;
    }

    /** What is being tried has begun to work. */
    void begun(long nowNs) {
        begunNs = nowNs;
    }

    /** It works no more. */
    void ended(long nowNs) {
        if (nowNs - begunNs > TimeUnit.MILLISECONDS.toNanos(LONGEST_MS)) {
            reset();
        }
    }
}
