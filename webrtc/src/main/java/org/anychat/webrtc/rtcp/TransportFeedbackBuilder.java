package org.anychat.webrtc.rtcp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.SequenceUnwrapper;

/**
 * Remembers when packets with a transport-wide sequence number came and writes {@link TransportFeedback} about them.
 * A packet that comes after it was reported missing is reported again. Allocates nothing after construction; for one
 * thread at a time.
 */
public final class TransportFeedbackBuilder {
    /** How far back arrivals are remembered, in packets. */
    static final int WINDOW = 2048;

    /** What keeps a feedback inside one datagram: 20 + 2 * 58 + 2 * 400 bytes at most. */
    static final int MAX_STATUSES = 400;

    private static final long EMPTY = Long.MIN_VALUE;
    private static final int RUN_WORTH_A_CHUNK = 7;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final long[] sequences = new long[WINDOW];
    private final long[] arrivalTicks = new long[WINDOW];
    private final byte[] symbols = new byte[MAX_STATUSES];
    private long next = EMPTY;
    private int feedbackCount;

    /** Makes one that has seen nothing. */
    public TransportFeedbackBuilder() {
        Arrays.fill(sequences, EMPTY);
    }

    /**
     * Takes in a packet.
     *
     * @param sequenceNumber transport-wide, 0 to 65535
     * @param arrivalNs when it came, in nanoseconds of any steady clock
     */
    public void onPacket(int sequenceNumber, long arrivalNs) {
        long sequence = unwrapper.unwrap(sequenceNumber);
        long oldest = unwrapper.highest() - WINDOW + 1;
        if (sequence < oldest) {
            return;
        }
        int slot = slot(sequence);
        if (sequences[slot] != sequence) {
            sequences[slot] = sequence;
            arrivalTicks[slot] = Math.floorDiv(arrivalNs, TimeUnit.MICROSECONDS.toNanos(1) * TransportFeedback.TICK_US);
            next = next == EMPTY ? sequence : Math.max(oldest, Math.min(next, sequence));
        }
    }

    /**
     * Appends one feedback about what has come since the one before. Call it until it returns false; where the last
     * packet did not fit, it returns false too and the next call tells of it.
     *
     * @param writer where to append
     * @param senderSsrc of this side
     * @param mediaSsrc of any stream of the other side
     * @return whether there was something to tell and room for it
     */
    public boolean append(RtcpWriter writer, int senderSsrc, int mediaSsrc) {
        if (next == EMPTY || next > unwrapper.highest()) {
            return false;
        }
        long base = Math.max(next, unwrapper.highest() - WINDOW + 1);
        long firstTicks = firstArrival(base);
        long reference = Math.floorDiv(firstTicks, TransportFeedback.TICKS_PER_REFERENCE);
        int count = collect(base, reference * TransportFeedback.TICKS_PER_REFERENCE);
        int chunkBytes = writeChunks(null, 0, count);
        int deltaBytes = 0;
        for (int i = 0; i < count; i++) {
            deltaBytes += symbols[i];
        }
        int packet = writer.beginTransportFeedback(senderSsrc, mediaSsrc, 8 + chunkBytes + deltaBytes);
        if (packet < 0) {
            return false;
        }
        byte[] buffer = writer.buffer();
        NetworkOrder.put16(buffer, packet + 12, (int) base);
        NetworkOrder.put16(buffer, packet + 14, count);
        NetworkOrder.put24(buffer, packet + 16, (int) reference);
        buffer[packet + 19] = (byte) feedbackCount++;
        writeChunks(buffer, packet + TransportFeedback.HEADER_LENGTH, count);
        writeDeltas(
                buffer,
                packet + TransportFeedback.HEADER_LENGTH + chunkBytes,
                base,
                count,
                reference * TransportFeedback.TICKS_PER_REFERENCE);
        next = base + count;
        return true;
    }

    private static int slot(long sequence) {
        return (int) (sequence & (WINDOW - 1));
    }

    private boolean hasArrived(long sequence) {
        return sequences[slot(sequence)] == sequence;
    }

    private long firstArrival(long base) {
        for (long sequence = base; sequence <= unwrapper.highest(); sequence++) {
            if (hasArrived(sequence)) {
                return arrivalTicks[slot(sequence)];
            }
        }
        throw new IllegalStateException("the highest packet has arrived, so there is a first");
    }

    /** Fills in the symbols; ends before a delta that 16 bits cannot hold, so that it becomes a reference time. */
    private int collect(long base, long referenceTicks) {
        long previousTicks = referenceTicks;
        int count = 0;
        for (long sequence = base; sequence <= unwrapper.highest() && count < MAX_STATUSES; sequence++) {
            byte symbol = TransportFeedback.NOT_RECEIVED;
            if (hasArrived(sequence)) {
                long delta = arrivalTicks[slot(sequence)] - previousTicks;
                if (delta != (short) delta) {
                    break;
                }
                previousTicks += delta;
                symbol = (byte)
                        ((delta & 0xFF) == delta ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA);
            }
            symbols[count++] = symbol;
        }
        return count;
    }

    /** Writes the chunks, or only counts their bytes where there is no buffer. */
    private int writeChunks(byte[] buffer, int offset, int count) {
        int at = offset;
        for (int from = 0; from < count; at += 2) {
            int run = runLength(from, count);
            int chunk;
            if (run >= RUN_WORTH_A_CHUNK || from + run == count) {
                chunk = (symbols[from] << 13) | run;
                from += run;
            } else if (fitsOneBit(from, count)) {
                chunk = 0x8000 | vector(from, count, 14, 1);
                from += 14;
            } else {
                chunk = 0xC000 | vector(from, count, 7, 2);
                from += 7;
            }
            if (buffer != null) {
                NetworkOrder.put16(buffer, at, chunk);
            }
        }
        return at - offset;
    }

    private int runLength(int from, int count) {
        int to = from + 1;
        while (to < count && symbols[to] == symbols[from]) {
            to++;
        }
        return to - from;
    }

    private boolean fitsOneBit(int from, int count) {
        for (int i = from; i < Math.min(count, from + 14); i++) {
            if (symbols[i] == TransportFeedback.LARGE_DELTA) {
                return false;
            }
        }
        return true;
    }

    private int vector(int from, int count, int length, int bits) {
        int vector = 0;
        for (int i = from; i < from + length; i++) {
            vector = (vector << bits) | (i < count ? symbols[i] : 0);
        }
        return vector;
    }

    private void writeDeltas(byte[] buffer, int offset, long base, int count, long referenceTicks) {
        long previousTicks = referenceTicks;
        int at = offset;
        for (int i = 0; i < count; i++) {
            if (symbols[i] != TransportFeedback.NOT_RECEIVED) {
                long ticks = arrivalTicks[slot(base + i)];
                int delta = (int) (ticks - previousTicks);
                if (symbols[i] == TransportFeedback.SMALL_DELTA) {
                    buffer[at] = (byte) delta;
                } else {
                    NetworkOrder.put16(buffer, at, delta);
                }
                at += symbols[i];
                previousTicks = ticks;
            }
        }
    }
}
