package org.anychat.relay.allocation;

/**
 * Who speaks, of those whose sound a viewer gets. Holds on to a speaker until somebody else is clearly louder for a
 * while, so that a cough moves nothing.
 */
public final class SpeakerChoice {
    /** Nobody has spoken yet. */
    public static final int NOBODY = Integer.MIN_VALUE;

    private static final int SPEECH = 60;
    private static final int CLEARLY = 8;
    private static final long HOLD_NS = 1_000_000_000;

    private int speaker = NOBODY;
    private boolean chosenBefore;
    private long chosenNs;
    private int speakersScore;
    private int loudest = NOBODY;
    private int loudestScore;

    /** Makes a choice of nobody. */
    public SpeakerChoice() {}

    /** Begins a round. */
    public void begin() {
        loudest = NOBODY;
        loudestScore = 0;
        speakersScore = 0;
    }

    /**
     * Takes in how loud somebody was of late.
     *
     * @param who a number of theirs
     * @param score from 0, silence, to 127
     */
    public void consider(int who, int score) {
        if (who == speaker) {
            speakersScore = Math.max(speakersScore, score);
        }
        if (score > loudestScore) {
            loudestScore = score;
            loudest = who;
        }
    }

    /**
     * Ends the round.
     *
     * @param nowNs the time
     * @return who speaks, or spoke last; {@link #NOBODY} before anybody has
     */
    public int decide(long nowNs) {
        boolean speech = loudest != NOBODY && loudestScore >= SPEECH;
        boolean held = chosenBefore && nowNs - chosenNs < HOLD_NS;
        if (speech && loudest != speaker && !held && loudestScore >= speakersScore + CLEARLY) {
            speaker = loudest;
            chosenBefore = true;
            chosenNs = nowNs;
        }
        return speaker;
    }
}
