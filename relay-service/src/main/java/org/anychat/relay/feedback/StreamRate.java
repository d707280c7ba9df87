package org.anychat.relay.feedback;

/**
 * One stream, or all of a track, in the last whole interval of a second or so.
 *
 * @param bitrateBps RTP payload, retransmissions not counted
 * @param expected packets that should have come
 * @param lost packets of these that did not come in their own stream
 * @param lostForGood packets that no retransmission has brought either
 * @param volume the loudest moment, 0 to 100, or {@link #UNKNOWN}
 * @param pictureSize width in the low 16 bits, height in the high 16, 0 while unknown
 */
public record StreamRate(long bitrateBps, long expected, long lost, long lostForGood, int volume, int pictureSize) {
    /** What nobody has told. */
    public static final int UNKNOWN = -1;
    /** Nothing has come yet. */
    public static final StreamRate NONE = new StreamRate(0, 0, 0, 0, UNKNOWN, 0);

    /**
     * Adds another stream of the same track.
     *
     * @param other the other stream
     * @return both together; of the pictures the larger
     */
    public StreamRate plus(StreamRate other) {
        return new StreamRate(
                bitrateBps + other.bitrateBps,
                expected + other.expected,
                lost + other.lost,
                lostForGood + other.lostForGood,
                Math.max(volume, other.volume),
                Math.max(pictureSize, other.pictureSize));
    }
}
