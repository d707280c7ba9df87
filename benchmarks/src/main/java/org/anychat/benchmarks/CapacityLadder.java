package org.anychat.benchmarks;

/**
 * Which number of viewers to try next: so much more each time until packets are lost, or half where they are lost from the
 * beginning, then twice the middle between what went and what did not.
 */
final class CapacityLadder {
    private static final int HALVINGS = 2;
    private static final int FEWEST = 5;
    private static final int PERCENT = 100;

    private final int growthPercent;
    private final int most;
    private int viewers;
    private int best;
    private int tooMany;
    private int halvings;
    private boolean done;

    /**
     * Begins at a number of viewers.
     *
     * @param most viewers that there may be
     */
    CapacityLadder(int viewers, int growthPercent, int most) {
        this.viewers = viewers;
        this.growthPercent = growthPercent;
        this.most = most;
    }

    /** The number to try now, or the last one that was tried. */
    int viewers() {
        return viewers;
    }

    /** The greatest number that went without loss, 0 for none. */
    int best() {
        return best;
    }

    /** Whether there is nothing more to try. */
    boolean done() {
        return done;
    }

    /** Whether it has ended without a number that was too many, so that the best may not be all. */
    boolean open() {
        return done && tooMany == 0;
    }

    /** Tells how it went with {@link #viewers}. */
    void tried(boolean carried) {
        if (carried) {
            best = viewers;
        } else {
            tooMany = viewers;
        }
        int next = tooMany == 0 ? best + Math.max(1, best * growthPercent / PERCENT) : (best + tooMany) / 2;
        boolean halved = tooMany > 0 && best > 0;
        done = next > most || next < FEWEST || next == best || (halved && halvings++ == HALVINGS);
        if (!done) {
            viewers = next;
        }
    }
}
