package org.anychat.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.client.media.MediaKind;

/**
 * For how long nothing has come by a connection, in the time in which this process has listened: one that has been standing still has not. For one thread.
 */
final class Listening {
    /** Nothing for so long, where something is to come, is a broken path; longer where gaps are usual. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Whoever can be asked is asked before. */
    private static final long DOUBT_NS = TimeUnit.MILLISECONDS.toNanos(150);

    private static final long MOST_SILENCE_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long MOST_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int USUAL_GAPS = 3;
    /** What the other has open, and does not come this way for so long, may come by the relay. */
    private static final long MISSING_NS = TimeUnit.SECONDS.toNanos(10);

    /** How much of the longest gap is remembered with the next packets. */
    private static final int KEPT_PERCENT = 95;

    private final LongSupplier nowNs;
    /** Since when a kind that is open has not come this way, in listened time. */
    private final Map<MediaKind, Long> missingSinceNs = new EnumMap<>(MediaKind.class);

    private long patienceNs = SILENCE_NS;
    private long packets;
    private long silentNs;
    private long lookedNs;
    private long listenedNs;
    private long usualGapNs;

    Listening(LongSupplier nowNs) {
        this.nowNs = nowNs;
        begin();
    }

    /** Time counts from now on. */
    void begin() {
        lookedNs = nowNs.getAsLong();
    }

    /** Every now and then: how many packets have come in all, and whether any are to come. */
    void look(long packetsSoFar, boolean expected) {
        long now = nowNs.getAsLong();
        long passedNs = Math.min(now - lookedNs, MOST_LOOK_NS);
        listenedNs += passedNs;
        silentNs += passedNs;
        lookedNs = now;
        boolean heard = packetsSoFar > packets;
        if (heard || !expected) {
            usualGapNs = Math.max(heard ? silentNs : 0, usualGapNs * KEPT_PERCENT / 100);
            packets = packetsSoFar;
            silentNs = 0;
        }
    }

    /** The time in which this process has listened. */
    long listenedNs() {
        return listenedNs;
    }

    /** Whether what was to come has not come for longer than usual. */
    boolean isSilent() {
        return silentNs > Math.max(patienceNs, USUAL_GAPS * usualGapNs);
    }

    /** Whether what was to come has not come for so long that the other is to be asked whether it is there. */
    boolean isDoubtful() {
        return silentNs >= DOUBT_NS;
    }

    /** A silence was none that the relay was needed for: the next one may be longer. */
    void bePatient() {
        patienceNs = Math.min(MOST_SILENCE_NS, 2 * patienceNs);
    }

    /** Whether a kind has been missing for too long. Other packets come, so that nothing else would tell. */
    boolean misses(MediaKind kind, boolean missing) {
        if (!missing) {
            missingSinceNs.remove(kind);
            return false;
        }
        return listenedNs - missingSinceNs.computeIfAbsent(kind, none -> listenedNs) >= MISSING_NS;
    }
}
