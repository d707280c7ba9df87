package org.anychat.relay.media;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The relay's time: a steady clock, and where it stood against the wall clock when the relay started. Sender reports
 * need both, and a wall clock that is set must not tear a call's audio from its video.
 *
 * @param nanoClock the steady clock, nanoseconds from any origin
 * @param unixOffsetNs what has to be added to it to get nanoseconds since 1970
 */
public record MediaClock(LongSupplier nanoClock, long unixOffsetNs) {
    /**
     * The machine's clocks.
     *
     * @return {@link System#nanoTime}, related to the wall clock now
     */
    public static MediaClock system() {
        long unixNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return new MediaClock(System::nanoTime, unixNs - System.nanoTime());
    }

    long nowNs() {
        return nanoClock.getAsLong();
    }
}
