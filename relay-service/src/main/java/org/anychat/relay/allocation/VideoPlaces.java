package org.anychat.relay.allocation;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of many videos a viewer gets where it gets no more than so many at once: those that it wants first, then the
 * speaker's, then those of the people who spoke last, then the others as they came. Whoever has spoken keeps the place until
 * as many others have spoken since, so that two who talk to each other do not change places. A video that nothing comes of
 * takes none.
 */
public final class VideoPlaces {
    private final List<VideoStream> order = new ArrayList<>();

    /** Makes a choice of nothing. */
    public VideoPlaces() {}

    /**
     * Chooses, told by {@link VideoStream#hasPlace}.
     *
     * @param streams what the viewer wants, in the order of their ranks
     * @param places how many at once, 0 for all
     */
    public void choose(List<VideoStream> streams, int places) {
        order.clear();
        for (int i = 0; i < streams.size(); i++) {
            insert(streams.get(i));
        }
        int taken = 0;
        for (int i = 0; i < order.size(); i++) {
            VideoStream stream = order.get(i);
            stream.hasPlace(places == 0 || taken < places);
            taken += stream.isThere() ? 1 : 0;
        }
    }

    private void insert(VideoStream stream) {
        int at = order.size();
        while (at > 0 && stream.placedBefore(order.get(at - 1))) {
            at--;
        }
        order.add(at, stream);
    }
}
