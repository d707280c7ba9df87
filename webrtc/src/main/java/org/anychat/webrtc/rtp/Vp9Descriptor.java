package org.anychat.webrtc.rtp;

/**
 * The temporal layer in the VP9 payload descriptor (RFC 9628 §4.2) seen in place. One per loop; for one thread at a time.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * |I|P|L|F|B|E|V|Z|
 * |M| PICTURE ID  |  if I
 * | EXTENDED PID  |  if M
 * | TID |U| SID |D|  if L
 * </pre>
 */
public final class Vp9Descriptor {
    /** What a field that the packet does not have reads as. */
    public static final int ABSENT = -1;

    private static final int I = 0x80;
    private static final int L = 0x20;
    private static final int M = 0x80;
    private static final int U = 0x10;
    private static final int TID_SHIFT = 5;

    private int layers;

    /** Makes a descriptor that sees nothing yet. */
    public Vp9Descriptor() {}

    /**
     * Reads the descriptor of a VP9 packet.
     *
     * @param packet a wrapped packet
     * @return whether the payload has it as far as the layers; after false nothing else may be called
     */
    public boolean wrap(RtpPacket packet) {
        byte[] buffer = packet.buffer();
        int at = packet.payloadOffset();
        int end = at + packet.payloadLength();
        if (at >= end) {
            return false;
        }
        int flags = buffer[at++];
        if ((flags & I) != 0) {
            if (at >= end) {
                return false;
            }
            at += (buffer[at] & M) != 0 ? 2 : 1;
        }
        boolean layered = (flags & L) != 0;
        if (at > end || (layered && at == end)) {
            return false;
        }
        layers = layered ? buffer[at] & 0xFF : ABSENT;
        return true;
    }

    /**
     * Temporal layer (TID).
     *
     * @return 0 to 7, or {@link #ABSENT}
     */
    public int temporalLayer() {
        return layers == ABSENT ? ABSENT : layers >> TID_SHIFT;
    }

    /**
     * Whether no later picture of a higher temporal layer depends on one before this of a higher temporal layer (U), so that a
     * receiver may go up behind it.
     *
     * @return the bit; false where there is none
     */
    public boolean switchingUp() {
        return layers != ABSENT && (layers & U) != 0;
    }
}
