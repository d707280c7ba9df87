package org.anychat.webrtc.congestion;

/**
 * The rate that losses allow (draft-ietf-rmcat-gcc-02 section 6): many lower it, some leave it as it is, few let it grow.
 * Judged over intervals with enough packets to tell.
 */
final class LossBasedRate {
    private static final double MANY = 0.1;
    private static final double FEW = 0.02;
    private static final double GROWTH = 1.05;
    private static final double HALF = 0.5;
    private static final int MIN_PACKETS = 20;
    private static final long INTERVAL_US = 200_000;
    private static final long MAX_INTERVAL_US = 2_000_000;
    private static final long RESPONSE_US = 300_000;

    private final double ceilingBps;
    private double rateBps;
    private int expected;
    private int missing;
    private boolean started;
    private long sinceUs;
    private boolean decreasedBefore;
    private long decreasedUs;
    private double lossShare;

    LossBasedRate(double ceilingBps) {
        this.ceilingBps = ceilingBps;
        this.rateBps = ceilingBps;
    }

    void onArrived() {
        expected++;
    }

    void onMissing() {
        expected++;
        missing++;
    }

    /** A packet that was told missing has come after all. */
    void onFound() {
        missing = Math.max(0, missing - 1);
    }

    /**
     * Judges the interval, where it is over; the rate falls from what was allowed so far. It falls once for what was under
     * way when it fell.
     */
    boolean update(double allowedBps, long roundTripUs, long nowUs) {
        if (!started) {
            started = true;
            sinceUs = nowUs;
        }
        long elapsedUs = nowUs - sinceUs;
        if (elapsedUs < INTERVAL_US || (expected < MIN_PACKETS && elapsedUs < MAX_INTERVAL_US)) {
            return false;
        }
        lossShare = expected == 0 ? 0 : (double) missing / expected;
        sinceUs = nowUs;
        expected = 0;
        missing = 0;
        if (lossShare > MANY) {
            return decrease(allowedBps, roundTripUs, nowUs);
        }
        if (lossShare < FEW) {
            rateBps = Math.min(ceilingBps, rateBps * GROWTH);
        }
        return false;
    }

    private boolean decrease(double allowedBps, long roundTripUs, long nowUs) {
        if (decreasedBefore && nowUs - decreasedUs < RESPONSE_US + roundTripUs) {
            return false;
        }
        decreasedBefore = true;
        decreasedUs = nowUs;
        rateBps = Math.min(rateBps, allowedBps) * (1 - HALF * lossShare);
        return true;
    }

    /** Raises the rate to one that a probe has shown, or that is taken to be there in any case. */
    void atLeast(double bps) {
        rateBps = Math.max(rateBps, bps);
    }

    double rateBps() {
        return rateBps;
    }

    /** The share of packets that were missing in the last interval, 0 to 1. */
    double lossShare() {
        return lossShare;
    }
}
