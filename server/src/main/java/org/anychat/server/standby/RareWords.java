package org.anychat.server.standby;

import java.util.concurrent.TimeUnit;

/** Something that lasts is said at most once a minute. One thread. */
final class RareWords {
    private static final long BETWEEN_MS = TimeUnit.MINUTES.toMillis(1);

    private boolean spoken;
    private long spokenMs;

    boolean maySpeak(long nowMs) {
        if (spoken && nowMs - spokenMs < BETWEEN_MS) {
            return false;
        }
        spoken = true;
        spokenMs = nowMs;
        return true;
    }

    /** It is over: when it comes again it is news. */
    void forget() {
        spoken = false;
    }
}
