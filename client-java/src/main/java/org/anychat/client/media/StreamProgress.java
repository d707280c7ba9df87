package org.anychat.client.media;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a publisher's stream has come at this client by whatever edge, so that a new edge does not bring what was shown long before. By epochs, as two ways may have rows of
 * their own. For any thread.
 */
public final class StreamProgress {
    /** Of a kind; what came longest ago is forgotten. */
    private static final int MOST_EPOCHS = 256;
    /** Two seconds of sound: one way may be slower than another by so much. */
    private static final int SOUND_BEHIND = 100;
    /** Two seconds of a picture with 60 frames a second. */
    private static final int PICTURE_BEHIND = 120;

    private final Map<MediaKind, Map<Integer, Integer>> counters = new EnumMap<>(MediaKind.class);

    /** Nothing has come yet. */
    public StreamProgress() {
        for (MediaKind kind : MediaKind.values()) {
            counters.put(kind, new LinkedHashMap<>());
        }
    }

    /** Whether a frame is older than what any way brings of what is sent now. */
    synchronized boolean isLongPast(MediaKind kind, FrameTrailer trailer) {
        Integer newest = counters.get(kind).get(trailer.epoch());
        int behind = kind == MediaKind.AUDIO ? SOUND_BEHIND : PICTURE_BEHIND;
        return newest != null && Integer.toUnsignedLong(trailer.counter()) + behind <= Integer.toUnsignedLong(newest);
    }

    /** A genuine frame has come. */
    synchronized void note(MediaKind kind, FrameTrailer trailer) {
        Map<Integer, Integer> known = counters.get(kind);
        Integer newest = known.remove(trailer.epoch());
        boolean isNewer = newest == null || Integer.compareUnsigned(trailer.counter(), newest) > 0;
        known.put(trailer.epoch(), isNewer ? (Integer) trailer.counter() : newest);
        if (known.size() > MOST_EPOCHS) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
