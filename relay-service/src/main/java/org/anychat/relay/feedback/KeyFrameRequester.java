package org.anychat.relay.feedback;

/**
 * Decides when one encoding's publisher is asked for a key frame: many viewers' wishes become one request, not more
 * often than the interval allows, repeated until a key frame comes.
 */
public final class KeyFrameRequester {
    /** The shortest time between two requests. */
    public static final long MIN_INTERVAL_NS = 500_000_000;

    /** After so many requests without an answer the interval doubles, up to {@link #MAX_INTERVAL_NS}. */
    static final int PATIENCE = 4;

    /** The longest time between two requests. */
    static final long MAX_INTERVAL_NS = 4_000_000_000L;

    private boolean wanted;
    private boolean wantedOnce;
    private boolean askedBefore;
    private long askedNs;
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
        if (!(wanted || wantedOnce) || (askedBefore && nowNs - askedNs < intervalNs())) {
            return false;
        }
        wantedOnce = false;
        askedBefore = true;
        askedNs = nowNs;
        unanswered++;
        return true;
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
        return Math.min(MAX_INTERVAL_NS, MIN_INTERVAL_NS << doublings);
    }
}
