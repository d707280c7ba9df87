package org.anychat.webrtc.rtp;

/**
 * Turns 16-bit sequence numbers into ones that never wrap, by taking each as the nearest to the highest seen. For one
 * thread at a time.
 */
public final class SequenceUnwrapper {
    private static final long UNSET = Long.MIN_VALUE;

    private long highest = UNSET;

    /** Makes one that has seen nothing. */
    public SequenceUnwrapper() {}

    /**
     * Unwraps a number and takes it in.
     *
     * @param sequenceNumber 0 to 65535
     * @return the first number as it is, later ones within 32768 of the highest so far; negative where a packet from
     *     before the first wraps backwards
     */
    public long unwrap(int sequenceNumber) {
        long unwrapped = peek(sequenceNumber);
        highest = Math.max(highest, unwrapped);
        return unwrapped;
    }

    /**
     * Unwraps a number and forgets it.
     *
     * @param sequenceNumber 0 to 65535
     * @return what {@link #unwrap} would
     */
    public long peek(int sequenceNumber) {
        return highest == UNSET ? sequenceNumber : highest + (short) (sequenceNumber - (int) highest);
    }

    /**
     * The highest so far.
     *
     * @return the unwrapped number; {@link Long#MIN_VALUE} before the first
     */
    public long highest() {
        return highest;
    }

    /** Forgets everything. */
    public void reset() {
        highest = UNSET;
    }
}
