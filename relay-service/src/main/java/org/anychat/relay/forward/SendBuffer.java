package org.anychat.relay.forward;

import java.util.Arrays;

/**
 * The last packets of one encoding, so that lost ones can be sent again. A packet is stored once, as its publisher
 * numbered it, however many viewers there are. Bounded by bytes, by packets and by age; the bytes and the tables are
 * allocated with the first packet, afterwards nothing is: what is offered and never sent costs next to nothing.
 */
public final class SendBuffer {
    /** What {@link #find} returns for a packet that is not there (any more). */
    public static final int MISSING = -1;

    private final int capacityBytes;
    private final int slotMask;
    private final long maxAgeNs;
    private int[] sequenceNumbers = {};
    private int[] lengths = {};
    private int[] offsets = {};
    private long[] positions = {};
    private long[] storedNs = {};
    private byte[] ring = {};
    private long head;
    private int newest = MISSING;
    private long newestNs;

    /**
     * Makes an empty buffer.
     *
     * @param capacityBytes room for packets
     * @param slots how many packets at most, a power of two up to 32768
     * @param maxAgeNs older packets are not found any more
     */
    public SendBuffer(int capacityBytes, int slots, long maxAgeNs) {
        if (Integer.bitCount(slots) != 1 || slots > 1 << 15) {
            throw new IllegalArgumentException("slots must be a power of two up to 32768: " + slots);
        }
        this.capacityBytes = capacityBytes;
        this.slotMask = slots - 1;
        this.maxAgeNs = maxAgeNs;
    }

    private void allocate() {
        int slots = slotMask + 1;
        ring = new byte[capacityBytes];
        lengths = new int[slots];
        offsets = new int[slots];
        positions = new long[slots];
        storedNs = new long[slots];
        sequenceNumbers = new int[slots];
        Arrays.fill(sequenceNumbers, MISSING);
    }

    /**
     * Copies a packet in; the oldest ones make room.
     *
     * @param sequenceNumber the packet's, 0 to 65535
     * @param data holds the packet, the caller's again after the call
     * @param offset of the packet
     * @param length in bytes; a packet longer than the whole buffer is not stored
     * @param nowNs the time
     */
    public void put(int sequenceNumber, byte[] data, int offset, int length, long nowNs) {
        if (length > capacityBytes) {
            return;
        }
        if (ring.length == 0) {
            allocate();
        }
        int at = (int) (head % capacityBytes);
        if (at + length > capacityBytes) {
            head += capacityBytes - at;
            at = 0;
        }
        System.arraycopy(data, offset, ring, at, length);
        int slot = sequenceNumber & slotMask;
        sequenceNumbers[slot] = sequenceNumber;
        lengths[slot] = length;
        offsets[slot] = at;
        positions[slot] = head;
        storedNs[slot] = nowNs;
        noteNewest(sequenceNumber, nowNs);
        head += length;
    }

    /**
     * Looks a packet up.
     *
     * @param sequenceNumber the publisher's, 0 to 65535
     * @param nowNs the time
     * @return a slot, good until the next {@link #put}, or {@link #MISSING}
     */
    public int find(int sequenceNumber, long nowNs) {
        int slot = sequenceNumber & slotMask;
        boolean there = ring.length > 0
                && sequenceNumbers[slot] == sequenceNumber
                && head - positions[slot] <= capacityBytes
                && nowNs - storedNs[slot] <= maxAgeNs;
        return there ? slot : MISSING;
    }

    /** One that was late, or sent again, is not the newest, unless the numbers have jumped. */
    private void noteNewest(int sequenceNumber, long nowNs) {
        boolean later = (short) (sequenceNumber - newest) > 0;
        if (newest == MISSING || later || nowNs - newestNs > maxAgeNs) {
            newest = sequenceNumber;
            newestNs = nowNs;
        }
    }

    /**
     * The newest packet by its number.
     *
     * @param maxNs how long ago it may have come
     * @param nowNs the time
     * @return a slot, good until the next {@link #put}, or {@link #MISSING}
     */
    public int newest(long maxNs, long nowNs) {
        return newest == MISSING || nowNs - newestNs > maxNs ? MISSING : find(newest, nowNs);
    }

    /**
     * The bytes that hold the packets; the reader must not change them.
     *
     * @return the ring
     */
    public byte[] data() {
        return ring;
    }

    /**
     * Where a packet starts.
     *
     * @param slot from {@link #find}
     * @return offset in {@link #data}
     */
    public int offset(int slot) {
        return offsets[slot];
    }

    /**
     * A packet's length.
     *
     * @param slot from {@link #find}
     * @return bytes
     */
    public int length(int slot) {
        return lengths[slot];
    }
}
