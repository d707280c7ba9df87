package org.anychat.webrtc.rtp;

/**
 * The blocks of a packet of redundant audio (RED, RFC 2198), seen in place: what was sent a little earlier once more, the
 * oldest first, and behind it what is new, the primary.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |1|   block PT  |     timestamp offset      |    block length   |  of each redundant block
 * |0|   block PT  |                                                  of the primary
 * |             redundant blocks ... the primary block            |
 * </pre>
 *
 * <p>Make one per loop or viewer and wrap it around each packet. For one thread at a time. Nothing but {@link #wrap} may be
 * called before a {@code wrap} that returned true.
 */
public final class Red {
    /** Redundant blocks of a packet, at most; browsers send one, or up to nine where they are told to. */
    public static final int MAX_REDUNDANT = 9;

    private static final int FOLLOWED = 0x80;
    private static final int PAYLOAD_TYPE = 0x7F;
    private static final int REDUNDANT_HEADER = 4;
    private static final int PRIMARY_HEADER = 1;
    private static final int LENGTH_BITS = 10;
    private static final int LENGTH_MASK = 0x3FF;
    private static final int OFFSET_MASK = 0x3FFF;

    private final int[] timestampOffsets = new int[MAX_REDUNDANT];
    private final int[] lengths = new int[MAX_REDUNDANT];
    private final int[] offsets = new int[MAX_REDUNDANT];
    private RtpPacket packet;
    private int count;
    private int primary;
    private int primaryLength;

    /** Makes one that sees nothing yet. */
    public Red() {}

    /**
     * Reads the headers of the blocks.
     *
     * @param packet a packet of RED, kept by reference
     * @return false where the blocks do not fit into the payload, the primary is empty, or there are more than {@value
     *     #MAX_REDUNDANT} before it
     */
    public boolean wrap(RtpPacket packet) {
        byte[] buffer = packet.buffer();
        int at = packet.payloadOffset();
        int end = at + packet.payloadLength();
        int redundant = 0;
        count = 0;
        while (at < end && (buffer[at] & FOLLOWED) != 0) {
            if (count == MAX_REDUNDANT || end - at < REDUNDANT_HEADER) {
                return false;
            }
            int header = NetworkOrder.int32(buffer, at);
            timestampOffsets[count] = header >>> LENGTH_BITS & OFFSET_MASK;
            lengths[count] = header & LENGTH_MASK;
            redundant += lengths[count++];
            at += REDUNDANT_HEADER;
        }
        at += PRIMARY_HEADER;
        if (at + redundant >= end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            offsets[i] = at;
            at += lengths[i];
        }
        primary = at;
        primaryLength = end - at;
        this.packet = packet;
        return true;
    }

    /**
     * Whether all blocks are of one codec.
     *
     * @param payloadType the codec's, 0 to 127
     * @return false where one has another payload type
     */
    public boolean carriesOnly(int payloadType) {
        byte[] buffer = packet.buffer();
        for (int i = 0; i <= count; i++) {
            if ((buffer[header(i)] & PAYLOAD_TYPE) != payloadType) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes another payload type into the headers of all blocks.
     *
     * @param payloadType 0 to 127
     */
    public void payloadTypes(int payloadType) {
        byte[] buffer = packet.buffer();
        for (int i = 0; i <= count; i++) {
            buffer[header(i)] = (byte) ((buffer[header(i)] & FOLLOWED) | payloadType);
        }
    }

    private int header(int block) {
        return packet.payloadOffset() + REDUNDANT_HEADER * block;
    }

    /**
     * How many blocks there are before the primary.
     *
     * @return 0 to {@link #MAX_REDUNDANT}
     */
    public int redundantCount() {
        return count;
    }

    /**
     * What all but the primary takes.
     *
     * @return bytes of headers and redundant blocks
     */
    public int overheadBytes() {
        return packet.payloadLength() - primaryLength;
    }

    /**
     * Makes the packet one of the primary alone; the caller gives it the codec's payload type. What this has read is not
     * there any more.
     */
    public void unwrap() {
        packet.keepPayload(primary, primaryLength);
    }

    /**
     * The sequence number of the packet that carried a redundant block as its primary: senders repeat the packets just
     * before.
     *
     * @param block from 0, the oldest
     * @return 0 to 65535
     */
    public int sequenceNumber(int block) {
        return (packet.sequenceNumber() - (count - block)) & 0xFFFF;
    }

    /**
     * Whether a redundant block can be made a packet of its own: it is not empty, and older than the primary.
     *
     * @param block from 0, the oldest
     * @return whether {@link #restore} may be called
     */
    public boolean isRestorable(int block) {
        return lengths[block] > 0 && timestampOffsets[block] > 0;
    }

    /**
     * Makes the packet anew that carried a redundant block as its primary, as a packet of the codec: with the header of
     * this one, its own number and time, no padding and no marker.
     *
     * @param block from 0, the oldest
     * @param payloadType the codec's
     * @param to gets the packet from its beginning on; as long as this one's packet is always long enough
     * @return the new packet's length
     */
    public int restore(int block, int payloadType, byte[] to) {
        int headerLength = packet.headerLength();
        System.arraycopy(packet.buffer(), packet.offset(), to, 0, headerLength);
        System.arraycopy(packet.buffer(), offsets[block], to, headerLength, lengths[block]);
        to[0] &= ~RtpPacket.PADDING_BIT;
        to[1] = (byte) payloadType;
        NetworkOrder.put16(to, 2, sequenceNumber(block));
        NetworkOrder.put32(to, 4, packet.timestamp() - timestampOffsets[block]);
        return headerLength + lengths[block];
    }
}
