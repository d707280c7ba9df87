package org.anychat.webrtc.transport;

/**
 * Told what one {@link PeerTransport} receives and becomes. Called on its loop, from within {@code onDatagram},
 * {@code onTimer} or {@code close}, or from a task of the loop. May call the transport, {@code close} included.
 */
public interface PeerListener {
    /** ICE found a path and DTLS agreed on keys: media can be sent. Comes once. */
    void onConnected();

    /**
     * An authentic RTP packet.
     *
     * @param data holds the packet, decrypted, and at least {@link DatagramReceiver#TAIL_ROOM} more bytes; may be
     *     changed, and is used again after the call
     * @param offset of the first byte
     * @param length in bytes
     * @param nowNs when it was read
     */
    void onRtp(byte[] data, int offset, int length, long nowNs);

    /**
     * An authentic compound RTCP packet.
     *
     * @param data as with {@link #onRtp}
     * @param offset of the first byte
     * @param length in bytes
     * @param nowNs when it was read
     */
    void onRtcp(byte[] data, int offset, int length, long nowNs);

    /** Nothing came from a connected peer for {@link PeerTransport#INTERRUPTED_AFTER_NS}. */
    void onInterrupted();

    /** The peer is there again. */
    void onResumed();

    /**
     * The transport ended. Comes once and last.
     *
     * @param reason why
     */
    void onClosed(CloseReason reason);
}
