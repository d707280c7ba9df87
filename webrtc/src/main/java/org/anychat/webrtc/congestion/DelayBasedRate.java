package org.anychat.webrtc.congestion;

/**
 * The rate that keeps queues short: grows while they are, falls below what arrives when one builds up
 * (draft-ietf-rmcat-gcc-02 section 5.5). Near the rate at which the path was full before it grows by steps, elsewhere by a
 * share of itself.
 */
final class DelayBasedRate {
    private static final double BACK_OFF = 0.85;
    private static final double GROWTH_PER_SECOND = 1.08;
    private static final double MAX_OVER_ACKNOWLEDGED = 1.5;
    private static final long HEADROOM_BPS = 10_000;
    private static final double NEAR_FULL_DEVIATIONS = 3;
    private static final double AVERAGING = 0.05;
    private static final double MIN_DEVIATION = 0.05;
    private static final double PACKET_BITS = 1200 * 8;
    private static final double HALF = 0.5;
    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MAX_STEP_SECONDS = 1;
    private static final long RESPONSE_US = 100_000;

    private double rateBps;
    private boolean grows = true;
    private boolean fullKnown;
    private double fullBps;
    private double fullVariance;
    private boolean updatedBefore;
    private long updatedUs;
    private boolean decreasedBefore;
    private long decreasedUs;

    DelayBasedRate(long startBps) {
        rateBps = startBps;
    }

    /**
     * Takes in what the delays say; true where the rate went down.
     *
     * @param fullBps what came while the queue grew: of a sender that sends little but for a key frame, more than the average
     */
    boolean update(Usage usage, double fullBps, double acknowledgedBps, long roundTripUs, long nowUs) {
        double seconds = updatedBefore ? Math.min(MAX_STEP_SECONDS, (nowUs - updatedUs) / MICROS_PER_SECOND) : 0;
        updatedBefore = true;
        updatedUs = nowUs;
        switch (usage) {
            case OVERUSE -> {
                return decrease(fullBps, roundTripUs, nowUs);
            }
            case UNDERUSE -> grows = false;
            case NORMAL -> {
                if (grows) {
                    increase(acknowledgedBps, roundTripUs, seconds);
                }
                grows = true;
            }
        }
        return false;
    }

    private boolean decrease(double comesBps, long roundTripUs, long nowUs) {
        grows = false;
        boolean tooSoon = decreasedBefore && nowUs - decreasedUs < RESPONSE_US + roundTripUs;
        if (comesBps == 0 || (tooSoon && comesBps > rateBps / 2)) {
            return false;
        }
        noteFull(comesBps);
        double lowered = BACK_OFF * comesBps;
        boolean falls = lowered < rateBps;
        rateBps = Math.min(rateBps, lowered);
        decreasedBefore = true;
        decreasedUs = nowUs;
        return falls;
    }

    private void noteFull(double acknowledgedBps) {
        if (!fullKnown || isFarFromFull(acknowledgedBps)) {
            fullKnown = true;
            fullBps = acknowledgedBps;
            fullVariance = square(MIN_DEVIATION * acknowledgedBps);
            return;
        }
        double difference = acknowledgedBps - fullBps;
        fullBps += AVERAGING * difference;
        fullVariance += AVERAGING * (difference * difference - fullVariance);
    }

    private boolean isFarFromFull(double acknowledgedBps) {
        double deviation = Math.max(Math.sqrt(fullVariance), MIN_DEVIATION * fullBps);
        return Math.abs(acknowledgedBps - fullBps) > NEAR_FULL_DEVIATIONS * deviation;
    }

    private void increase(double acknowledgedBps, long roundTripUs, double seconds) {
        if (fullKnown && acknowledgedBps > fullBps && isFarFromFull(acknowledgedBps)) {
            fullKnown = false;
        }
        boolean near = fullKnown && !isFarFromFull(acknowledgedBps);
        double grown = near
                ? rateBps + HALF * PACKET_BITS * seconds * MICROS_PER_SECOND / (RESPONSE_US + roundTripUs)
                : rateBps * Math.pow(GROWTH_PER_SECOND, seconds);
        double limit = MAX_OVER_ACKNOWLEDGED * acknowledgedBps + HEADROOM_BPS;
        rateBps = Math.max(rateBps, Math.min(grown, limit));
    }

    private static double square(double value) {
        return value * value;
    }

    /** Sets the rate, where it was measured or is bounded otherwise. */
    void rateBps(double bps) {
        rateBps = bps;
    }

    double rateBps() {
        return rateBps;
    }
}
