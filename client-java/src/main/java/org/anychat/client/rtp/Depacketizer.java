package org.anychat.client.rtp;

/**
 * Joins the RTP payloads of one track into encoded frames. Payloads come in order and without gaps; after a gap the caller begins a new frame. For one
 * thread.
 */
public interface Depacketizer {
    /**
     * Whether a frame can begin with this payload.
     *
     * @param payload holds the payload.
     * @param offset  of its first byte.
     * @param length  in bytes; 0 is never a start.
     * @return false for the middle of a frame and for what is malformed.
     */
    boolean startsFrame(byte[] payload, int offset, int length);

    /**
     * Adds a payload to the frame.
     *
     * @param payload holds the payload; read during the call only.
     * @param offset  of its first byte.
     * @param length  in bytes.
     * @param frame   grows by the payload's content.
     * @return false if the payload is malformed, does not continue what came before, or does not fit: the frame is then of no use.
     */
    boolean append(byte[] payload, int offset, int length, FrameBuffer frame);

    /**
     * Whether a complete frame can be decoded without any other.
     *
     * @param frame a frame all of whose payloads were appended.
     * @return true for an H.264 IDR picture with its sequence parameter set, a VP8 key frame and every Opus packet.
     */
    boolean keyFrame(FrameBuffer frame);

    /** Forgets a frame that was begun. */
    void reset();
}
