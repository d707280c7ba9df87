package org.anychat.system;

import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/** What one viewer gets of one publisher: sound, of which each packet is a frame, counted against the clock; and pictures. */
final class SoundMeter implements MediaSink {
    /** The sample's. */
    private static final long PACKET_MS = 20;

    private final String viewer;
    private long fromNs = System.nanoTime();
    private long packets;
    private long pictures;
    private long lastNs = fromNs;
    private long longestNs;

    SoundMeter(String viewer) {
        this.viewer = viewer;
    }

    @Override
    public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
        if (track.codec().kind() == MediaKind.VIDEO) {
            pictures++;
        } else {
            long nowNs = System.nanoTime();
            longestNs = Math.max(longestNs, nowNs - lastNs);
            lastNs = nowNs;
            packets++;
        }
        notifyAll();
    }

    /** Counts from now on. */
    synchronized void restart() {
        fromNs = System.nanoTime();
        lastNs = fromNs;
        longestNs = 0;
        packets = 0;
        pictures = 0;
    }

    /** The longest time without sound since the last restart, that since the last packet included. */
    synchronized long longestGapMs() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNs, System.nanoTime() - lastNs));
    }

    /** How many packets of sound are missing since the last restart; one or two may still be on their way. */
    synchronized long lost() {
        long due = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNs) / PACKET_MS;
        return Math.max(0, due - packets - 2);
    }

    /** Waits for so many more packets of sound, and a picture. */
    synchronized void awaitMore(int more, long seconds) throws InterruptedException {
        long target = packets + more;
        long picture = pictures + 1;
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (packets < target || pictures < picture) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("only " + (packets - target + more) + " of " + more + " packets of sound and "
                        + (pictures - picture + 1) + " pictures came");
            }
            wait(leftMs);
        }
    }

    /** Who, and the longest time without sound. */
    @Override
    public String toString() {
        return viewer + " " + longestGapMs() + " ms";
    }
}
