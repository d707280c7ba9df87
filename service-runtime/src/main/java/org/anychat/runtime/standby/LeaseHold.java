package org.anychat.runtime.standby;

/**
 * A lease as the server knows it that holds it, or does not: counted from when it was claimed, so that it ends here
 * before it ends at the witness. Any thread, with times in milliseconds of a clock that nobody sets.
 */
final class LeaseHold {
    /** Two clocks may run apart by so much in a lease. */
    static final long MARGIN_MS = 100;

    private static final int REMEMBERED = 16;

    private final long life;
    private final long[] claimedMs = new long[REMEMBERED];
    private long sequence;
    private long ruled;
    private long givenBack;
    private boolean valid;
    private long untilMs;
    private long epoch;
    private boolean begun;
    private long answeredMs;

    /** A lease that was never had, of a process with that number. */
    LeaseHold(long life) {
        this.life = life;
    }

    /** The witness is asked from now on, and has been silent for no time yet. */
    synchronized void begin(long nowMs) {
        answeredMs = nowMs;
        begun = true;
    }

    /** The next claim; whoever does not want it has no lease from then on. */
    synchronized WitnessLease.Claim claim(boolean wants, long ownEpoch, long nowMs) {
        boolean holds = wants && isValid(nowMs);
        sequence++;
        claimedMs[(int) (sequence % REMEMBERED)] = nowMs;
        if (!wants) {
            valid = false;
            givenBack = sequence;
        }
        return new WitnessLease.Claim(life, sequence, Math.max(epoch, ownEpoch), wants, holds);
    }

    /** Takes what the witness says to a claim, once and in order. */
    synchronized void onRuling(WitnessLease.Ruling ruling, long nowMs) {
        boolean news = ruling.sequence() > ruled && ruling.sequence() <= sequence;
        if (!news || ruling.sequence() <= sequence - REMEMBERED) {
            return;
        }
        ruled = ruling.sequence();
        answeredMs = nowMs;
        if (ruling.sequence() > givenBack) {
            valid = ruling.granted();
            epoch = valid ? Math.max(epoch, ruling.epoch()) : epoch;
            untilMs = claimedMs[(int) (ruling.sequence() % REMEMBERED)] + WitnessLease.LEASE_MS - MARGIN_MS;
        }
    }

    synchronized boolean isRuled() {
        return ruled > 0;
    }

    synchronized boolean isValid(long nowMs) {
        return valid && nowMs < untilMs;
    }

    /** How many take-overs there had been when the lease was given last. */
    synchronized long epoch() {
        return epoch;
    }

    /** How long the witness has been silent, as far as it has been asked. */
    synchronized long silentMs(long nowMs) {
        return begun ? nowMs - answeredMs : 0;
    }
}
