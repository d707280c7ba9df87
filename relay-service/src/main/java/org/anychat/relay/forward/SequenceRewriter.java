package org.anychat.relay.forward;

/**
 * Gives one viewer one unbroken run of sequence numbers and timestamps, whatever it is fed from.
 *
 * <p>The run is a list of segments. In a segment a source's numbers are shifted by a constant, so that gaps and
 * reordering pass through as they are. A new segment follows the last number without a gap: at the start, after a
 * pause, at a switch of layers, when the source changes. The last segments are kept, so that a viewer's number can be
 * traced back to the source's ({@link #trace}) without a table of packets.
 */
public final class SequenceRewriter {
    /** What {@link #trace} returns for a number of no kept segment. */
    public static final int UNKNOWN = -1;

    /** How far behind the newest packet one may come and still be passed on. */
    static final int MAX_LATENESS = 2048;

    /** Segments that are kept. */
    static final int SEGMENTS = 8;

    private static final int SEQUENCE_MASK = 0xFFFF;

    private final int clockRateHz;
    private final long[] firstSequence = new long[SEGMENTS];
    private final int[] sequenceShift = new int[SEGMENTS];
    private final int[] timestampShift = new int[SEGMENTS];
    private final int[] sources = new int[SEGMENTS];
    private int segments;
    private int current;

    /** The newest number given out, counted on beyond 16 bits. */
    private long highestSequence;

    private int highestTimestamp;
    private long highestNs;
    private boolean anyGiven;
    private int sequenceNumber;
    private int timestamp;

    /**
     * Makes a rewriter that is in no segment yet.
     *
     * @param clockRateHz of the timestamps
     * @param firstSequenceNumber the first number to give out, 1 to 32767: the upper half would let one lost packet at
     *     the start put the receiver's SRTP rollover counter wrong (RFC 3711 section 3.3.1)
     */
    public SequenceRewriter(int clockRateHz, int firstSequenceNumber) {
        this.clockRateHz = clockRateHz;
        this.highestSequence = firstSequenceNumber - 1L;
    }

    /**
     * Begins a segment with a packet, which {@link #rewrite} is then given too. The timestamp goes on by the time that
     * has passed since the newest packet, at least by one tick.
     *
     * @param source the caller's number for where the packets come from
     * @param sequenceNumber of the segment's first packet
     * @param timestamp of that packet
     * @param nowNs the time
     */
    public void begin(int source, int sequenceNumber, int timestamp, long nowNs) {
        current = segments == 0 ? 0 : (current + 1) % SEGMENTS;
        long first = highestSequence + 1;
        firstSequence[current] = first;
        sequenceShift[current] = (int) (first - sequenceNumber) & SEQUENCE_MASK;
        timestampShift[current] = segments == 0 ? 0 : continuedTimestamp(nowNs) - timestamp;
        sources[current] = source;
        segments = Math.min(segments + 1, SEGMENTS);
    }

    /** What comes next is of another origin; what was given out so far is traced no more. */
    void changeOrigin() {
        for (int i = 0; i < SEGMENTS; i++) {
            sources[i] = UNKNOWN;
        }
    }

    private int continuedTimestamp(long nowNs) {
        long elapsedMs = Math.max(0, nowNs - highestNs) / 1_000_000;
        return highestTimestamp + Math.max(1, (int) (elapsedMs * clockRateHz / 1000));
    }

    /**
     * Maps a packet of the current segment; the results are {@link #sequenceNumber} and {@link #timestamp}.
     *
     * @param sourceSequenceNumber the packet's
     * @param sourceTimestamp the packet's
     * @param nowNs the time
     * @return false for a packet from before the segment, or so late that its number is of no use any more
     */
    public boolean rewrite(int sourceSequenceNumber, int sourceTimestamp, long nowNs) {
        int mapped = (sourceSequenceNumber + sequenceShift[current]) & SEQUENCE_MASK;
        long sequence = highestSequence + (short) (mapped - (int) highestSequence);
        if (segments == 0 || sequence < firstSequence[current] || sequence < highestSequence - MAX_LATENESS) {
            return false;
        }
        sequenceNumber = mapped;
        timestamp = sourceTimestamp + timestampShift[current];
        if (sequence > highestSequence) {
            highestSequence = sequence;
            onNewest(nowNs);
        }
        return true;
    }

    /** The first packet of a timestamp sets its time, so that a frame's length does not add up over the segments. */
    private void onNewest(long nowNs) {
        if (!anyGiven || timestamp != highestTimestamp) {
            anyGiven = true;
            highestNs = nowNs;
            highestTimestamp = timestamp;
        }
    }

    /**
     * Finds the segment that gave a number out.
     *
     * @param viewerSequenceNumber the viewer's, 0 to 65535
     * @return a segment, for {@link #source}, {@link #sourceSequenceNumber} and {@link #timestamp(int, int)}, good
     *     until the next {@link #begin}; or {@link #UNKNOWN}
     */
    public int trace(int viewerSequenceNumber) {
        long sequence = highestSequence + (short) (viewerSequenceNumber - (int) highestSequence);
        if (sequence > highestSequence) {
            return UNKNOWN;
        }
        int segment = current;
        for (int i = 0; i < segments; i++) {
            if (sequence >= firstSequence[segment]) {
                return sources[segment] == UNKNOWN ? UNKNOWN : segment;
            }
            segment = (segment + SEGMENTS - 1) % SEGMENTS;
        }
        return UNKNOWN;
    }

    /**
     * Whether a segment begins with a number.
     *
     * @param segment from {@link #trace}
     * @param viewerSequenceNumber the viewer's, 0 to 65535
     * @return true for one number
     */
    public boolean isFirst(int segment, int viewerSequenceNumber) {
        return ((int) firstSequence[segment] & SEQUENCE_MASK) == viewerSequenceNumber;
    }

    /**
     * Where a segment's packets came from.
     *
     * @param segment from {@link #trace}
     * @return the number given to {@link #begin}
     */
    public int source(int segment) {
        return sources[segment];
    }

    /**
     * Turns a viewer's number back.
     *
     * @param segment from {@link #trace}
     * @param viewerSequenceNumber the viewer's
     * @return the source's number, 0 to 65535
     */
    public int sourceSequenceNumber(int segment, int viewerSequenceNumber) {
        return (viewerSequenceNumber - sequenceShift[segment]) & SEQUENCE_MASK;
    }

    /**
     * Maps a timestamp of an older packet.
     *
     * @param segment from {@link #trace}
     * @param sourceTimestamp the packet's
     * @return the viewer's timestamp
     */
    public int timestamp(int segment, int sourceTimestamp) {
        return sourceTimestamp + timestampShift[segment];
    }

    /**
     * Maps a timestamp by the current segment, as a sender report needs it.
     *
     * @param sourceTimestamp on the source's clock
     * @return the viewer's timestamp
     */
    public int currentTimestamp(int sourceTimestamp) {
        return timestamp(current, sourceTimestamp);
    }

    /**
     * The current segment.
     *
     * @return its index, for {@link #source} and its like
     */
    public int segment() {
        return current;
    }

    /**
     * Whether a segment has begun.
     *
     * @return false before the first {@link #begin}
     */
    public boolean started() {
        return segments > 0;
    }

    /**
     * The sequence number that the last successful {@link #rewrite} gave.
     *
     * @return 0 to 65535
     */
    public int sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * The timestamp that the last successful {@link #rewrite} gave.
     *
     * @return the 32 bits
     */
    public int timestamp() {
        return timestamp;
    }
}
