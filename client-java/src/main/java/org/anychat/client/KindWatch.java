package org.anychat.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaKind;

/**
 * Whether of what a publisher has open one kind comes no more while the other does: who passes a stream on may withhold one. Of all of it nothing is for {@link Listening} to
 * tell. Times are in nanoseconds of a clock that stands still while the process does. For one thread.
 */
final class KindWatch {
    /** As browsers have it, where the publisher itself sends. A picture may stand still for long, and is asked for before; sound that is open comes, if as silence. */
    private static final long WITHHELD_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long DOUBT_NS = WITHHELD_NS / 2;
    /** By which those above are sooner, who miss the same: they may have been held up meanwhile, and are not to be blamed by those below. */
    private static final long STEP_NS = TimeUnit.SECONDS.toNanos(1);

    private final Map<MediaKind, Last> last = new EnumMap<>(MediaKind.class);

    private record Last(long frames, long sinceNs) {}

    /** Every now and then: how many frames of a kind have come that are the publisher's own, and whether more are to come. */
    void look(MediaKind kind, long frames, boolean expected, long nowNs) {
        Last before = last.get(kind);
        if (!expected) {
            last.remove(kind);
        } else if (before == null || before.frames() != frames) {
            last.put(kind, new Last(frames, nowNs));
        }
    }

    /** Whether a kind has not come for so long that it is to be asked for. */
    boolean isDoubtful(MediaKind kind, long nowNs) {
        return isMissing(kind, DOUBT_NS, nowNs);
    }

    /**
     * Whether somebody withholds a kind.
     *
     * @param steps how many edges above may miss it as well, each of which is to say so first
     */
    boolean isWithheld(int steps, long nowNs) {
        long forNs = WITHHELD_NS + steps * STEP_NS;
        return last.keySet().stream().anyMatch(kind -> isMissing(kind, forNs, nowNs));
    }

    private boolean isMissing(MediaKind kind, long forNs, long nowNs) {
        return silentNs(kind, nowNs) >= forNs
                && last.keySet().stream().anyMatch(other -> silentNs(other, nowNs) < DOUBT_NS);
    }

    private long silentNs(MediaKind kind, long nowNs) {
        Last known = last.get(kind);
        return known == null ? 0 : nowNs - known.sinceNs();
    }
}
