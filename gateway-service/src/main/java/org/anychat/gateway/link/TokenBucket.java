package org.anychat.gateway.link;

/** An allowance that is filled up at a steady rate and never holds more than its burst. */
public final class TokenBucket {
    private static final double NS_PER_SECOND = 1e9;

    private final double perNs;
    private final int burst;
    private double tokens;
    private long filledNs;

    /**
     * Makes a full one.
     *
     * @param perSecond the rate at which it is filled up
     * @param burst how much it holds
     * @param nowNs the time
     */
    public TokenBucket(int perSecond, int burst, long nowNs) {
        this.perNs = perSecond / NS_PER_SECOND;
        this.burst = burst;
        this.tokens = burst;
        this.filledNs = nowNs;
    }

    /** Puts some back, as far as there is room for them. */
    void giveBack(int count) {
        tokens = Math.min(burst, tokens + count);
    }

    /**
     * Takes one.
     *
     * @param nowNs the time
     * @return false where there is none
     */
    public boolean take(long nowNs) {
        tokens = Math.min(burst, tokens + (nowNs - filledNs) * perNs);
        filledNs = nowNs;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
