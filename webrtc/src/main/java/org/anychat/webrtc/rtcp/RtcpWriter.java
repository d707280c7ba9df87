package org.anychat.webrtc.rtcp;

import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.ReceptionStatistics;
import org.anychat.webrtc.rtp.SequenceNumbers;

/**
 * Appends RTCP packets to a buffer, one behind the other, so that they form a compound (RFC 3550 §6.1) or a reduced-size
 * packet (RFC 5506).
 *
 * <p>Every method that appends returns false and writes nothing where the packet does not fit; what was there before
 * stays valid. The bytes stay the caller's. One per loop; for one thread at a time; allocates nothing.
 */
public final class RtcpWriter {
    private static final int REPORT_BLOCK_LENGTH = 24;
    private static final int MAX_REPORT_BLOCKS = 31;
    private static final int MAX_CNAME_LENGTH = 255;
    private static final int MAX_REMB_SSRCS = 255;
    private static final long REMB_MANTISSA_MAX = 0x3FFFF;
    private static final int NO_REPORT = -1;
    private static final int PADDING_BIT = 0x20;

    private byte[] buffer;
    private int start;
    private int at;
    private int limit;
    private int report = NO_REPORT;

    /** Makes a writer without a buffer. */
    public RtcpWriter() {}

    /**
     * Starts a compound.
     *
     * @param buffer where to write, kept by reference
     * @param offset of the compound
     * @param capacity how many bytes it may take
     * @return this
     */
    public RtcpWriter wrap(byte[] buffer, int offset, int capacity) {
        this.buffer = buffer;
        this.start = offset;
        this.at = offset;
        this.limit = offset + capacity;
        this.report = NO_REPORT;
        return this;
    }

    /**
     * What has been written since {@link #wrap}.
     *
     * @return bytes, a multiple of 4
     */
    public int length() {
        return at - start;
    }

    /**
     * Appends a sender report without blocks; {@link #reportBlock} adds them.
     *
     * @param ssrc of the sender
     * @param ntpTimestamp the time of the report, see {@link NtpTime}
     * @param rtpTimestamp the same time in the stream's clock
     * @param packetCount packets sent; its low 32 bits are written
     * @param octetCount payload bytes sent; its low 32 bits are written
     * @return whether it fitted
     */
    public boolean senderReport(int ssrc, long ntpTimestamp, int rtpTimestamp, long packetCount, long octetCount) {
        int packet = begin(200, 0, 28);
        if (packet < 0) {
            return false;
        }
        report = packet;
        NetworkOrder.put32(buffer, packet + 4, ssrc);
        NetworkOrder.put64(buffer, packet + 8, ntpTimestamp);
        NetworkOrder.put32(buffer, packet + 16, rtpTimestamp);
        NetworkOrder.put32(buffer, packet + 20, (int) packetCount);
        NetworkOrder.put32(buffer, packet + 24, (int) octetCount);
        return true;
    }

    /**
     * Appends a receiver report without blocks; {@link #reportBlock} adds them.
     *
     * @param ssrc of the reporter
     * @return whether it fitted
     */
    public boolean receiverReport(int ssrc) {
        int packet = begin(201, 0, 8);
        if (packet < 0) {
            return false;
        }
        report = packet;
        NetworkOrder.put32(buffer, packet + 4, ssrc);
        return true;
    }

    /**
     * Adds a block to the report that was appended last, and starts the stream's next loss interval.
     *
     * @param ssrc of the stream that the block is about
     * @param statistics of the stream
     * @param nowNs the time, of the clock that the statistics are kept in
     * @return false where no report is the last packet, it has 31 blocks, or there is no room
     */
    public boolean reportBlock(int ssrc, ReceptionStatistics statistics, long nowNs) {
        if (report == NO_REPORT || limit - at < REPORT_BLOCK_LENGTH || (buffer[report] & 0x1F) == MAX_REPORT_BLOCKS) {
            return false;
        }
        NetworkOrder.put32(buffer, at, ssrc);
        NetworkOrder.put24(buffer, at + 5, statistics.cumulativeLost());
        buffer[at + 4] = (byte) statistics.takeFractionLost();
        NetworkOrder.put32(buffer, at + 8, statistics.extendedHighestSequence());
        NetworkOrder.put32(buffer, at + 12, statistics.jitter());
        NetworkOrder.put32(buffer, at + 16, statistics.lastSenderReport());
        NetworkOrder.put32(buffer, at + 20, statistics.delaySinceLastSenderReport(nowNs));
        at += REPORT_BLOCK_LENGTH;
        buffer[report]++;
        NetworkOrder.put16(buffer, report + 2, (at - report) / 4 - 1);
        return true;
    }

    /**
     * Appends an SDES packet with one chunk and its CNAME.
     *
     * @param ssrc of the source
     * @param cname in UTF-8, at most 255 bytes
     * @return whether it fitted
     */
    public boolean sourceDescription(int ssrc, byte[] cname) {
        int chunkLength = (4 + 2 + cname.length + 4) & ~3;
        int packet = cname.length > MAX_CNAME_LENGTH ? -1 : begin(202, 1, 4 + chunkLength);
        if (packet < 0) {
            return false;
        }
        NetworkOrder.put32(buffer, packet + 4, ssrc);
        buffer[packet + 8] = 1;
        buffer[packet + 9] = (byte) cname.length;
        System.arraycopy(cname, 0, buffer, packet + 10, cname.length);
        for (int i = packet + 10 + cname.length; i < at; i++) {
            buffer[i] = 0;
        }
        return true;
    }

