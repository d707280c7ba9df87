package org.anychat.system;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/** Counts the frames that arrive, and the longest time without one. */
final class FrameMeter implements MediaSink {
    private final AtomicInteger frames = new AtomicInteger();
    private long lastNs;
    private long longestNs;

    @Override
    public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
        long nowNs = System.nanoTime();
        if (lastNs != 0) {
            longestNs = Math.max(longestNs, nowNs - lastNs);
        }
        lastNs = nowNs;
        frames.incrementAndGet();
        notifyAll();
    }

    /** Forgets what was. */
    synchronized void restart() {
        longestNs = 0;
        lastNs = System.nanoTime();
    }

    /** The longest time without a frame since the last restart, that since the last frame included. */
    synchronized long longestGapMs() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNs, System.nanoTime() - lastNs));
    }

    /** Waits for so many more frames. */
    synchronized void awaitMore(int more, long seconds) throws InterruptedException {
        int target = frames.get() + more;
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (frames.get() < target) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("only " + (frames.get() - target + more) + " of " + more + " frames came");
            }
            wait(leftMs);
        }
    }
}
