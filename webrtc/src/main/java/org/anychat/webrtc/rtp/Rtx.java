package org.anychat.webrtc.rtp;

/**
 * Retransmission packets (RFC 4588 §4): the original packet with the RTX stream's payload type, sequence number and
 * SSRC, and its own sequence number (OSN) in front of the payload.
 */
public final class Rtx {
    /** How much longer a packet gets. */
    public static final int OVERHEAD = 2;

    private Rtx() {}

    /**
     * Makes an original packet a retransmission, in place. The buffer needs {@link #OVERHEAD} bytes of room behind the
     * packet.
     *
     * @param packet the original; seen as the retransmission afterwards
     * @param payloadType of the RTX stream
     * @param ssrc of the RTX stream
     * @param sequenceNumber of the RTX stream
     * @return the new length in bytes
     */
    public static int encapsulate(RtpPacket packet, int payloadType, int ssrc, int sequenceNumber) {
        byte[] buffer = packet.buffer();
        int payload = packet.payloadOffset();
        int end = packet.offset() + packet.length();
        System.arraycopy(buffer, payload, buffer, payload + OVERHEAD, end - payload);
        NetworkOrder.put16(buffer, payload, packet.sequenceNumber());
        readdress(packet, payloadType, ssrc, sequenceNumber);
        int length = packet.length() + OVERHEAD;
        packet.wrap(buffer, packet.offset(), length);
        return length;
    }

    /**
     * Makes a retransmission the original packet again, in place. Padding is cut off.
     *
     * @param packet the retransmission; seen as the original afterwards
     * @param payloadType of the original stream
     * @param ssrc of the original stream
     * @return false, and nothing changed, where there is no OSN or nothing behind it, as in a bandwidth probe
     */
    public static boolean decapsulate(RtpPacket packet, int payloadType, int ssrc) {
        if (packet.payloadLength() <= OVERHEAD) {
            return false;
        }
        packet.removePadding();
        byte[] buffer = packet.buffer();
        int payload = packet.payloadOffset();
        int originalSequenceNumber = NetworkOrder.uint16(buffer, payload);
        System.arraycopy(buffer, payload + OVERHEAD, buffer, payload, packet.payloadLength() - OVERHEAD);
        readdress(packet, payloadType, ssrc, originalSequenceNumber);
        packet.wrap(buffer, packet.offset(), packet.length() - OVERHEAD);
        return true;
    }

    private static void readdress(RtpPacket packet, int payloadType, int ssrc, int sequenceNumber) {
        packet.payloadType(payloadType);
        packet.ssrc(ssrc);
        packet.sequenceNumber(sequenceNumber);
    }
}
