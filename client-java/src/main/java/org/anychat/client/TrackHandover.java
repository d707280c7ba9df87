package org.anychat.client;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/**
 * Stands between the connections that receive and the application, which sees one subscription. While a client changes over to
 * another relay, or between the relay and a direct connection, two connections bring the same media: each kind of a user goes
 * on from the one until the other brings a frame that can be decoded by itself, and its time goes on too. For the client's
 * loop.
 */
final class TrackHandover {
    private final MediaSink sink;
    private final LongSupplier nowNs;
    private final OpenMedia open;
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<Key, Shown> shown = new HashMap<>();

    /** What users have open. */
    interface OpenMedia {
        boolean isOpen(int userId, MediaKind kind);
    }

    /** A user's picture or sound: a user has one of each, in whichever codec. */
    private record Key(int userId, MediaKind kind) {
        static Key of(RemoteTrack track) {
            return new Key(track.userId(), track.codec().kind());
        }
    }

    /** What may be taken from a connection: the higher ones go first. */
    private enum Standing {
        /** Nothing yet. */
        WAITING,
        /** What comes no other way any more. */
        YIELDING,
        RELAY,
        DIRECT
    }

    TrackHandover(MediaSink sink, LongSupplier nowNs) {
        this(sink, nowNs, (userId, kind) -> false);
    }

    TrackHandover(MediaSink sink, LongSupplier nowNs, OpenMedia open) {
        this.sink = sink;
        this.nowNs = nowNs;
        this.open = open;
    }

    /** The way in for one more connection to the relay, which is preferred to those before it. */
    Feed open() {
        return add(Standing.RELAY);
    }

    /** The way in for a direct connection, of which nothing is taken before {@link Feed#begin}. */
    Feed openDirect() {
        return add(Standing.WAITING);
    }

    private Feed add(Standing standing) {
        Feed feed = new Feed(standing);
        feeds.add(feed);
        return feed;
    }

    /** Whether the relay has something of a user. */
    boolean isRelayed(int userId) {
        return relayTrack(new Key(userId, MediaKind.VIDEO)) != null
                || relayTrack(new Key(userId, MediaKind.AUDIO)) != null;
    }

    /** The codec of a user's picture by the relay, null where there is none. */
    MediaCodec relayedVideo(int userId) {
        RemoteTrack track = relayTrack(new Key(userId, MediaKind.VIDEO));
        return track == null ? null : track.codec();
    }

    private RemoteTrack relayTrack(Key key) {
        RemoteTrack newest = null;
        for (Feed feed : feeds) {
            RemoteTrack track = feed.standing == Standing.RELAY ? feed.trackOf(key) : null;
            newest = track == null ? newest : track;
        }
        return newest;
    }

    /** Users have opened or closed something, or have left: a direct connection does not tell of that by itself. */
    void refresh() {
        for (Key key : List.copyOf(shown.keySet())) {
            Shown state = shown.get(key);
            if (state.feed.standing == Standing.DIRECT && !isWanted(key)) {
                shown.remove(key);
                sink.onTrackEnded(state.track);
            }
        }
    }

    /** Whether what comes directly is for the application. */
    private boolean isWanted(Key key) {
        return relayTrack(key) != null || open.isOpen(key.userId(), key.kind());
    }

    /** A track as the application sees it. */
    private static final class Shown {
        private Feed feed;
        private RemoteTrack track;
        private boolean begun;
        private boolean joins;
        private long offsetUs;
        private long lastUs;
        private long lastNs;

        Shown(Feed feed, RemoteTrack track) {
            this.feed = feed;
            this.track = track;
        }
    }

    /** One connection's tracks. */
    final class Feed implements MediaSink {
        /** How many of each there are: a user whose publication moves has the same track twice for a moment. */
        private final Map<RemoteTrack, Integer> tracks = new HashMap<>();

        private final Set<MediaKind> decodable = EnumSet.noneOf(MediaKind.class);
        private Standing standing;

        private Feed(Standing standing) {
            this.standing = standing;
        }

        /** Whether a frame of a kind has come that can be decoded by itself. */
        boolean hasBrought(MediaKind kind) {
            return decodable.contains(kind);
        }

        /** From now on what comes this way takes the place of what the relay sends. */
        void begin() {
            standing = Standing.DIRECT;
        }

        /** From now on what the relay sends takes the place of what comes this way. */
        void giveWay() {
            standing = Standing.YIELDING;
        }

        /** As {@link #giveWay}; what comes this way takes the place again with {@link #begin}, for which it begins anew with a frame that can be decoded by itself. */
        void pause() {
            giveWay();
            decodable.clear();
        }

