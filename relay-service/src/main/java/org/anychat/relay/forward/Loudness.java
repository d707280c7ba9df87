package org.anychat.relay.forward;

/** How loud a sound has been of late, by the levels in its packets (RFC 6464): rises within a word, falls over a pause. */
public final class Loudness {
    private static final int SILENCE = 127;
    private static final double RISE = 0.08;
    private static final double FALL = 0.03;
    private static final long FORGOTTEN_NS = 1_000_000_000;

    private double score;
    private long heardNs;

    Loudness() {}

    /**
     * Takes a packet's level in.
     *
     * @param level 0 (loudest) to 127 (silence)
     * @param nowNs the time
     */
    public void onLevel(int level, long nowNs) {
        int loud = SILENCE - level;
        score += (loud > score ? RISE : FALL) * (loud - score);
        heardNs = nowNs;
    }

    /**
     * How loud it is.
     *
     * @param nowNs the time
     * @return 0, silence, to 127; 0 where no packet has come for a second
     */
    public int score(long nowNs) {
        return score > 0 && nowNs - heardNs < FORGOTTEN_NS ? (int) score : 0;
    }
}
