package org.anychat.relay.stats;

import java.util.concurrent.atomic.AtomicLong;

/** How long one media loop has worked, by the wall clock: time that the machine did not give it counts too. One thread adds; every thread may read. */
public final class BusyTime {
    private final AtomicLong busyNs = new AtomicLong();

    /** Makes a meter at zero. */
    public BusyTime() {}

    /**
     * Adds a stretch of work. Owning loop only.
     *
     * @param fromNs when it began
     * @param toNs when it ended; nothing is added where that is not later
     */
    public void add(long fromNs, long toNs) {
        if (toNs > fromNs) {
            busyNs.setOpaque(busyNs.getPlain() + toNs - fromNs);
        }
    }

    /**
     * All work so far, from any thread.
     *
     * @return nanoseconds
     */
    public long valueNs() {
        return busyNs.getOpaque();
    }
}
