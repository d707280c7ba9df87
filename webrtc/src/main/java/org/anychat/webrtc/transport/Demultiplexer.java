package org.anychat.webrtc.transport;

/** Tells the protocols of one port apart by their first bytes: RFC 7983 section 7, RFC 5761 section 4. */
public final class Demultiplexer {
    private static final int STUN_HEADER_LENGTH = 20;
    private static final int DTLS_HEADER_LENGTH = 13;
    private static final int RTP_HEADER_LENGTH = 12;
    private static final int RTCP_HEADER_LENGTH = 8;

    private Demultiplexer() {}

    /**
     * Classifies a datagram without allocating. Nothing is verified beyond the first two bytes and the length.
     *
     * @param data holds the datagram
     * @param offset of the first byte
     * @param length in bytes
     * @return the class, {@link DatagramClass#UNKNOWN} also where the datagram is shorter than its class's header
     */
    public static DatagramClass classify(byte[] data, int offset, int length) {
        if (length < RTCP_HEADER_LENGTH) {
            return DatagramClass.UNKNOWN;
        }
        int first = data[offset] & 0xFF;
        if (first >= 128 && first <= 191) {
            return classifyMedia(data[offset + 1] & 0xFF, length);
        }
        if (first <= 3) {
            return atLeast(STUN_HEADER_LENGTH, length, DatagramClass.STUN);
        }
        if (first >= 20 && first <= 63) {
            return atLeast(DTLS_HEADER_LENGTH, length, DatagramClass.DTLS);
        }
        return DatagramClass.UNKNOWN;
    }

    private static DatagramClass classifyMedia(int second, int length) {
        return second >= 192 && second <= 223
                ? DatagramClass.RTCP
                : atLeast(RTP_HEADER_LENGTH, length, DatagramClass.RTP);
    }

    private static DatagramClass atLeast(int minimumLength, int length, DatagramClass datagramClass) {
        return length >= minimumLength ? datagramClass : DatagramClass.UNKNOWN;
    }
}
