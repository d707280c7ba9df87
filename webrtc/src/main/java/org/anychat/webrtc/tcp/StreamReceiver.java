package org.anychat.webrtc.tcp;

/** Whose a {@link TcpStream} is. Called on the stream's loop. */
public interface StreamReceiver {
    /**
     * The connection is there; nothing of it has been read.
     *
     * @param stream the connection
     * @return false where it is one too many, to be closed at once; nothing more is told of it
     */
    boolean onOpened(TcpStream stream);

    /**
     * Takes one datagram. Must not throw, whatever it holds.
     *
     * @param stream the connection
     * @param data holds the datagram and {@link org.anychat.webrtc.transport.DatagramReceiver#TAIL_ROOM} more bytes; may
     *     be changed, and is used again after the call
     * @param offset of the first byte
     * @param length in bytes, at least 1
     * @param nowNs when the batch was read, on the clock of {@link System#nanoTime}
     */
    void onDatagram(TcpStream stream, byte[] data, int offset, int length, long nowNs);

    /** The batch is over: the moment to flush what was sent meanwhile. */
    void onBatchEnd();

    /**
     * The connection is over. Comes once and last, also where it could not be made.
     *
     * @param stream the connection
     * @param end why
     */
    void onClosed(TcpStream stream, StreamEnd end);
}
