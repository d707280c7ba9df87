package org.anychat.relay.allocation;

import java.util.Arrays;

/**
 * One video that a viewer may get, as the {@link BandwidthAllocator} sees it: what its layers cost, and what was granted. A
 * layer may be sent with fewer frames, its upper temporal layers left out; these are its steps.
 */
public final class VideoStream {
    /** No layer, or no step. */
    public static final int NONE = -1;

    /** How many temporal layers can be left out: all but the lowest of four. */
    public static final int MAX_LEFT_OUT = 3;

    /**
     * The same of a layer above the lowest: pictures of twice the size are worth half of their frames, as temporal layers are
     * made, and not more.
     */
    static final int MAX_LEFT_OUT_ABOVE = 1;

    private static final int STEPS = MAX_LEFT_OUT + 1;

    /** By layer, and in each with more and more frames; 0 for what is not there. */
    private final long[] stepBps;

    private int rank;
    private int wanted;
    private int current = NONE;
    private int granted = NONE;
    private boolean starved;
    private boolean place = true;
    private long spokeTurn;
    private boolean loweredBefore;
    private long loweredNs;
    private long raisedNs;
    private long restNs = BandwidthAllocator.MIN_REST_NS;

    /**
     * Makes a stream of which nothing is sent.
     *
     * @param layers how many it has, 1 without simulcast
     */
    public VideoStream(int layers) {
        this.stepBps = new long[STEPS * layers];
        this.wanted = stepBps.length - 1;
    }

    private static int step(int layer, int leftOut) {
        return STEPS * layer + MAX_LEFT_OUT - leftOut;
    }

    private static int layer(int step) {
        return step / STEPS;
    }

    private static int leftOut(int step) {
        return MAX_LEFT_OUT - step % STEPS;
    }

    /** Says that it has no layers, but for those that it is told of from now on. */
    public void clear() {
        Arrays.fill(stepBps, 0);
    }

    /**
     * Says what a layer costs now with some of its temporal layers left out.
     *
     * @param layer 0 for the lowest
     * @param leftOut how many of its temporal layers, 1 to {@link #MAX_LEFT_OUT}
     * @param bps on the wire; 0 where it has not so many
     */
    public void thinnedBps(int layer, int leftOut, long bps) {
        stepBps[step(layer, leftOut)] = bps;
    }

    /**
     * Says what a layer costs now with all its frames.
     *
     * @param layer 0 for the lowest
     * @param bps on the wire; 0 where it is not there
     */
    public void layerBps(int layer, long bps) {
        stepBps[step(layer, 0)] = bps;
    }

    /**
     * Says how it stands to the viewer's other videos.
     *
     * @param newRank the lowest comes first
     */
    public void rank(int newRank) {
        rank = newRank;
    }

    /**
     * Says that its publisher speaks.
     *
     * @param turn the number of the turn, from 1 on, which rises whenever somebody else speaks
     */
    public void spoke(long turn) {
        spokeTurn = turn;
    }

    /**
     * Whether it is among as many as the viewer gets at once.
     *
     * @return false while others come before it
     */
    public boolean hasPlace() {
        return place;
    }

    void hasPlace(boolean hasOne) {
        place = hasOne;
    }

    /** Favoured ones by their rank; of the others those whose publisher spoke last. */
    boolean placedBefore(VideoStream other) {
        boolean ordinary = Math.min(rank, other.rank) >= BandwidthAllocator.FIRST_ORDINARY_RANK;
        if (ordinary && spokeTurn != other.spokeTurn) {
            return spokeTurn > other.spokeTurn;
        }
        return rankedBefore(other);
    }

    /**
     * Says which layer is of use to the viewer at most.
     *
     * @param highest 0 for the lowest
     */
    public void wanted(int highest) {
        wanted = Math.min(step(highest, 0), stepBps.length - 1);
    }

    /**
     * Whether it has a layer that could be sent.
     *
     * @return false while the publisher sends nothing
     */
    public boolean isThere() {
        return lowest() != NONE;
    }

    /**
     * What the last allocation granted.
     *
     * @return the highest layer that may be sent, or {@link #NONE} for a pause
     */
    public int granted() {
        return granted == NONE ? NONE : layer(granted);
    }

    /**
     * How many temporal layers of the layer granted are to be left out.
     *
     * @return 0 to {@link #MAX_LEFT_OUT}
     */
    public int leftOut() {
        return granted == NONE ? 0 : leftOut(granted);
    }

    /**
     * Whether it is paused for want of room.
     *
     * @return false as well where the publisher sends nothing
     */
    public boolean isStarved() {
        return starved;
    }

    /**
     * Whether it comes before another.
     *
     * @param other another of the viewer's
     * @return false where both have the same rank
     */
    public boolean rankedBefore(VideoStream other) {
        return rank < other.rank;
    }

    int rank() {
        return rank;
    }

    /** The step that was granted by the allocation before this one. */
    int current() {
        return current;
    }

    /**
     * Whether frames of a step's layer, or of a larger one, are sent already: of a layer with fewer temporal layers than a
     * moment ago the lowest step is another one, and all the same nothing more than what is sent.
     */
    boolean sendsLayerOf(int step) {
        return current != NONE && layer(step) <= layer(current);
    }

    int grantedStep() {
        return granted;
    }

    long bps(int step) {
        return step == NONE ? 0 : stepBps[step];
    }

    int lowest() {
        return higherThan(NONE, stepBps.length - 1);
    }

    /** The next step that is there and wanted, or NONE. */
    int above(int step) {
        return higherThan(step, wanted);
    }

    /** The next step within the lowest layer, or NONE. */
    int aboveInLowestLayer(int step) {
        return higherThan(step, wholeOfLowestLayer());
    }

    private int wholeOfLowestLayer() {
        int lowest = lowest();
        return lowest == NONE ? NONE : step(layer(lowest), 0);
    }

    /** The highest step that is of use: the best of those that are wanted, or the lowest where none of these is there. */
    int best() {
        int best = wholeOfLowestLayer();
        for (int next = best; next != NONE; next = above(next)) {
            best = next;
        }
        return best;
    }

    private int higherThan(int step, int most) {
        int lowestLayer = NONE;
        for (int i = 0; i <= most; i++) {
            if (stepBps[i] == 0) {
                continue;
            }
            lowestLayer = lowestLayer == NONE ? layer(i) : lowestLayer;
            if (i > step && (layer(i) == lowestLayer || leftOut(i) <= MAX_LEFT_OUT_ABOVE)) {
                return i;
            }
        }
        return NONE;
    }

    void begin() {
        granted = NONE;
    }

    void grant(int step) {
        granted = step;
    }

    /** Whether it was lowered so lately that it is not raised yet. */
    boolean rests(long nowNs) {
        return loweredBefore && nowNs - loweredNs < restNs;
    }

    /** Takes note of what has changed; a raise that did not last makes the next one wait for longer. */
    void settle(long nowNs) {
        starved = isThere() && granted == NONE;
        if (granted < current && isThere()) {
            boolean shortLived = loweredBefore && nowNs - raisedNs < BandwidthAllocator.LASTING_NS;
            restNs = shortLived ? Math.min(2 * restNs, BandwidthAllocator.MAX_REST_NS) : BandwidthAllocator.MIN_REST_NS;
            loweredBefore = true;
            loweredNs = nowNs;
        } else if (granted > current) {
            raisedNs = nowNs;
        }
        current = granted;
    }
}
