package org.anychat.client.rtp;

/**
 * H.264 by RFC 6184 in packetization-mode 1. A frame is an access unit as a byte stream (Annex B). Parameter sets and SEI that stand together travel as one
 * STAP-A, what exceeds the maximum as FU-A, everything else as a single NAL unit. Access unit delimiters and filler data are left out.
 */
public final class H264Packetizer implements Packetizer {
    static final int STAP_A = 24;
    static final int FU_A = 28;
    static final int FU_HEADER_LENGTH = 2;
    static final int FU_START = 0x80;
    static final int FU_END = 0x40;
    static final int NRI_MASK = 0x60;
    static final int TYPE_MASK = 0x1F;

    private static final int LENGTH_FIELD = 2;

    private final NalUnits units = new NalUnits();
    private final byte[] scratch;
    private int aggregateLength;
    private int aggregatedUnits;

    /**
     * A packetizer.
     *
     * @param maximumPayloadLength largest payload in bytes, more than 3.
     */
    public H264Packetizer(int maximumPayloadLength) {
        if (maximumPayloadLength <= FU_HEADER_LENGTH + 1) {
            throw new IllegalArgumentException("No room for a payload in " + maximumPayloadLength + " bytes");
        }
        scratch = new byte[maximumPayloadLength];
    }

    @Override
    public void packetize(byte[] frame, int offset, int length, PayloadConsumer consumer) {
        int last = units.find(frame, offset, length) - 1;
        while (last >= 0 && !NalUnits.isSent(units.type(last))) {
            last--;
        }
        for (int index = 0; index <= last; index++) {
            if (NalUnits.isSent(units.type(index))) {
                packetizeUnit(frame, index, index == last, consumer);
            }
        }
    }

    private void packetizeUnit(byte[] frame, int index, boolean last, PayloadConsumer consumer) {
        int offset = units.offset(index);
        int length = units.length(index);
        if (aggregated(units.type(index)) && LENGTH_FIELD + length < scratch.length) {
            if (aggregateLength + LENGTH_FIELD + length > scratch.length) {
                flushAggregate(false, consumer);
            }
            aggregate(frame, offset, length);
            if (last) {
                flushAggregate(true, consumer);
            }
            return;
        }
        flushAggregate(false, consumer);
        if (length <= scratch.length) {
            consumer.onPayload(frame, offset, length, last);
        } else {
            fragment(frame, offset, length, last, consumer);
        }
    }

    private static boolean aggregated(int type) {
        return type == NalUnits.SPS || type == NalUnits.PPS || type == NalUnits.SEI;
    }

    private void aggregate(byte[] frame, int offset, int length) {
        if (aggregatedUnits == 0) {
            scratch[0] = STAP_A;
            aggregateLength = 1;
        }
        // RFC 6184 section 5.3: the aggregate's NRI is the largest of its units'.
        int nri = Math.max(scratch[0] & NRI_MASK, frame[offset] & NRI_MASK);
        scratch[0] = (byte) (nri | STAP_A);
        scratch[aggregateLength] = (byte) (length >>> 8);
        scratch[aggregateLength + 1] = (byte) length;
        System.arraycopy(frame, offset, scratch, aggregateLength + LENGTH_FIELD, length);
        aggregateLength += LENGTH_FIELD + length;
        aggregatedUnits++;
    }

    private void flushAggregate(boolean marker, PayloadConsumer consumer) {
        // RFC 6184 section 5.7 wants an aggregate for two units or more: one alone travels as itself.
        int prefix = aggregatedUnits == 1 ? 1 + LENGTH_FIELD : 0;
        int length = aggregateLength - prefix;
        if (aggregatedUnits > 0) {
            consumer.onPayload(scratch, prefix, length, marker);
        }
        aggregatedUnits = 0;
        aggregateLength = 0;
    }

    private void fragment(byte[] frame, int offset, int length, boolean last, PayloadConsumer consumer) {
        int header = frame[offset];
        int at = offset + 1;
        int end = offset + length;
        int flags = FU_START;
        scratch[0] = (byte) ((header & ~TYPE_MASK) | FU_A);
        while (at < end) {
            int chunk = Math.min(scratch.length - FU_HEADER_LENGTH, end - at);
            flags |= at + chunk == end ? FU_END : 0;
            scratch[1] = (byte) (flags | (header & TYPE_MASK));
            System.arraycopy(frame, at, scratch, FU_HEADER_LENGTH, chunk);
            at += chunk;
            consumer.onPayload(scratch, 0, FU_HEADER_LENGTH + chunk, last && at == end);
            flags = 0;
        }
    }
}
