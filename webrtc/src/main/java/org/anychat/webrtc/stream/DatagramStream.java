package org.anychat.webrtc.stream;

/** A connection on which datagrams go to a peer one after the other. Called on the loop that owns it. */
public interface DatagramStream {
    /**
     * Copies one datagram into the outgoing batch, which leaves at the next {@link #flush}.
     *
     * @param data holds the datagram; the caller's again as soon as the call returns
     * @param offset of the first byte
     * @param length in bytes
     * @return false where it was dropped, because the connection is closed or the peer does not read
     */
    boolean send(byte[] data, int offset, int length);

    /** Sends the batch. */
    void flush();

    /**
     * Whether more waits for the peer than a live picture may be late by; what can be asked for again should not be sent.
     *
     * @return true while the peer reads slower than is sent
     */
    boolean isCrowded();
}
