package org.anychat.runtime.bus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the process has stood still (SIGSTOP, a suspended machine) since it came to its bus. The others may have given
 * it up and replaced it then: what it has still to read was meant for its successor, too, and what it would say is out of
 * date. Any thread.
 */
final class Pulse {
    /**
     * The others give up who is silent for five seconds, and the last that they have heard may be as old as the pause
     * between two of Hazelcast's heartbeats.
     */
    static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(4);

    private final LongSupplier nowNs;
    private volatile long beatNs;
    /** The longest standstill that was noticed, or 0. */
    private volatile long stoodNs;

    Pulse(LongSupplier nowNs) {
        this.nowNs = nowNs;
        this.beatNs = nowNs.getAsLong();
    }

    /** Another bus: there nobody has missed the process yet. */
    synchronized void begin() {
        beatNs = nowNs.getAsLong();
        stoodNs = 0;
    }

    /** To be called several times a second. */
    synchronized void beat() {
        // In this order, so that nobody sees the new beat without the standstill before it.
        stoodNs();
        beatNs = nowNs.getAsLong();
    }

    /** For how long it stood still; 0 where it did not. Whoever asks first after a standstill knows already. */
    long stoodNs() {
        long sinceNs = nowNs.getAsLong() - beatNs;
        if (sinceNs > STANDSTILL_NS) {
            stoodNs = sinceNs;
        }
        return stoodNs;
    }

    boolean isBroken() {
        return stoodNs() > 0;
    }
}
