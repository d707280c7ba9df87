package org.anychat.webrtc.rtp;

/**
 * The VP8 payload descriptor (RFC 7741 §4.2) seen in place. One per loop; for one thread at a time.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * |X|R|N|S|R| PID |
 * |I|L|T|K| RSV   |  if X
 * |M| PictureID   |  if I
 * |   PictureID   |  if M
 * |   TL0PICIDX   |  if L
 * |TID|Y| KEYIDX  |  if T or K
 * </pre>
 */
public final class Vp8Descriptor {
    /** What a field that the packet does not have reads as. */
    public static final int ABSENT = -1;

    private static final int X = 0x80;
    private static final int I = 0x80;
    private static final int L = 0x40;
    private static final int T = 0x20;
    private static final int K = 0x10;
    private static final int M = 0x80;

    private byte[] buffer;
    private int offset;
    private int length;
    private int pictureIdOffset;
    private int tl0PicIdxOffset;
    private int tidOffset;

    /** Makes a descriptor that sees nothing yet. */
    public Vp8Descriptor() {}

    /**
     * Puts this descriptor over the payload of a VP8 packet.
     *
     * @param packet a wrapped packet
     * @return whether the payload has a whole descriptor; after false nothing else may be called
     */
    public boolean wrap(RtpPacket packet) {
        this.buffer = packet.buffer();
        this.offset = packet.payloadOffset();
        this.length = lengthOf(buffer, offset, packet.payloadLength());
        if (length == 0) {
            return false;
        }
        int extension = (buffer[offset] & X) == 0 ? 0 : buffer[offset + 1];
        int at = offset + 2;
        pictureIdOffset = (extension & I) == 0 ? ABSENT : at;
        at += pictureIdOffset == ABSENT ? 0 : pictureIdBytes(buffer, at);
        tl0PicIdxOffset = (extension & L) == 0 ? ABSENT : at;
        at += tl0PicIdxOffset == ABSENT ? 0 : 1;
        tidOffset = (extension & (T | K)) == 0 ? ABSENT : at;
        return true;
    }

    /** The descriptor's length in bytes, 0 where the payload ends before it does. */
    static int lengthOf(byte[] buffer, int offset, int payloadLength) {
        if (payloadLength < 1) {
            return 0;
        }
        if ((buffer[offset] & X) == 0) {
            return 1;
        }
        if (payloadLength < 2) {
            return 0;
        }
        int extension = buffer[offset + 1];
        int length = 2;
        if ((extension & I) != 0) {
            if (payloadLength < 3) {
                return 0;
            }
            length += pictureIdBytes(buffer, offset + 2);
        }
        length += (extension & L) == 0 ? 0 : 1;
        length += (extension & (T | K)) == 0 ? 0 : 1;
        return length <= payloadLength ? length : 0;
    }

    private static int pictureIdBytes(byte[] buffer, int at) {
        return (buffer[at] & M) == 0 ? 1 : 2;
    }

    /**
     * The descriptor's length.
     *
     * @return bytes, 1 to 6
     */
    public int length() {
        return length;
    }

    /**
     * Whether the packet starts a partition (S).
     *
     * @return the bit
     */
    public boolean startOfPartition() {
        return (buffer[offset] & 0x10) != 0;
    }

    /**
     * Whether no other frame refers to this one (N), so that it may be dropped.
     *
     * @return the bit
     */
    public boolean nonReference() {
        return (buffer[offset] & 0x20) != 0;
    }

    /**
     * Partition index (PID).
     *
     * @return 0 to 7
     */
    public int partitionIndex() {
        return buffer[offset] & 0x07;
    }

    /**
     * Picture id.
     *
     * @return its 7 or 15 bits, or {@link #ABSENT}
     */
    public int pictureId() {
        if (pictureIdOffset == ABSENT) {
            return ABSENT;
        }
        return pictureIdBits() == 7
                ? buffer[pictureIdOffset] & 0x7F
                : NetworkOrder.uint16(buffer, pictureIdOffset) & 0x7FFF;
    }

    /**
     * How wide the picture id is.
     *
     * @return 7 or 15, or 0 where there is none
     */
    public int pictureIdBits() {
        if (pictureIdOffset == ABSENT) {
            return 0;
        }
        return pictureIdBytes(buffer, pictureIdOffset) == 1 ? 7 : 15;
    }

    /**
     * Overwrites the picture id, if there is one.
     *
     * @param pictureId its low 7 or 15 bits are written, as wide as the packet has it
     */
    public void pictureId(int pictureId) {
        switch (pictureIdBits()) {
            case 7 -> buffer[pictureIdOffset] = (byte) (pictureId & 0x7F);
            case 15 -> NetworkOrder.put16(buffer, pictureIdOffset, 0x8000 | pictureId);
            default -> {}
        }
    }

    /**
     * Running index of the temporal base layer's frames.
     *
     * @return 0 to 255, or {@link #ABSENT}
     */
    public int tl0PicIdx() {
        return tl0PicIdxOffset == ABSENT ? ABSENT : buffer[tl0PicIdxOffset] & 0xFF;
    }

    /**
     * Overwrites TL0PICIDX, if there is one.
     *
     * @param tl0PicIdx its low 8 bits are written
     */
    public void tl0PicIdx(int tl0PicIdx) {
        if (tl0PicIdxOffset != ABSENT) {
            buffer[tl0PicIdxOffset] = (byte) tl0PicIdx;
        }
    }

    /**
     * Temporal layer.
     *
     * @return 0 to 3, or {@link #ABSENT}
     */
    public int temporalLayer() {
        return (extensionFlags() & T) == 0 ? ABSENT : (buffer[tidOffset] & 0xC0) >> 6;
    }

    /**
     * Whether a receiver may go up to this temporal layer here (Y).
     *
     * @return the bit; false where there is none
     */
    public boolean layerSync() {
        return (extensionFlags() & T) != 0 && (buffer[tidOffset] & 0x20) != 0;
    }

    private int extensionFlags() {
        return (buffer[offset] & X) == 0 ? 0 : buffer[offset + 1];
    }
}
