package org.anychat.client.media;

import org.anychat.webrtc.rtp.NetworkOrder;

/** The last packets of one sent stream, before protection, by sequence number. For one thread. */
final class ResendBuffer {
    /** How many packets are kept. */
    static final int CAPACITY = 512;

    private static final int INDEX_MASK = CAPACITY - 1;
    private static final int SEQUENCE_NUMBER_OFFSET = 2;

    private final byte[][] packets = new byte[CAPACITY][];
    private final int[] lengths = new int[CAPACITY];

    void keep(byte[] buffer, int offset, int length) {
        int index = NetworkOrder.uint16(buffer, offset + SEQUENCE_NUMBER_OFFSET) & INDEX_MASK;
        if (packets[index] == null || packets[index].length < length) {
            packets[index] = new byte[length];
        }
        System.arraycopy(buffer, offset, packets[index], 0, length);
        lengths[index] = length;
    }

    /** Whether a packet was kept, and still is. */
    boolean has(int sequenceNumber) {
        byte[] packet = packets[sequenceNumber & INDEX_MASK];
        return packet != null && NetworkOrder.uint16(packet, SEQUENCE_NUMBER_OFFSET) == sequenceNumber;
    }

    /**
     * Copies a packet that was kept.
     *
     * @return its length, or 0 if it is no longer there
     */
    int copy(int sequenceNumber, byte[] into, int offset) {
        int index = sequenceNumber & INDEX_MASK;
        if (!has(sequenceNumber)) {
            return 0;
        }
        System.arraycopy(packets[index], 0, into, offset, lengths[index]);
        return lengths[index];
    }
}