    /**
     * Appends a BYE of one source.
     *
     * @param ssrc of the source
     * @return whether it fitted
     */
    public boolean bye(int ssrc) {
        int packet = begin(203, 1, 8);
        if (packet < 0) {
            return false;
        }
        NetworkOrder.put32(buffer, packet + 4, ssrc);
        return true;
    }

    /**
     * Appends a generic NACK.
     *
     * @param senderSsrc of who asks
     * @param mediaSsrc of the stream
     * @param sequenceNumbers what is lost, in ascending order (wrapping); numbers up to 16 apart share a pair
     * @param count how many of the array, at least 1
     * @return whether it fitted
     */
    public boolean nack(int senderSsrc, int mediaSsrc, int[] sequenceNumbers, int count) {
        int packet = beginFeedback(205, 1, 4 * nackPairs(sequenceNumbers, count), senderSsrc, mediaSsrc);
        if (packet < 0) {
            return false;
        }
        int pair = packet + 12;
        int i = 0;
        while (i < count) {
            int pid = sequenceNumbers[i];
            int blp = 0;
            for (i++; i < count && isInBlp(pid, sequenceNumbers[i]); i++) {
                blp |= 1 << (SequenceNumbers.distance(pid, sequenceNumbers[i]) - 1);
            }
            NetworkOrder.put16(buffer, pair, pid);
            NetworkOrder.put16(buffer, pair + 2, blp);
            pair += 4;
        }
        return true;
    }

    private static int nackPairs(int[] sequenceNumbers, int count) {
        int pairs = 0;
        int i = 0;
        while (i < count) {
            int pid = sequenceNumbers[i];
            do {
                i++;
            } while (i < count && isInBlp(pid, sequenceNumbers[i]));
            pairs++;
        }
        return pairs;
    }

    private static boolean isInBlp(int pid, int sequenceNumber) {
        int distance = SequenceNumbers.distance(pid, sequenceNumber);
        return distance >= 1 && distance <= 16;
    }

    /**
     * Appends a picture loss indication.
     *
     * @param senderSsrc of who asks
     * @param mediaSsrc of the stream
     * @return whether it fitted
     */
    public boolean pli(int senderSsrc, int mediaSsrc) {
        return beginFeedback(206, 1, 0, senderSsrc, mediaSsrc) >= 0;
    }

    /**
     * Appends a full intra request with one entry.
     *
     * @param senderSsrc of who asks
     * @param mediaSsrc of the stream
     * @param sequenceNumber of the command, 0 to 255, one higher for each new request
     * @return whether it fitted
     */
    public boolean fir(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        int packet = beginFeedback(206, 4, 8, senderSsrc, 0);
        if (packet < 0) {
            return false;
        }
        NetworkOrder.put32(buffer, packet + 12, mediaSsrc);
        NetworkOrder.put32(buffer, packet + 16, sequenceNumber << 24);
        return true;
    }

    /**
     * Appends a REMB.
     *
     * @param senderSsrc of who estimates
     * @param bitrateBps the estimate, rounded down to 18 significant bits
     * @param ssrcs the streams it is for
     * @param count how many of the array, 0 to 255
     * @return whether it fitted
     */
    public boolean remb(int senderSsrc, long bitrateBps, int[] ssrcs, int count) {
        int packet = count > MAX_REMB_SSRCS ? -1 : beginFeedback(206, 15, 8 + 4 * count, senderSsrc, 0);
        if (packet < 0) {
            return false;
        }
        int exponent = 0;
        while (bitrateBps >> exponent > REMB_MANTISSA_MAX) {
            exponent++;
        }
        NetworkOrder.put32(buffer, packet + 12, 0x52454D42);
        buffer[packet + 16] = (byte) count;
        NetworkOrder.put24(buffer, packet + 17, exponent << 18 | (int) (bitrateBps >> exponent));
        for (int i = 0; i < count; i++) {
            NetworkOrder.put32(buffer, packet + 20 + 4 * i, ssrcs[i]);
        }
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Takes room for transport feedback and pads it to a word, in bytes as browsers do; its offset, or -1. */
    int beginTransportFeedback(int senderSsrc, int mediaSsrc, int fciLength) {
        int padding = -fciLength & 3;
        int packet = beginFeedback(205, 15, fciLength + padding, senderSsrc, mediaSsrc);
        if (packet >= 0 && padding > 0) {
            buffer[packet] |= PADDING_BIT;
            buffer[at - 3] = 0;
            buffer[at - 2] = 0;
            buffer[at - 1] = (byte) padding;
        }
        return packet;
    }

    private int beginFeedback(int type, int format, int fciLength, int senderSsrc, int mediaSsrc) {
        int packet = begin(type, format, 12 + fciLength);
        if (packet >= 0) {
            NetworkOrder.put32(buffer, packet + 4, senderSsrc);
            NetworkOrder.put32(buffer, packet + 8, mediaSsrc);
        }
        return packet;
    }

    /** Writes a header and takes the packet's room; its offset, or -1 where it does not fit. */
    private int begin(int type, int count, int packetLength) {
        if (limit - at < packetLength) {
            return -1;
        }
        int packet = at;
        buffer[packet] = (byte) (0x80 | count);
        buffer[packet + 1] = (byte) type;
        NetworkOrder.put16(buffer, packet + 2, packetLength / 4 - 1);
        at += packetLength;
        report = NO_REPORT;
        return packet;
    }
}
