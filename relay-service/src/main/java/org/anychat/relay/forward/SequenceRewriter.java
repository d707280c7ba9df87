package org.anychat.relay.forward;

/**
 * Gives one viewer one unbroken run of sequence numbers and timestamps, whatever it is fed from.
 *
 * <p>The run is a list of segments. In a segment a source's numbers are shifted by a constant, so that gaps and
 * reordering pass through as they are. A new segment follows the last number without a gap: at the start, after a
 * pause, at a switch of layers, when the source changes, and behind packets that are left out ({@link #leaveOut}). The last
 * segments are kept, so that a viewer's number can be traced back to the source's ({@link #trace}) without a table of packets.
 *
 * <p>No number is given out twice: positions are counted from the newest packet, sent or left out, on beyond 16 bits. Where
 * the source's numbers jump too far ({@link #MAX_GAP}), the run goes on without the gap, and what is missing before is
 * refused, as nothing tells it from what is to come.
 */
public final class SequenceRewriter {
    /** What {@link #trace} returns for a number of no kept segment. */
    public static final int UNKNOWN = -1;

    /** How far behind the newest packet one may come and still be passed on. */
    static final int MAX_LATENESS = 2048;

    /** The widest gap in what is given out: a quarter of all numbers, so that what is late and what is new are told apart. */
    static final int MAX_GAP = 0x4000;

    /** Segments that are kept. */
    static final int SEGMENTS = 8;

    /** The same where packets are left out, as each gap ends a segment: four seconds of every other frame of 30 a second. */
    static final int SEGMENTS_WITH_GAPS = 64;

    private static final int SEQUENCE_MASK = 0xFFFF;

    private final int clockRateHz;
    private final int capacity;
    private final long[] firstSequence;
    private final int[] sequenceShift;
    private final int[] timestampShift;
    private final int[] sources;
    /** Whether a segment goes on with the one before: the same source, less what was left out. */
    private final boolean[] continued;

    private int segments;
    private int current;
    private int segment;

    /** The newest number given out, counted on beyond 16 bits. */
    private long highestSequence;

    /** The source's newest number, sent or left out, and where it would be in the current segment. */
    private int newestSource;

