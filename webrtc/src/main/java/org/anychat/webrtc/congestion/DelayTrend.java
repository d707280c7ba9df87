package org.anychat.webrtc.congestion;

/**
 * Tells from the delays of packet groups whether a queue grows: the slope of a line through the last smoothed delays,
 * held against a threshold that adapts to the path (draft-ietf-rmcat-gcc-02 sections 5.3 and 5.4, with a line fitted by
 * least squares in the place of the Kalman filter).
 */
final class DelayTrend {
    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final int MAX_WEIGHT = 60;
    private static final double FIRST_THRESHOLD_MS = 12.5;
    private static final double MIN_THRESHOLD_MS = 6;
    private static final double MAX_THRESHOLD_MS = 600;
    private static final double OUTLIER_MS = 15;
    private static final double RISE_PER_MS = 0.0087;
    private static final double FALL_PER_MS = 0.039;
    private static final double OVERUSE_MS = 10;
    private static final double MAX_STEP_MS = 100;
    private static final double MICROS_PER_MS = 1000;

    private final double[] timesMs = new double[WINDOW];
    private final double[] delaysMs = new double[WINDOW];
    private int count;
    private double elapsedMs;
    private double delayMs;
    private double smoothedMs;
    private double trendBefore;
    private double thresholdMs = FIRST_THRESHOLD_MS;
    private double overMs = -1;
    private int overCount;
    private Usage usage = Usage.NORMAL;

    /** Takes in how far apart two groups were sent and came. */
    void onGroup(long sendDeltaUs, long arrivalDeltaUs) {
        double arrivalMs = arrivalDeltaUs / MICROS_PER_MS;
        elapsedMs += arrivalMs;
        delayMs += (arrivalDeltaUs - sendDeltaUs) / MICROS_PER_MS;
        smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * delayMs;
        timesMs[count % WINDOW] = elapsedMs;
        delaysMs[count % WINDOW] = smoothedMs;
        count++;
        if (count >= WINDOW) {
            judge(slope(), sendDeltaUs / MICROS_PER_MS, arrivalMs);
        }
    }

    private double slope() {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += timesMs[i] / WINDOW;
            meanDelay += delaysMs[i] / WINDOW;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < WINDOW; i++) {
            double time = timesMs[i] - meanTime;
            covariance += time * (delaysMs[i] - meanDelay);
            variance += time * time;
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    private void judge(double trend, double sendMs, double arrivalMs) {
        double weighed = Math.min(count, MAX_WEIGHT) * trend * GAIN;
        if (weighed > thresholdMs) {
            overMs = overMs < 0 ? sendMs / 2 : overMs + sendMs;
            overCount++;
            if (overMs > OVERUSE_MS && overCount > 1 && trend >= trendBefore) {
                overMs = 0;
                overCount = 0;
                usage = Usage.OVERUSE;
            }
        } else {
            overMs = -1;
            overCount = 0;
            usage = weighed < -thresholdMs ? Usage.UNDERUSE : Usage.NORMAL;
        }
        trendBefore = trend;
        adapt(Math.abs(weighed), Math.min(arrivalMs, MAX_STEP_MS));
    }

    private void adapt(double weighed, double stepMs) {
        if (weighed > thresholdMs + OUTLIER_MS) {
            return;
        }
        double rate = weighed < thresholdMs ? FALL_PER_MS : RISE_PER_MS;
        double adapted = thresholdMs + rate * (weighed - thresholdMs) * stepMs;
        thresholdMs = Math.max(MIN_THRESHOLD_MS, Math.min(MAX_THRESHOLD_MS, adapted));
    }

    Usage usage() {
        return usage;
    }
}
