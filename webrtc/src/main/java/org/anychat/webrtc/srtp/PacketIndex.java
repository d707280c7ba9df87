package org.anychat.webrtc.srtp;

/** The 48-bit packet index: rollover counter and sequence number (RFC 3711 section 3.3.1). */
final class PacketIndex {
    /** One more than the highest index that exists. */
    static final long LIMIT = 1L << 48;

    private static final int HALF = 1 << 15;

    private PacketIndex() {}

    /**
     * Guesses the index of a sequence number (RFC 3711 appendix A).
     *
     * @param highest the highest index known so far
     * @param sequenceNumber of the packet
     * @return the index nearest to the highest; negative when it lies before the first rollover, {@link #LIMIT} or more
     *     when the rollover counter would overflow
     */
    static long estimate(long highest, int sequenceNumber) {
        int newest = (int) highest & 0xFFFF;
        long rollovers = highest >> 16;
        if (newest < HALF) {
            if (sequenceNumber - newest > HALF) {
                rollovers--;
            }
        } else if (newest - HALF > sequenceNumber) {
            rollovers++;
        }
        return (rollovers << 16) | sequenceNumber;
    }
}
