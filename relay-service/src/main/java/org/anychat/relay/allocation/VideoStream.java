package org.anychat.relay.allocation;

/** One video that a viewer may get, as the {@link BandwidthAllocator} sees it: what its layers cost, and what was granted. */
public final class VideoStream {
    /** No layer. */
    public static final int NONE = -1;

    private final long[] layerBps;
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
        this.layerBps = new long[layers];
        this.wanted = layers - 1;
    }

    /**
     * Says what a layer costs now.
     *
     * @param layer 0 for the lowest
     * @param bps on the wire; 0 where it is not there
     */
    public void layerBps(int layer, long bps) {
        layerBps[layer] = bps;
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
        wanted = Math.min(highest, layerBps.length - 1);
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
        return granted;
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

    /** The layer that was granted by the allocation before this one. */
    int current() {
        return current;
    }

    long bps(int layer) {
        return layer == NONE ? 0 : layerBps[layer];
    }

    int lowest() {
        return higherThan(NONE, layerBps.length - 1);
    }

    /** The next layer that is there and wanted, or NONE. */
    int above(int layer) {
        return higherThan(layer, wanted);
    }

    /** The highest layer that is of use: the best of those that are wanted, or the lowest where none of these is there. */
    int best() {
        int best = lowest();
        for (int next = best; next != NONE; next = above(next)) {
            best = next;
        }
        return best;
    }

    private int higherThan(int layer, int most) {
        for (int i = layer + 1; i <= most; i++) {
            if (layerBps[i] > 0) {
                return i;
            }
        }
        return NONE;
    }

    void begin() {
        granted = NONE;
    }

    void grant(int layer) {
        granted = layer;
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
