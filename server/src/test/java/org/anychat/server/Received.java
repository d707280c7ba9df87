package org.anychat.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/** What one viewer gets of one user, and when. */
final class Received implements MediaSink {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(40);

    private final List<Long> videoNs = new ArrayList<>();
    private final List<Long> audioNs = new ArrayList<>();
    private int ended;

    @Override
    public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
        (track.codec().kind() == MediaKind.VIDEO ? videoNs : audioNs).add(System.nanoTime());
        notifyAll();
    }

    @Override
    public synchronized void onTrackEnded(RemoteTrack track) {
        ended++;
    }

    synchronized int ended() {
        return ended;
    }

    /** Waits until pictures and sound have come since now. */
    void awaitMore(int pictures) {
        long sinceNs = System.nanoTime();
        await("pictures and sound", () -> count(videoNs, sinceNs) >= pictures && count(audioNs, sinceNs) >= pictures);
    }

    synchronized int picturesSince(long sinceNs) {
        return count(videoNs, sinceNs);
    }

    synchronized int soundsSince(long sinceNs) {
        return count(audioNs, sinceNs);
    }

    /** The longest time without sound since a moment, in milliseconds; the time up to now counts. */
    synchronized long longestSilenceMs(long sinceNs) {
        return longestGapMs(audioNs, sinceNs);
    }

    /** The longest time without a picture since a moment, in milliseconds; the time up to now counts. */
    synchronized long longestStandstillMs(long sinceNs) {
        return longestGapMs(videoNs, sinceNs);
    }

    private static long longestGapMs(List<Long> timesNs, long sinceNs) {
        long longestNs = 0;
        long lastNs = sinceNs;
        for (long timeNs : timesNs) {
            if (timeNs >= sinceNs) {
                longestNs = Math.max(longestNs, timeNs - lastNs);
                lastNs = timeNs;
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNs, System.nanoTime() - lastNs));
    }

    private static int count(List<Long> timesNs, long sinceNs) {
        return (int) timesNs.stream().filter(timeNs -> timeNs >= sinceNs).count();
    }

    private synchronized void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("in vain: " + what);
            }
            try {
                wait(Math.min(leftMs, 50));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(40, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