    private long newestPosition;
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
        this(clockRateHz, firstSequenceNumber, SEGMENTS);
    }

    /** The same with more room for segments. */
    SequenceRewriter(int clockRateHz, int firstSequenceNumber, int segments) {
        this.clockRateHz = clockRateHz;
        this.highestSequence = firstSequenceNumber - 1L;
        this.capacity = segments;
        this.firstSequence = new long[segments];
        this.sequenceShift = new int[segments];
        this.timestampShift = new int[segments];
        this.sources = new int[segments];
        this.continued = new boolean[segments];
    }

    /** How many segments are kept; each has a number below it. */
    int capacity() {
        return capacity;
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
        int next = segments == 0 ? 0 : (current + 1) % capacity;
        timestampShift[next] = segments == 0 ? 0 : continuedTimestamp(nowNs) - timestamp;
        newestSource = sequenceNumber - 1;
        open(next, highestSequence + 1, sequenceNumber, source);
        continued[next] = false;
    }

    private void open(int next, long first, int sequenceNumber, int source) {
        current = next;
        segment = next;
        firstSequence[next] = first;
        sources[next] = source;
        segments = Math.min(segments + 1, capacity);
        shift(first, sequenceNumber);
    }

    /** The current segment has its first number for a packet. */
    private void shift(long first, int sequenceNumber) {
        sequenceShift[current] = (int) (first - sequenceNumber) & SEQUENCE_MASK;
        newestPosition = first + (short) (newestSource - sequenceNumber);
    }

    /** Goes on at a packet without what is missing before. */
    private void jump(int sequenceNumber) {
        int next = (current + 1) % capacity;
        timestampShift[next] = timestampShift[current];
        open(next, highestSequence + 1, sequenceNumber, sources[current]);
        continued[next] = false;
    }

    /**
     * Begins a segment that goes on with the current one at a packet newer than all before. With {@link #leaveOut} it is
     * what tells packets apart that come late, by what was left out when they should have come.
     *
     * @param sequenceNumber of its first packet
     * @return the current segment: another one, unless this one is to begin with the same packet
     */
    int cut(int sequenceNumber) {
        return cut(sequenceNumber, 0);
    }

    /**
     * Leaves packets of the current segment out, newer than all before: the numbers go on behind them as if they had never
     * been. What is missing before them has its numbers, and may come late.
     *
     * @param sequenceNumber of the newest that is left out
     * @param count how many, with those before it
     * @return the current segment, of what comes behind
     */
    int leaveOut(int sequenceNumber, int count) {
        newestPosition += (short) (sequenceNumber - newestSource);
        newestSource = sequenceNumber;
        return cut(sequenceNumber + 1, count);
    }

    private int cut(int sequenceNumber, int leftOut) {
        long first = position(sequenceNumber) - leftOut;
        if (first - highestSequence > MAX_GAP) {
            jump(sequenceNumber);
            return current;
        }
        if (continued[current] && first == firstSequence[current]) {
            shift(first, sequenceNumber);
            return current;
        }
        int next = (current + 1) % capacity;
        timestampShift[next] = timestampShift[current];
        open(next, first, sequenceNumber, sources[current]);
        continued[next] = true;
        return next;
    }

    /** Where a packet would be in the current segment. */
    private long position(int sequenceNumber) {
        return newestPosition + (short) (sequenceNumber - newestSource);
    }

    /** What comes next is of another origin; what was given out so far is traced no more. */
    void changeOrigin() {
        for (int i = 0; i < capacity; i++) {
            sources[i] = UNKNOWN;
        }
    }

    private int continuedTimestamp(long nowNs) {
        long elapsedMs = Math.max(0, nowNs - highestNs) / 1_000_000;
        return highestTimestamp + Math.max(1, (int) (elapsedMs * clockRateHz / 1000));
    }

    /**
     * Maps a packet of the current segment, or of those that it goes on with; the results are {@link #segment}, {@link
     * #sequenceNumber} and {@link #timestamp}.
     *
     * @param sourceSequenceNumber the packet's
     * @param sourceTimestamp the packet's
     * @param nowNs the time
     * @return false for a packet from before the segment, one that was left out, or one so late that its number is of no use
     *     any more
     */
    public boolean rewrite(int sourceSequenceNumber, int sourceTimestamp, long nowNs) {
        if (segments == 0) {
            return false;
        }
        boolean newest = isNewest(sourceSequenceNumber);
        if (newest) {
            advance(sourceSequenceNumber);
        }
        int from = newest ? current : segmentOf(sourceSequenceNumber);
        long sequence = from == UNKNOWN ? UNKNOWN : mapped(from, sourceSequenceNumber);
        if (from == UNKNOWN || sequence < highestSequence - MAX_LATENESS) {
            return false;
        }
        segment = from;
        sequenceNumber = (int) sequence & SEQUENCE_MASK;
        timestamp = sourceTimestamp + timestampShift[from];
        if (sequence > highestSequence) {
            highestSequence = sequence;
            onNewest(nowNs);
        }
        return true;
    }

    /** Whether a packet of the current source is newer than all before. */
    boolean isNewest(int sourceSequenceNumber) {
        return (short) (sourceSequenceNumber - newestSource) > 0;
    }

    private void advance(int sourceSequenceNumber) {
        newestPosition = position(sourceSequenceNumber);
        newestSource = sourceSequenceNumber;
        if (newestPosition - highestSequence > MAX_GAP) {
            jump(sourceSequenceNumber);
        }
    }

    private long mapped(int from, int sourceSequenceNumber) {
        return highestSequence + (short) (sourceSequenceNumber + sequenceShift[from] - (int) highestSequence);
    }

    /** The segment that has a number for a packet, among the current one and those that it goes on with. */
    private int segmentOf(int sourceSequenceNumber) {
        int from = current;
        long end = Long.MAX_VALUE;
        for (int i = 0; i < segments; i++) {
            long sequence = mapped(from, sourceSequenceNumber);
            if (sequence >= firstSequence[from]) {
                return sequence < end ? from : UNKNOWN;
            }
            if (!continued[from]) {
                return UNKNOWN;
            }
            end = firstSequence[from];
            from = (from + capacity - 1) % capacity;
        }
        return UNKNOWN;
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
        int from = current;
        for (int i = 0; i < segments; i++) {
            if (sequence >= firstSequence[from]) {
                return sources[from] == UNKNOWN ? UNKNOWN : from;
            }
            from = (from + capacity - 1) % capacity;
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

    /** The newest segment; {@link #segment} may be an older one that a late packet belongs to. */
    int current() {
        return current;
    }

    /**
     * The segment of the packet that the last successful {@link #rewrite} mapped, or the one that has begun since.
     *
     * @return its index, for {@link #source} and its like
     */
    public int segment() {
        return segment;
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
