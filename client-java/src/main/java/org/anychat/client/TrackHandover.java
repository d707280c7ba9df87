package org.anychat.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/**
 * Stands between the connections that receive and the application, which sees one subscription. While a client changes over to
 * another relay two connections bring the same tracks: each track goes on from the old one until the new one brings a frame
 * that can be decoded by itself, and its time goes on too. For the client's loop.
 */
final class TrackHandover {
    private final MediaSink sink;
    private final LongSupplier nowNs;
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<RemoteTrack, Shown> shown = new HashMap<>();

    TrackHandover(MediaSink sink, LongSupplier nowNs) {
        this.sink = sink;
        this.nowNs = nowNs;
    }

    /** The way in for one more connection, which is preferred to those before it. */
    Feed open() {
        Feed feed = new Feed();
        feeds.add(feed);
        return feed;
    }

    /** A track as the application sees it. */
    private static final class Shown {
        private Feed feed;
        private boolean begun;
        private boolean joins;
        private long offsetUs;
        private long lastUs;
        private long lastNs;

        Shown(Feed feed) {
            this.feed = feed;
        }

        void goOnWith(Feed other) {
            feed = other;
            joins = begun;
        }
    }

    /** One connection's tracks. */
    final class Feed implements MediaSink {
        /** How many of each there are: a user whose publication moves has the same track twice for a moment. */
        private final Map<RemoteTrack, Integer> tracks = new HashMap<>();

        private Feed() {}

        /** Whether the application still gets something that comes this way. */
        boolean isNeeded() {
            return shown.values().stream().anyMatch(track -> track.feed == this);
        }

        /** Nothing more comes this way. */
        void close() {
            while (!tracks.isEmpty()) {
                onTrackEnded(tracks.keySet().iterator().next());
            }
            feeds.remove(this);
        }

        @Override
        public void onTrack(RemoteTrack track) {
            tracks.merge(track, 1, Integer::sum);
            if (shown.putIfAbsent(track, new Shown(this)) == null) {
                sink.onTrack(track);
            }
        }

        @Override
        public void onTrackEnded(RemoteTrack track) {
            if (tracks.computeIfPresent(track, (same, count) -> count == 1 ? null : count - 1) != null) {
                return;
            }
            Shown state = shown.get(track);
            if (state == null || state.feed != this) {
                return;
            }
            Feed other = newestWith(track);
            if (other == null) {
                shown.remove(track);
                sink.onTrackEnded(track);
            } else {
                state.goOnWith(other);
            }
        }

        @Override
        public void onPacket(RemoteTrack track, byte[] buffer, int offset, int length) {
            Shown state = shown.get(track);
            if (state != null && state.feed == this) {
                sink.onPacket(track, buffer, offset, length);
            }
        }

        @Override
        public void onFrame(RemoteTrack track, EncodedFrame frame) {
            Shown state = shown.get(track);
            if (state == null) {
                return;
            }
            if (state.feed != this) {
                if (!frame.keyFrame() || feeds.indexOf(this) < feeds.indexOf(state.feed)) {
                    return;
                }
                state.goOnWith(this);
            }
            show(track, state, frame);
        }
    }

    private Feed newestWith(RemoteTrack track) {
        Feed newest = null;
        for (Feed feed : feeds) {
            newest = feed.tracks.containsKey(track) ? feed : newest;
        }
        return newest;
    }

    private void show(RemoteTrack track, Shown state, EncodedFrame frame) {
        long atNs = nowNs.getAsLong();
        if (state.joins) {
            state.joins = false;
            state.offsetUs = state.lastUs + TimeUnit.NANOSECONDS.toMicros(atNs - state.lastNs) - frame.timeUs();
        }
        state.lastUs = frame.timeUs() + state.offsetUs;
        state.lastNs = atNs;
        state.begun = true;
        sink.onFrame(
                track, state.offsetUs == 0 ? frame : new EncodedFrame(frame.data(), state.lastUs, frame.keyFrame()));
    }
}
