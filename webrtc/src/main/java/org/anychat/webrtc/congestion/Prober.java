package org.anychat.webrtc.congestion;

/**
 * Finds out whether a path carries more than is sent over it: for some ticks the rate is filled up with padding, and how
 * those packets come tells. Decides when, counts what is due, and judges.
 */
final class Prober {
    /** No probe. */
    static final int NONE = 0;

    private static final long DURATION_US = 30_000;
    private static final long TICK_US = 10_000;
    private static final long SETTLE_US = 100_000;
    private static final long JUDGED_AFTER_US = 1_000_000;
    private static final long FIRST_PAUSE_US = 2_000_000;
    private static final long MAX_PAUSE_US = 5_000_000;
    private static final long PAUSE_AFTER_DECREASE_US = 2_000_000;
    private static final double STEP = 2;
    private static final double BEYOND_WANTED = 1.2;
    private static final double PASSED = 0.85;
    private static final double MARGIN = 0.92;
    private static final double ENOUGH_ARRIVED = 0.7;
    private static final double MIN_BYTES = 1_500;
    private static final int MAX_CLUSTER = 255;
    private static final double BITS_PER_BYTE = 8;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private int cluster = NONE;
    private double targetBps;
    private long startUs;
    private boolean running;
    private boolean waiting;
    private int bytesSent;
    private int packetsSent;
    private int packetsArrived;
    private int bytesArrived;
    private int firstBytes;
    private long firstArrivalUs;
    private long lastArrivalUs;
    private long pauseUs = FIRST_PAUSE_US;
    private boolean heldBack;
    private long heldBackUntilUs;

    /** The probe that a packet sent now is part of, or {@link #NONE}. */
    int current(long nowUs) {
        if (running && nowUs - startUs >= DURATION_US) {
            running = false;
            waiting = true;
        }
        return running ? cluster : NONE;
    }

    /** Whether queues of a packet sent then are the probe's own doing and say nothing of the path. */
    boolean disturbs(long sentUs) {
        return targetBps > 0 && sentUs >= startUs && sentUs - startUs < DURATION_US + SETTLE_US;
    }

    void onSent(int bytes) {
        bytesSent += bytes;
        packetsSent++;
    }

    /** Begins a probe, where there is a reason and it is time for one; true where it has begun. */
    boolean consider(double estimateBps, double wantedBps, double ceilingBps, long nowUs) {
        boolean busy = current(nowUs) != NONE || waiting;
        boolean reason = estimateBps < Math.min(wantedBps, ceilingBps);
        if (busy || !reason || (heldBack && nowUs - heldBackUntilUs < 0)) {
            return false;
        }
        cluster = cluster % MAX_CLUSTER + 1;
        targetBps = Math.min(ceilingBps, Math.min(STEP * estimateBps, BEYOND_WANTED * wantedBps));
        startUs = nowUs;
        running = true;
        bytesSent = 0;
        packetsSent = 0;
        packetsArrived = 0;
        bytesArrived = 0;
        return true;
    }

    /** Bytes of padding that are to be sent now, 0 where there is no probe. */
    int paddingDue(long nowUs) {
        if (current(nowUs) == NONE) {
            return 0;
        }
        double untilUs = Math.min(DURATION_US, nowUs - startUs + TICK_US);
        double due = Math.max(MIN_BYTES, targetBps / BITS_PER_BYTE * untilUs / MICROS_PER_SECOND);
        return (int) Math.max(0, due - bytesSent);
    }

    void onArrived(int ofCluster, int bytes, long arrivalUs) {
        if (ofCluster != cluster || targetBps == 0) {
            return;
        }
        if (packetsArrived++ == 0) {
            firstBytes = bytes;
            firstArrivalUs = arrivalUs;
            lastArrivalUs = arrivalUs;
        }
        bytesArrived += bytes;
        firstArrivalUs = Math.min(firstArrivalUs, arrivalUs);
        lastArrivalUs = Math.max(lastArrivalUs, arrivalUs);
    }

    /**
     * The rate that a finished probe has shown, or 0 where there is none to judge. Never more than what was really sent,
     * whatever the other side says of its arrival.
     */
    double takeResult(long nowUs) {
        boolean over = waiting || (running && current(nowUs) == NONE);
        boolean complete = packetsArrived >= packetsSent && packetsSent > 1;
        if (!over || (!complete && nowUs - startUs < JUDGED_AFTER_US)) {
            return 0;
        }
        waiting = false;
        double shown = isFair() ? shownBps() : 0;
        boolean passed = shown >= PASSED * targetBps;
        pauseUs = passed ? FIRST_PAUSE_US : Math.min(MAX_PAUSE_US, pauseUs + pauseUs / 2);
        if (!passed) {
            holdBack(nowUs + pauseUs);
        }
        return passed ? shown : shown * MARGIN;
    }

    /** Whether so much was sent, and of it so much has come, that it tells something. */
    private boolean isFair() {
        return sentBps() >= PASSED * targetBps && packetsArrived >= ENOUGH_ARRIVED * packetsSent;
    }

    private double sentBps() {
        return bytesSent * BITS_PER_BYTE * MICROS_PER_SECOND / DURATION_US;
    }

    private double shownBps() {
        double tookUs = lastArrivalUs - firstArrivalUs;
        double cameBps =
                tookUs <= 0 ? targetBps : (bytesArrived - firstBytes) * BITS_PER_BYTE * MICROS_PER_SECOND / tookUs;
        return Math.min(targetBps, Math.min(sentBps(), cameBps));
    }

    /** The path is full, and a probe now would only add to it; however often it is found so, not beyond a moment. */
    void onDecrease(long nowUs, long atLatestUs) {
        holdBack(Math.min(nowUs + PAUSE_AFTER_DECREASE_US, atLatestUs));
    }

    private void holdBack(long untilUs) {
        heldBack = true;
        heldBackUntilUs = untilUs;
    }
}
