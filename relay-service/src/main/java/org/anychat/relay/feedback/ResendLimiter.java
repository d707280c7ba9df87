package org.anychat.relay.feedback;

/**
 * Bounds what one viewer can make the relay send again: each packet a few times and not faster than a round trip, and
 * all of them together by a rate. The table is direct-mapped, so a packet may be forgotten early; the rate holds anyway.
 * Most viewers never lose a packet, so the table is made with the first one that is asked for.
 */
public final class ResendLimiter {
    /** How often one packet is sent again. */
    static final int MAX_RESENDS = 10;

    /** Packets sent again per {@link #WINDOW_NS}. */
    static final int MAX_PER_WINDOW = 200;

    /** The window of the rate. */
    static final long WINDOW_NS = 100_000_000;

    private static final int SLOTS = 256;
    private static final long MIN_INTERVAL_NS = 10_000_000;

    private int[] sequenceNumbers = {};
    private int[] resends = {};
    private long[] sentNs = {};
    private boolean windowOpen;
    private long windowStartNs;
    private int inWindow;

    /** Makes a limiter that has let nothing through. */
    public ResendLimiter() {}

    /**
     * Asks for one packet, and notes it as sent where it may be.
     *
     * @param sequenceNumber the viewer's, 0 to 65535
     * @param roundTripNs to the viewer
     * @param nowNs the time
     * @return whether it may be sent again now
     */
    public boolean admit(int sequenceNumber, long roundTripNs, long nowNs) {
        if (resends.length == 0) {
            makeTable();
        }
        int slot = sequenceNumber & (SLOTS - 1);
        boolean known = resends[slot] > 0 && sequenceNumbers[slot] == sequenceNumber;
        if ((known && isTooMuch(slot, roundTripNs, nowNs)) || !admitToWindow(nowNs)) {
            return false;
        }
        sequenceNumbers[slot] = sequenceNumber;
        resends[slot] = known ? resends[slot] + 1 : 1;
        sentNs[slot] = nowNs;
        return true;
    }

    private void makeTable() {
        sequenceNumbers = new int[SLOTS];
        resends = new int[SLOTS];
        sentNs = new long[SLOTS];
    }

    private boolean isTooMuch(int slot, long roundTripNs, long nowNs) {
        return resends[slot] >= MAX_RESENDS || nowNs - sentNs[slot] < Math.max(MIN_INTERVAL_NS, roundTripNs);
    }

    private boolean admitToWindow(long nowNs) {
        if (!windowOpen || nowNs - windowStartNs >= WINDOW_NS) {
            windowOpen = true;
            windowStartNs = nowNs;
            inWindow = 0;
        }
        return inWindow++ < MAX_PER_WINDOW;
    }
}
