package org.anychat.client.media;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What of a client's up-bandwidth the streams may take that it passes on, all together. Packets go out as they come; what is kept is how long they would take at that
 * rate. For one thread.
 */
public final class Uplink {
    /** The rest is for what belongs to the packets, for feedback, and for what the client did not know when it was asked. */
    private static final int SHARE_PERCENT = 85;

    private static final long MOST_WAITING_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** UDP over IPv4, and the tag of SRTP. */
    private static final int OVERHEAD_BYTES = 44;

    private final long bitsPerSecond;
    private final LongSupplier nowNs;
    private long goneNs;

    /**
     * Makes one of which nothing is taken.
     *
     * @param upBps the up-bandwidth in bits per second, at least 1.
     * @param nowNs a clock in nanoseconds, such as {@link System#nanoTime}.
     */
    public Uplink(long upBps, LongSupplier nowNs) {
        this.bitsPerSecond = Math.max(1, upBps * SHARE_PERCENT / 100);
        this.nowNs = nowNs;
        this.goneNs = nowNs.getAsLong();
    }

    /** Way out by which no more goes than there is room for: a picture is to wait for its next key frame where it is crowded, and twice as much is too much for anything. */
    TrackSender.PacketOutput bound(TrackSender.PacketOutput output) {
        return new TrackSender.PacketOutput() {
            @Override
            public void send(byte[] packet, int offset, int length) {
                if (waitingNs() <= 2 * MOST_WAITING_NS) {
                    take(length);
                    output.send(packet, offset, length);
                }
            }

            @Override
            public boolean isCrowded() {
                return waitingNs() > MOST_WAITING_NS || output.isCrowded();
            }

            @Override
            public void flush() {
                output.flush();
            }
        };
    }

    private long waitingNs() {
        return Math.max(0, goneNs - nowNs.getAsLong());
    }

    private void take(int bytes) {
        long lastsNs = (bytes + OVERHEAD_BYTES) * (long) Byte.SIZE * TimeUnit.SECONDS.toNanos(1) / bitsPerSecond;
        goneNs = nowNs.getAsLong() + waitingNs() + lastsNs;
    }
}
