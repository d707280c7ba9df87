package org.anychat.relay.feedback;

/**
 * Decides when one encoding's publisher is asked for a key frame: many viewers' wishes become one request. What is asked for
 * again after an answer, as somebody came just too late for it, need not wait, but on the whole there are no more than two
 * requests a second. What is not answered is repeated.
 */
public final class KeyFrameRequester {
    /** The time between two requests, on the average. */
    public static final long INTERVAL_NS = 500_000_000;

    /** So many requests may follow each other at once, each on the answer to the one before. */
    static final int BURST = 3;

    /**
     * Browsers' encoders ignore what they are asked for within 300 ms of what they have heard (libwebrtc, EncoderRtcpFeedback);
     * what may have been ignored is asked for again when that is over, and some more, as not every request takes as long.
     */
    static final long DEAF_NS = 330_000_000;

    /** After so many requests without an answer the interval doubles, up to {@link #MAX_INTERVAL_NS}. */
    static final int PATIENCE = 4;

    /** The longest time between two requests. */
    static final long MAX_INTERVAL_NS = 4_000_000_000L;

    private boolean wanted;
    private boolean wantedOnce;
    private boolean askedBefore;
    private long askedNs;
    private long heardNs;
    /** When the next request would keep the average exactly. */
    private long averageNs;

    private int unanswered;

    /** Makes a requester that nobody has asked for anything. */
    public KeyFrameRequester() {}

    /** Somebody needs a key frame. */
    public void want() {
        wanted = true;
    }

    /** A key frame would be good now, but nobody waits for it: it is asked for once. */
    public void wantOnce() {
        wantedOnce = true;
    }

    /** A key frame has come. */
    public void onKeyFrame() {
        wanted = false;
        wantedOnce = false;
        unanswered = 0;
    }

    /**
     * Tells whether to ask now, and notes that it was done.
     *
     * @param nowNs the time
     * @return true where the caller has to send a PLI or FIR
     */
    public boolean isDue(long nowNs) {
        if (!(wanted || wantedOnce) || (askedBefore && nowNs - earliestNs() < 0)) {
            return false;
        }
        wantedOnce = false;
        averageNs = (askedBefore ? later(averageNs, nowNs) : nowNs) + INTERVAL_NS;
        boolean deaf = askedBefore && nowNs - heardNs < DEAF_NS;
        heardNs = deaf ? heardNs : nowNs;
        askedNs = nowNs;
        askedBefore = true;
        unanswered++;
        return true;
    }

    private long earliestNs() {
        long onAverageNs = averageNs - (BURST - 1) * INTERVAL_NS;
        if (unanswered == 0) {
            return onAverageNs;
        }
        boolean ignored = askedNs != heardNs;
        return later(onAverageNs, ignored ? heardNs + DEAF_NS : askedNs + intervalNs());
    }

    private static long later(long oneNs, long otherNs) {
        return oneNs - otherNs > 0 ? oneNs : otherNs;
    }

    /**
     * Whether a wish is open.
     *
     * @return true from {@link #want} to {@link #onKeyFrame}
     */
    public boolean wanted() {
        return wanted;
    }

    private long intervalNs() {
        int doublings = Math.min(3, Math.max(0, unanswered - PATIENCE));
        return Math.min(MAX_INTERVAL_NS, INTERVAL_NS << doublings);
    }
}
