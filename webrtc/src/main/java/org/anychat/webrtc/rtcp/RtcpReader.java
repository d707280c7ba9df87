package org.anychat.webrtc.rtcp;

import org.anychat.webrtc.rtp.NetworkOrder;

/**
 * Walks a compound RTCP packet in place (RFC 3550 §6.1; reduced size, RFC 5506, is accepted: any packet may come
 * first).
 *
 * <p>{@link #wrap} checks the whole compound, the inner lengths of every known packet included, so that no accessor can
 * read beyond it. Then {@link #next} moves from packet to packet:
 *
 * <pre>{@code
 * if (reader.wrap(buffer, offset, length)) {
 *     while (reader.next()) {
 *         switch (reader.kind()) {
 *             case NACK -> reader.forEachNacked(this::retransmit);
 *             ...
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>An accessor of another kind than the current packet's is the caller's mistake. The bytes stay the caller's. One
 * per loop; for one thread at a time.
 */
public final class RtcpReader {
    private static final int HEADER_LENGTH = 4;
    private static final int FEEDBACK_HEADER_LENGTH = 12;
    private static final int REPORT_BLOCK_LENGTH = 24;
    private static final int SR_HEADER_LENGTH = 28;
    private static final int RR_HEADER_LENGTH = 8;
    private static final int REMB_HEADER_LENGTH = 20;
    private static final int TRANSPORT_FEEDBACK_HEADER_LENGTH = 20;
    private static final int PADDING_BIT = 0x20;

    private byte[] buffer;
    private int end;
    private int next;
    private int packet;
    private int packetLength;
    private RtcpKind kind = RtcpKind.OTHER;

    /** Makes a reader that sees nothing yet. */
    public RtcpReader() {}

    /** Receives lost sequence numbers. */
    @FunctionalInterface
    public interface SequenceNumberVisitor {
        /**
         * One sequence number.
         *
         * @param sequenceNumber 0 to 65535
         */
        void onSequenceNumber(int sequenceNumber);
    }

    /**
     * Puts the reader before the first packet of a compound, if it is well-formed.
     *
     * @param buffer the bytes, kept by reference
     * @param offset of the compound
     * @param length of the compound in bytes, inside the buffer
     * @return whether it is; after false nothing else may be called
     */
    public boolean wrap(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.next = offset;
        this.end = offset + length;
        if (length < HEADER_LENGTH) {
            return false;
        }
        while (next < end) {
            if (!advance()) {
                return false;
            }
        }
        this.next = offset;
        return true;
    }

    /**
     * Moves to the next packet.
     *
     * @return false at the end of the compound
     */
    public boolean next() {
        return next < end && advance();
    }

    private boolean advance() {
        packet = next;
        if (packet + HEADER_LENGTH > end || (buffer[packet] & 0xC0) != 0x80) {
            return false;
        }
        int total = 4 * (NetworkOrder.uint16(buffer, packet + 2) + 1);
        next = packet + total;
        if (next > end) {
            return false;
        }
        int padding = 0;
        if ((buffer[packet] & PADDING_BIT) != 0) {
            // RFC 3550 §6.4.1 pads the last packet alone, in whole words; browsers pad every transport feedback, in
            // bytes.
            padding = buffer[next - 1] & 0xFF;
            if (padding == 0 || padding > total - HEADER_LENGTH) {
                return false;
            }
        }
        packetLength = total - padding;
        kind = RtcpKind.of(NetworkOrder.uint8(buffer, packet + 1), count());
        if (kind == RtcpKind.REMB && !hasRembIdentifier()) {
            kind = RtcpKind.OTHER;
        }
        return packetLength >= minimumLength() && areChunksValid();
    }

    private boolean areChunksValid() {
        return kind != RtcpKind.SOURCE_DESCRIPTION
                || SdesChunks.areValid(buffer, packet + HEADER_LENGTH, packet + packetLength, count());
    }

    private boolean hasRembIdentifier() {
        return packetLength >= REMB_HEADER_LENGTH && NetworkOrder.int32(buffer, packet + 12) == 0x52454D42;
    }

