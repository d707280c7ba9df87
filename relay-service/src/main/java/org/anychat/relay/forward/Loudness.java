package org.anychat.relay.forward;

/**
 * How loud a sound has been of late, by the levels in its packets (RFC 6464): rises within a word, falls over a pause. And
 * whether somebody speaks: at the first packet that stands out from the noise around, until a pause longer than those
 * between words.
 */
public final class Loudness {
    /** A pause of that length ends what somebody says. */
    public static final long PAUSE_NS = 600_000_000;

    private static final int SILENCE = 127;
    private static final double RISE = 0.08;
    private static final double FALL = 0.03;
    private static final long FORGOTTEN_NS = 1_000_000_000;
    /** What is less loud than that is no speech, however quiet it is around. */
    private static final int LEAST_SPEECH = 60;

    private static final int ABOVE_NOISE = 10;
    private static final double NOISE_RISE = 0.004;
    private static final double NOISE_FALL = 0.2;

    private double score;
    private double noise;
    private long heardNs;
    private boolean told;
    private boolean spoken;
    private boolean beginning;
    private long spokeNs;

    /** Makes one of a sound that has had no packet. */
    public Loudness() {}

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
        told = true;
        boolean speech = loud >= LEAST_SPEECH && loud >= noise + ABOVE_NOISE;
        noise += (loud > noise ? NOISE_RISE : NOISE_FALL) * (loud - noise);
        beginning = speech && !speaks(nowNs);
        if (speech) {
            spoken = true;
            spokeNs = nowNs;
        }
    }

    /** A packet has come that tells no level. */
    public void onNoLevel() {
        told = false;
        beginning = false;
    }

    /**
     * Whether its packets tell how loud they are.
     *
     * @return false as well before the first one
     */
    public boolean isTold() {
        return told;
    }

    /**
     * Whether speech begins with the newest packet.
     *
     * @return true for one packet, after a pause
     */
    public boolean isBeginning() {
        return beginning;
    }

    /**
     * Whether somebody speaks, or pauses between two words.
     *
     * @param nowNs the time
     * @return true until {@link #PAUSE_NS} after the last packet of speech
     */
    public boolean speaks(long nowNs) {
        return silentNs(nowNs) < PAUSE_NS;
    }

    /**
     * How long ago the last packet of speech came.
     *
     * @param nowNs the time
     * @return nanoseconds, {@link Long#MAX_VALUE} where there was none
     */
    public long silentNs(long nowNs) {
        return spoken ? nowNs - spokeNs : Long.MAX_VALUE;
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
