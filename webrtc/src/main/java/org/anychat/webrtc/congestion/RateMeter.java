package org.anychat.webrtc.congestion;

import java.util.Arrays;

/** Bits per second over a sliding window, which is cut into slots. For one thread; allocates nothing after construction. */
public final class RateMeter {
    private static final long BITS_PER_BYTE = 8;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final long[] slotBytes;
    private final long slotUs;
    private boolean started;
    private long firstUs;
    private long latestUs;
    private long newestSlot;
    private long windowBytes;

    /**
     * Makes a meter that has seen nothing.
     *
     * @param slots how many the window has
     * @param slotUs the length of each, in microseconds
     */
    public RateMeter(int slots, long slotUs) {
        this.slotBytes = new long[slots];
        this.slotUs = slotUs;
    }

    /**
     * Takes bytes in; those of before the window are left out.
     *
     * @param bytes how many
     * @param atUs when, in microseconds of any steady clock
     */
    public void add(int bytes, long atUs) {
        long slot = Math.floorDiv(atUs, slotUs);
        if (!started) {
            started = true;
            firstUs = atUs;
            latestUs = atUs;
            newestSlot = slot;
        }
        moveTo(slot);
        if (slot <= newestSlot - slotBytes.length) {
            return;
        }
        latestUs = Math.max(latestUs, atUs);
        slotBytes[index(slot)] += bytes;
        windowBytes += bytes;
    }

    private void moveTo(long slot) {
        if (slot - newestSlot >= slotBytes.length) {
            Arrays.fill(slotBytes, 0);
            windowBytes = 0;
            newestSlot = slot;
        }
        while (newestSlot < slot) {
            newestSlot++;
            windowBytes -= slotBytes[index(newestSlot)];
            slotBytes[index(newestSlot)] = 0;
        }
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) slotBytes.length);
    }

    /**
     * The rate in the window that ends with the latest bytes.
     *
     * @return bits per second; 0 before the first tenth of the window has passed
     */
    public long rateBps() {
        return rateBps(latestUs);
    }

    /**
     * The rate in the window that ends now.
     *
     * @param nowUs not before the latest bytes
     * @return bits per second; 0 before the first tenth of the window has passed
     */
    public long rateBps(long nowUs) {
        if (!started) {
            return 0;
        }
        moveTo(Math.floorDiv(nowUs, slotUs));
        long windowStartUs = (newestSlot - slotBytes.length + 1) * slotUs;
        long spanUs = nowUs - Math.max(firstUs, windowStartUs);
        long leastUs = slotUs * slotBytes.length / 10;
        return spanUs < leastUs ? 0 : windowBytes * BITS_PER_BYTE * MICROS_PER_SECOND / spanUs;
    }

    /**
     * The rate of the busiest stretch among the latest slots.
     *
     * @param stretch its length in slots
     * @param latest how many slots back it may begin, at most all
     * @return bits per second
     */
    public long peakBps(int stretch, int latest) {
        long most = 0;
        for (int back = latest - 1; started && back >= stretch - 1; back--) {
            long bytes = 0;
            for (int i = 0; i < stretch; i++) {
                bytes += slotBytes[index(newestSlot - back + i)];
            }
            most = Math.max(most, bytes);
        }
        return most * BITS_PER_BYTE * MICROS_PER_SECOND / (stretch * slotUs);
    }
}
