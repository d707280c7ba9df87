package org.anychat.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day when the clock was made, and what has passed since: whoever sets the machine's clock makes nothing
 * expire that counts by it. Milliseconds since 1970. Any thread.
 */
public final class SteadyClock implements LongSupplier {
    private final long startMs;
    private final long startNs;
    private final LongSupplier nowNs;

    /** Begins with the machine's time. */
    public SteadyClock() {
        this(System.currentTimeMillis(), System::nanoTime);
    }

    SteadyClock(long startMs, LongSupplier nowNs) {
        this.startMs = startMs;
        this.startNs = nowNs.getAsLong();
        this.nowNs = nowNs;
    }

    @Override
    public long getAsLong() {
        return startMs + TimeUnit.NANOSECONDS.toMillis(nowNs.getAsLong() - startNs);
    }
}