    private int minimumLength() {
        return switch (kind) {
            case SENDER_REPORT -> SR_HEADER_LENGTH + REPORT_BLOCK_LENGTH * count();
            case RECEIVER_REPORT -> RR_HEADER_LENGTH + REPORT_BLOCK_LENGTH * count();
            case BYE -> HEADER_LENGTH + 4 * count();
            case NACK -> FEEDBACK_HEADER_LENGTH + 4;
            case PLI -> FEEDBACK_HEADER_LENGTH;
            case FIR -> FEEDBACK_HEADER_LENGTH + 8;
            case TRANSPORT_FEEDBACK -> TRANSPORT_FEEDBACK_HEADER_LENGTH;
            case REMB -> REMB_HEADER_LENGTH + 4 * NetworkOrder.uint8(buffer, packet + 16);
            case SOURCE_DESCRIPTION, OTHER -> HEADER_LENGTH;
        };
    }

    /**
     * What the current packet is.
     *
     * @return the kind
     */
    public RtcpKind kind() {
        return kind;
    }

    /**
     * The count or format field: report blocks of SR and RR, chunks of SDES, sources of BYE, FMT of feedback.
     *
     * @return 0 to 31
     */
    public int count() {
        return buffer[packet] & 0x1F;
    }

    /**
     * The bytes under the compound.
     *
     * @return the array given to {@link #wrap}
     */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Where the current packet starts.
     *
     * @return offset in {@link #buffer}
     */
    public int packetOffset() {
        return packet;
    }

    /**
     * The current packet's length without padding.
     *
     * @return bytes
     */
    public int packetLength() {
        return packetLength;
    }

    /**
     * The SSRC of the packet's sender. For SR, RR and feedback.
     *
     * @return the 32 bits
     */
    public int senderSsrc() {
        return NetworkOrder.int32(buffer, packet + 4);
    }

    /**
     * The SSRC that feedback speaks of. For NACK, PLI and transport feedback.
     *
     * @return the 32 bits
     */
    public int mediaSsrc() {
        return NetworkOrder.int32(buffer, packet + 8);
    }

    /**
     * NTP timestamp of a sender report.
     *
     * @return 32.32 fixed point seconds since 1900
     */
    public long ntpTimestamp() {
        return NetworkOrder.int64(buffer, packet + 8);
    }

    /**
     * RTP timestamp of a sender report.
     *
     * @return the 32 bits
     */
    public int rtpTimestamp() {
        return NetworkOrder.int32(buffer, packet + 16);
    }

    /**
     * Packets sent, of a sender report.
     *
     * @return 0 to 2^32 - 1
     */
    public long packetCount() {
        return NetworkOrder.uint32(buffer, packet + 20);
    }

    /**
     * Payload bytes sent, of a sender report.
     *
     * @return 0 to 2^32 - 1
     */
    public long octetCount() {
        return NetworkOrder.uint32(buffer, packet + 24);
    }

    private int block(int index) {
        int header = kind == RtcpKind.SENDER_REPORT ? SR_HEADER_LENGTH : RR_HEADER_LENGTH;
        return packet + header + REPORT_BLOCK_LENGTH * index;
    }

    /**
     * The source that a report block is about.
     *
     * @param index of the block, less than {@link #count}
     * @return the 32 bits
     */
    public int blockSsrc(int index) {
        return NetworkOrder.int32(buffer, block(index));
    }

    /**
     * Share lost since the last report.
     *
     * @param index of the block
     * @return 0 to 255 in 1/256
     */
    public int fractionLost(int index) {
        return NetworkOrder.uint8(buffer, block(index) + 4);
    }

    /**
     * Packets lost in all.
     *
     * @param index of the block
     * @return 24-bit signed
     */
    public int cumulativeLost(int index) {
        return NetworkOrder.int32(buffer, block(index) + 4) << 8 >> 8;
    }

    /**
     * Highest sequence number received, wraps in the upper half.
     *
     * @param index of the block
     * @return the 32 bits
     */
    public int extendedHighestSequence(int index) {
        return NetworkOrder.int32(buffer, block(index) + 8);
    }

    /**
     * Interarrival jitter.
     *
     * @param index of the block
     * @return in timestamp units, 0 to 2^32 - 1
     */
    public long jitter(int index) {
        return NetworkOrder.uint32(buffer, block(index) + 12);
    }

    /**
     * LSR, for {@link NtpTime#roundTripUs}.
     *
     * @param index of the block
     * @return the 32 bits, 0 where there was no sender report
     */
    public int lastSenderReport(int index) {
        return NetworkOrder.int32(buffer, block(index) + 16);
    }

    /**
     * DLSR, for {@link NtpTime#roundTripUs}.
     *
     * @param index of the block
     * @return in 1/65536 s
     */
    public int delaySinceLastSenderReport(int index) {
        return NetworkOrder.int32(buffer, block(index) + 20);
    }

    /**
     * One source of a BYE.
     *
     * @param index less than {@link #count}
     * @return the 32 bits
     */
    public int byeSsrc(int index) {
        return NetworkOrder.int32(buffer, packet + HEADER_LENGTH + 4 * index);
    }

    /**
     * The source of an SDES packet's first chunk.
     *
     * @return the 32 bits; 0 where the packet has no chunk
     */
    public int sdesSsrc() {
        return count() == 0 ? 0 : NetworkOrder.int32(buffer, packet + HEADER_LENGTH);
    }

    /**
     * The canonical name in an SDES packet's first chunk. Allocates.
     *
     * @return the name, or null where there is none
     */
    public String cname() {
        return count() == 0 ? null : SdesChunks.cname(buffer, packet + HEADER_LENGTH);
    }

    /**
     * How many PID and BLP pairs a NACK has.
     *
     * @return at least 1
     */
    public int nackCount() {
        return (packetLength - FEEDBACK_HEADER_LENGTH) / 4;
    }

    /**
     * The first lost sequence number of a pair (PID).
     *
     * @param index less than {@link #nackCount}
     * @return 0 to 65535
     */
    public int nackPid(int index) {
        return NetworkOrder.uint16(buffer, packet + FEEDBACK_HEADER_LENGTH + 4 * index);
    }

    /**
     * Which of the 16 following are lost too (BLP); bit 0 is PID + 1.
     *
     * @param index less than {@link #nackCount}
     * @return 16 bits
     */
    public int nackBlp(int index) {
        return NetworkOrder.uint16(buffer, packet + FEEDBACK_HEADER_LENGTH + 4 * index + 2);
    }

    /**
     * Walks every sequence number that a NACK asks for.
     *
     * @param visitor called once per number, in the order of the packet
     */
    public void forEachNacked(SequenceNumberVisitor visitor) {
        for (int index = 0; index < nackCount(); index++) {
            int pid = nackPid(index);
            visitor.onSequenceNumber(pid);
            for (int blp = nackBlp(index); blp != 0; blp &= blp - 1) {
                visitor.onSequenceNumber((pid + 1 + Integer.numberOfTrailingZeros(blp)) & 0xFFFF);
            }
        }
    }

    /**
     * How many entries a FIR has.
     *
     * @return at least 1
     */
    public int firCount() {
        return (packetLength - FEEDBACK_HEADER_LENGTH) / 8;
    }

    /**
     * The source that a FIR entry asks for a key frame.
     *
     * @param index less than {@link #firCount}
     * @return the 32 bits
     */
    public int firSsrc(int index) {
        return NetworkOrder.int32(buffer, packet + FEEDBACK_HEADER_LENGTH + 8 * index);
    }

    /**
     * The command number of a FIR entry; a repeated one is a retransmission.
     *
     * @param index less than {@link #firCount}
     * @return 0 to 255
     */
    public int firSequenceNumber(int index) {
        return NetworkOrder.uint8(buffer, packet + FEEDBACK_HEADER_LENGTH + 8 * index + 4);
    }

    /**
     * The bitrate of a REMB.
     *
     * @return bits per second; {@link Long#MAX_VALUE} where the mantissa and exponent go beyond
     */
    public long rembBitrateBps() {
        int exponent = NetworkOrder.uint8(buffer, packet + 17) >> 2;
        long mantissa = NetworkOrder.uint24(buffer, packet + 17) & 0x3FFFF;
        return Long.numberOfLeadingZeros(mantissa) > exponent ? mantissa << exponent : Long.MAX_VALUE;
    }

    /**
     * How many sources a REMB names.
     *
     * @return 0 to 255
     */
    public int rembSsrcCount() {
        return NetworkOrder.uint8(buffer, packet + 16);
    }

    /**
     * One source of a REMB.
     *
     * @param index less than {@link #rembSsrcCount}
     * @return the 32 bits
     */
    public int rembSsrc(int index) {
        return NetworkOrder.int32(buffer, packet + REMB_HEADER_LENGTH + 4 * index);
    }
}
