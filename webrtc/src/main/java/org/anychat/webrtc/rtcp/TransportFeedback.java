package org.anychat.webrtc.rtcp;

import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.SequenceNumbers;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1) seen in place.
 *
 * <pre>
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         | packet chunk, ... recv deltas |
 * </pre>
 *
 * <p>One per loop; for one thread at a time; allocates nothing.
 */
public final class TransportFeedback {
    /** After so long times of arrival begin anew. */
    public static final long WRAP_US = 64_000L << 24;

    static final int HEADER_LENGTH = 20;
    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;

    /** The unit of a delta. */
    static final int TICK_US = 250;

    /** Deltas in one unit of the reference time, which is 64 ms. */
    static final int TICKS_PER_REFERENCE = 256;

    private byte[] buffer;
    private int packet;
    private int end;
    private int deltas;

    /** Makes one that sees nothing yet. */
    public TransportFeedback() {}

    /** Receives what became of each packet, in the order of their sequence numbers. */
    public interface Visitor {
        /**
         * A packet arrived.
         *
         * @param sequenceNumber transport-wide, 0 to 65535
         * @param arrivalUs on the other side's clock, whose zero is arbitrary; wraps with the 24 bits of the reference
         *     time, after {@link #WRAP_US}
         */
        void onReceived(int sequenceNumber, long arrivalUs);

        /**
         * A packet has not arrived so far.
         *
         * @param sequenceNumber transport-wide, 0 to 65535
         */
        void onMissing(int sequenceNumber);
    }

    /**
     * Puts this over the reader's current packet, if its chunks and deltas are whole.
     *
     * @param reader at a packet of kind {@link RtcpKind#TRANSPORT_FEEDBACK}
     * @return whether they are; after false nothing else may be called
     */
    public boolean wrap(RtcpReader reader) {
        buffer = reader.buffer();
        packet = reader.packetOffset();
        end = packet + reader.packetLength();
        int deltaBytes = 0;
        int chunk = packet + HEADER_LENGTH;
        for (int covered = 0; covered < statusCount(); chunk += 2) {
            if (chunk + 2 > end) {
                return false;
            }
            int symbols = Math.min(chunkLength(chunk), statusCount() - covered);
            int bytes = deltaBytes(chunk, symbols);
            if (bytes < 0) {
                return false;
            }
            deltaBytes += bytes;
            covered += symbols;
        }
        deltas = chunk;
        return deltas + deltaBytes <= end;
    }

    /** Bytes that the deltas of a chunk's first symbols take, or -1 where one is of the reserved kind. */
    private int deltaBytes(int chunk, int symbols) {
        if (isRun(chunk)) {
            int symbol = symbol(chunk, 0);
            return symbol > LARGE_DELTA ? -1 : symbol * symbols;
        }
        int bytes = 0;
        for (int i = 0; i < symbols; i++) {
            int symbol = symbol(chunk, i);
            if (symbol > LARGE_DELTA) {
                return -1;
            }
            bytes += symbol;
        }
        return bytes;
    }

    private boolean isRun(int chunk) {
        return (buffer[chunk] & 0x80) == 0;
    }

    private boolean hasTwoBitSymbols(int chunk) {
        return (buffer[chunk] & 0x40) != 0;
    }

    private int chunkLength(int chunk) {
        if (isRun(chunk)) {
            return NetworkOrder.uint16(buffer, chunk) & 0x1FFF;
        }
        return hasTwoBitSymbols(chunk) ? 7 : 14;
    }

    private int symbol(int chunk, int index) {
        int bits = NetworkOrder.uint16(buffer, chunk);
        if (isRun(chunk)) {
            return (bits >> 13) & 0x03;
        }
        return hasTwoBitSymbols(chunk) ? (bits >> (12 - 2 * index)) & 0x03 : (bits >> (13 - index)) & 0x01;
    }

    /**
     * The first packet that it tells of.
     *
     * @return transport-wide sequence number, 0 to 65535
     */
    public int baseSequenceNumber() {
        return NetworkOrder.uint16(buffer, packet + 12);
    }

    /**
     * How many packets it tells of.
     *
     * @return 0 to 65535
     */
    public int statusCount() {
        return NetworkOrder.uint16(buffer, packet + 14);
    }

    /**
     * Its number; a gap means that feedback was lost.
     *
     * @return 0 to 255
     */
    public int feedbackCount() {
        return NetworkOrder.uint8(buffer, packet + 19);
    }

    private long referenceTicks() {
        int signed = NetworkOrder.uint24(buffer, packet + 16) << 8 >> 8;
        return (long) signed * TICKS_PER_REFERENCE;
    }

    /**
     * Walks the packets that it tells of.
     *
     * @param visitor called once per packet
     */
    public void forEach(Visitor visitor) {
        long ticks = referenceTicks();
        int delta = deltas;
        int sequenceNumber = baseSequenceNumber();
        int left = statusCount();
        for (int chunk = packet + HEADER_LENGTH; left > 0; chunk += 2) {
            int symbols = Math.min(chunkLength(chunk), left);
            left -= symbols;
            for (int i = 0; i < symbols; i++) {
                int symbol = symbol(chunk, i);
                if (symbol == NOT_RECEIVED) {
                    visitor.onMissing(sequenceNumber);
                } else {
                    ticks += symbol == SMALL_DELTA
                            ? NetworkOrder.uint8(buffer, delta)
                            : (short) NetworkOrder.uint16(buffer, delta);
                    delta += symbol;
                    visitor.onReceived(sequenceNumber, ticks * TICK_US);
                }
                sequenceNumber = SequenceNumbers.add(sequenceNumber, 1);
            }
        }
    }
}
