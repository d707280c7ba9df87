package org.anychat.webrtc.congestion;

/**
 * What was sent under which transport-wide number, as long as feedback may still tell of it. Two arrays that grow while
 * more packets are under way than they hold, up to {@link #MAX_PACKETS}.
 */
final class SendHistory {
    /** Packets that are remembered at most; what is older counts as never sent. */
    static final int MAX_PACKETS = 8192;

    /** What {@link #find} returns for a number under which nothing is remembered. */
    static final long UNKNOWN = -1;

    private static final int MIN_PACKETS = 256;
    private static final long UNDER_WAY_US = 2_000_000;
    private static final int BYTES_MASK = 0xFFFF;
    private static final int CLUSTER_SHIFT = 16;
    private static final int CLUSTER_MASK = 0xFF;
    private static final int ARRIVED = 1 << 24;
    private static final int MISSED = 1 << 25;
    private static final int FATE = ARRIVED | MISSED;

    private long[] sentUs = new long[MIN_PACKETS];
    private int[] packets = new int[MIN_PACKETS];
    private long next;
    /** What was forgotten before the last growth is not in the new slots either. */
    private long oldest;

    /** The number that the next packet is to carry. */
    int nextSequenceNumber() {
        return (int) next & 0xFFFF;
    }

    /** Packets so far; those of the sequences before this one. */
    long sent() {
        return next;
    }

    /** Packets that are remembered now. */
    int remembered() {
        return (int) Math.min(next, packets.length);
    }

    void onSent(int bytes, int cluster, long nowUs) {
        if (isFull(nowUs)) {
            grow();
        }
        int slot = slot(next++);
        sentUs[slot] = nowUs;
        packets[slot] = Math.min(bytes, BYTES_MASK) | ((cluster & CLUSTER_MASK) << CLUSTER_SHIFT);
    }

    private boolean isFull(long nowUs) {
        if (next < packets.length || packets.length == MAX_PACKETS) {
            return false;
        }
        int slot = slot(next);
        return (packets[slot] & FATE) == 0 && nowUs - sentUs[slot] < UNDER_WAY_US;
    }

    private void grow() {
        long[] times = new long[2 * sentUs.length];
        int[] bits = new int[times.length];
        for (long sequence = next - packets.length; sequence < next; sequence++) {
            int to = (int) (sequence & (times.length - 1));
            times[to] = sentUs[slot(sequence)];
            bits[to] = packets[slot(sequence)];
        }
        sentUs = times;
        packets = bits;
        this.oldest = next - packets.length / 2;
    }

    /** The packet of a number of 16 bits: a sequence for the other methods, or {@link #UNKNOWN}. */
    long find(int sequenceNumber) {
        long newest = next - 1;
        long sequence = newest + (short) (sequenceNumber - (int) newest);
        boolean there = next > 0
                && sequence <= newest
                && sequence >= 0
                && sequence >= oldest
                && sequence > newest - packets.length;
        return there ? sequence : UNKNOWN;
    }

    long sentUs(long sequence) {
        return sentUs[slot(sequence)];
    }

    int bytes(long sequence) {
        return packets[slot(sequence)] & BYTES_MASK;
    }

    /** The probe that it was part of, 0 for none. */
    int cluster(long sequence) {
        return (packets[slot(sequence)] >> CLUSTER_SHIFT) & CLUSTER_MASK;
    }

    boolean hasArrived(long sequence) {
        return (packets[slot(sequence)] & ARRIVED) != 0;
    }

    boolean isMissed(long sequence) {
        return (packets[slot(sequence)] & MISSED) != 0;
    }

    void markArrived(long sequence) {
        packets[slot(sequence)] = (packets[slot(sequence)] & ~FATE) | ARRIVED;
    }

    void markMissed(long sequence) {
        packets[slot(sequence)] |= MISSED;
    }

    private int slot(long sequence) {
        return (int) (sequence & (packets.length - 1));
    }
}
