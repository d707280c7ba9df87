package org.anychat.client.media;

import java.util.concurrent.TimeUnit;

/** How many frames of a stream are looked at: sound has 50 in a second and a picture 60 at most, and what was held up on its way comes at once. For one thread. */
final class FrameBudget {
    private static final int PER_SECOND = 200;
    private static final int MOST_AT_ONCE = 200;
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private long left = MOST_AT_ONCE;
    private boolean begun;
    private long countedNs;

    /** One more; false where that is too many. */
    boolean take(long nowNs) {
        if (!begun) {
            begun = true;
            countedNs = nowNs;
        }
        long more = Math.max(0, (nowNs - countedNs) / INTERVAL_NS);
        countedNs += more * INTERVAL_NS;
        left = Math.min(MOST_AT_ONCE, left + more);
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