        /** Whether the application has a kind of a user this way. */
        boolean shows(int userId, MediaKind kind) {
            Shown state = shown.get(new Key(userId, kind));
            return state != null && state.feed == this;
        }

        /**
         * Whether the application lacks a kind that should come this way. A picture always should; a microphone that hears
         * nobody may send nothing at all, so sound that never came lacks nothing.
         */
        boolean misses(int userId, MediaKind kind) {
            return !shows(userId, kind) && (kind == MediaKind.VIDEO || hasBrought(kind));
        }

        /** Whether the application still gets something that comes this way. */
        boolean isNeeded() {
            return shown.values().stream().anyMatch(track -> track.feed == this);
        }

        /** Nothing more comes this way. */
        void close() {
            while (!tracks.isEmpty()) {
                end(tracks.keySet().iterator().next());
            }
            feeds.remove(this);
            for (Key key : List.copyOf(shown.keySet())) {
                if (shown.get(key).feed == this) {
                    giveUp(key);
                }
            }
        }

        private RemoteTrack trackOf(Key key) {
            return tracks.keySet().stream()
                    .filter(track -> Key.of(track).equals(key))
                    .findFirst()
                    .orElse(null);
        }

        private boolean isPreferredTo(Feed other) {
            int order = standing.compareTo(other.standing);
            return standing != Standing.WAITING
                    && (order > 0 || (order == 0 && feeds.indexOf(this) >= feeds.indexOf(other)));
        }

        @Override
        public void onTrack(RemoteTrack track) {
            tracks.merge(track, 1, Integer::sum);
            if (standing != Standing.RELAY) {
                return;
            }
            Key key = Key.of(track);
            if (!shown.containsKey(key)) {
                shown.put(key, new Shown(this, track));
                sink.onTrack(track);
            }
        }

        @Override
        public void onTrackEnded(RemoteTrack track) {
            end(track);
            refresh();
        }

        private void end(RemoteTrack track) {
            if (tracks.computeIfPresent(track, (same, count) -> count == 1 ? null : count - 1) != null) {
                return;
            }
            Shown state = shown.get(Key.of(track));
            if (state != null && state.feed == this && state.track.equals(track)) {
                giveUp(Key.of(track));
            }
        }

        @Override
        public void onPacket(RemoteTrack track, byte[] buffer, int offset, int length) {
            Shown state = shown.get(Key.of(track));
            if (state != null && state.feed == this && state.track.equals(track)) {
                sink.onPacket(track, buffer, offset, length);
            }
        }

        @Override
        public void onFrame(RemoteTrack track, EncodedFrame frame) {
            Key key = Key.of(track);
            if (frame.keyFrame()) {
                decodable.add(key.kind());
            }
            Shown state = shown.get(key);
            if (state == null) {
                if (standing != Standing.DIRECT || !frame.keyFrame() || !isWanted(key)) {
                    return;
                }
                state = new Shown(this, track);
                shown.put(key, state);
                sink.onTrack(track);
            } else if (state.feed != this || !state.track.equals(track)) {
                if (!frame.keyFrame() || !isPreferredTo(state.feed)) {
                    return;
                }
                goOn(state, this, track);
            }
            show(state, frame);
        }
    }

    /** What showed a kind has ended: the best of the others goes on, or nothing. */
    private void giveUp(Key key) {
        Shown state = shown.get(key);
        Feed best = null;
        for (Feed feed : feeds) {
            boolean has = feed.standing != Standing.WAITING && feed.trackOf(key) != null;
            best = has && (best == null || feed.isPreferredTo(best)) ? feed : best;
        }
        if (best == null) {
            shown.remove(key);
            sink.onTrackEnded(state.track);
        } else {
            goOn(state, best, best.trackOf(key));
        }
    }

    /** To the application another codec is another track. */
    private void goOn(Shown state, Feed feed, RemoteTrack track) {
        RemoteTrack before = state.track;
        state.feed = feed;
        state.track = track;
        state.joins = state.begun;
        if (!before.equals(track)) {
            state.joins = false;
            state.begun = false;
            state.offsetUs = 0;
            sink.onTrackEnded(before);
            sink.onTrack(track);
        }
    }

    private void show(Shown state, EncodedFrame frame) {
        long atNs = nowNs.getAsLong();
        if (state.joins) {
            state.joins = false;
            state.offsetUs = state.lastUs + TimeUnit.NANOSECONDS.toMicros(atNs - state.lastNs) - frame.timeUs();
        }
        state.lastUs = frame.timeUs() + state.offsetUs;
        state.lastNs = atNs;
        state.begun = true;
        sink.onFrame(
                state.track,
                state.offsetUs == 0 ? frame : new EncodedFrame(frame.data(), state.lastUs, frame.keyFrame()));
    }
}
