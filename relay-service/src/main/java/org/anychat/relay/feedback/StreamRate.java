package org.anychat.relay.feedback;

/**
 * One stream, or all of a track, in the last whole interval of a second or so.
 *
 * @param bitrateBps RTP payload, retransmissions not counted
 * @param expected packets that should have come
 * @param lost packets of these that did not come in their own stream
 * @param lostForGood packets that no retransmission has brought either
 */
public record StreamRate(long bitrateBps, long expected, long lost, long lostForGood) {
    /** Nothing has come yet. */
    public static final StreamRate NONE = new StreamRate(0, 0, 0, 0);

    /**
     * Adds another stream of the same track.
     *
     * @param other the other stream
     * @return both together
     */
    public StreamRate plus(StreamRate other) {
        return new StreamRate(
                bitrateBps + other.bitrateBps,
                expected + other.expected,
                lost + other.lost,
                lostForGood + other.lostForGood);
    }
}
