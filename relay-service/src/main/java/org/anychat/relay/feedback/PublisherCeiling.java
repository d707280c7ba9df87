package org.anychat.relay.feedback;

/**
 * How much one publisher may send: its viewers' packets are made of it, so that one who sends ten times what it should
 * costs all of them. Bytes and packets each fill a bucket that a second fills, so that key frames, probes and
 * retransmissions of one who keeps to its rate never meet it.
 */
public final class PublisherCeiling {
    /** No ceiling. */
    public static final long NONE_BPS = 0;

    /** Packets of a stream are a thousand bytes where there is much of it; so small ones on average are an attack. */
    static final int LEAST_AVERAGE_BYTES = 200;

    /** What small sounds of 5 ms and small videos take anyway. */
    static final int LEAST_PACKETS_PER_SECOND = 2_000;

    private static final int BITS_PER_BYTE = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double bytesPerSecond;
    private final double packetsPerSecond;
    private double bytes;
    private double packets;
    private long filledNs;

    /**
     * Makes a ceiling with a second to spare.
     *
     * @param ceilingBps bits of RTP per second, or {@link #NONE_BPS}
     * @param nowNs the time
     */
    public PublisherCeiling(long ceilingBps, long nowNs) {
        this.bytesPerSecond = (double) ceilingBps / BITS_PER_BYTE;
        this.packetsPerSecond = Math.max(LEAST_PACKETS_PER_SECOND, bytesPerSecond / LEAST_AVERAGE_BYTES);
        this.bytes = bytesPerSecond;
        this.packets = packetsPerSecond;
        this.filledNs = nowNs;
    }

    /**
     * Judges a packet.
     *
     * @param length its bytes of RTP
     * @param nowNs when it came
     * @return false where it is above the ceiling, and is to be dropped; it takes nothing then
     */
    public boolean admits(int length, long nowNs) {
        if (bytesPerSecond == NONE_BPS) {
            return true;
        }
        double elapsed = Math.max(0, nowNs - filledNs) / NANOS_PER_SECOND;
        filledNs = nowNs;
        bytes = Math.min(bytesPerSecond, bytes + elapsed * bytesPerSecond);
        packets = Math.min(packetsPerSecond, packets + elapsed * packetsPerSecond);
        if (bytes < length || packets < 1) {
            return false;
        }
        bytes -= length;
        packets--;
        return true;
    }

    /**
     * Takes what came inside of other packets, which {@link #admits} has not seen.
     *
     * @param count packets
     * @param length bytes of RTP of each, at most
     */
    public void charge(int count, int length) {
        if (bytesPerSecond != NONE_BPS) {
            packets -= count;
            bytes -= (double) count * length;
        }
    }
}
