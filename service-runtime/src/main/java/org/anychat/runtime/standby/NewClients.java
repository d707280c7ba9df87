package org.anychat.runtime.standby;

/**
 * Whether one of two servers that have a witness may take new clients: by the other's word that it takes none, or by the
 * lease. A word is good for a second from before it was given, and binds for a second from when it was. Any thread,
 * with times in milliseconds of a clock that nobody sets.
 */
public final class NewClients {
    /** How long a word is good. A slave takes over after so much silence at the earliest. */
    static final long WORD_MS = SlaveLife.SILENCE_AFTER_BREAK_MS;

    private final LeaseHold lease;
    private final boolean servesWithoutWitness;
    private boolean othersWord;
    private long othersWordUntilMs;
    private boolean ownWord;
    private long ownWordUntilMs;

    NewClients(LeaseHold lease, boolean servesWithoutWitness) {
        this.lease = lease;
        this.servesWithoutWitness = servesWithoutWitness;
    }

    /**
     * The other has said whether it takes new clients.
     *
     * @param serves whether it does, or would
     * @param askedMs when that was sent to it to which this is the answer
     */
    public synchronized void onOther(boolean serves, long askedMs) {
        othersWord = !serves;
        othersWordUntilMs = askedMs + WORD_MS - LeaseHold.MARGIN_MS;
    }

    /** This server says now that it takes no new clients. */
    synchronized void onOwnWord(long nowMs) {
        ownWord = true;
        ownWordUntilMs = nowMs + WORD_MS;
    }

    /**
     * Whether new clients may be taken.
     *
     * @param otherIsSilent whether the other server is
     * @param nowMs the time
     * @return now
     */
    public synchronized boolean may(boolean otherIsSilent, long nowMs) {
        if (othersWord && nowMs < othersWordUntilMs) {
            return true;
        }
        if (ownWord && nowMs < ownWordUntilMs) {
            return false;
        }
        return lease.isValid(nowMs) || isAllowedAlone(otherIsSilent, nowMs);
    }

    /** Nobody answers, and the operator has decided for that. */
    boolean isAllowedAlone(boolean otherIsSilent, long nowMs) {
        return servesWithoutWitness && otherIsSilent && !witnessAnswers(nowMs);
    }

    /** How many take-overs there had been when the lease was given last. */
    long epoch() {
        return lease.epoch();
    }

    boolean witnessAnswers(long nowMs) {
        return lease.silentMs(nowMs) < WitnessLease.LEASE_MS;
    }
}
