package org.anychat.gateway.check;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many checks there may be: at once altogether, at once from one address, and begun by one address within a minute.
 * Holds only addresses of the running minute and of checks that are open. Not thread-safe.
 */
final class VisitLimit {
    static final int AT_ONCE = 8;
    static final int AT_ONCE_PER_ADDRESS = 2;
    static final int PER_MINUTE_AND_ADDRESS = 12;
    /** Of addresses that are remembered: beyond it nobody is let in until the minute is over. */
    static final int ADDRESSES = 10_000;

    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nowNs;
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Integer> begun = new HashMap<>();
    private long minuteNs;
    private int allOpen;

    VisitLimit(LongSupplier nowNs) {
        this.nowNs = nowNs;
        this.minuteNs = nowNs.getAsLong();
    }

    /** Takes a place, to be given back with {@link #leave}; false where there is none. */
    boolean enter(String address) {
        if (nowNs.getAsLong() - minuteNs >= MINUTE_NS) {
            minuteNs = nowNs.getAsLong();
            begun.clear();
        }
        boolean full = allOpen >= AT_ONCE
                || open.getOrDefault(address, 0) >= AT_ONCE_PER_ADDRESS
                || begun.getOrDefault(address, 0) >= PER_MINUTE_AND_ADDRESS
                || (begun.size() >= ADDRESSES && !begun.containsKey(address));
        if (full) {
            return false;
        }
        allOpen++;
        open.merge(address, 1, Integer::sum);
        begun.merge(address, 1, Integer::sum);
        return true;
    }

    void leave(String address) {
        allOpen--;
        open.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
    }
}
