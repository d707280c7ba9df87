package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;

/** Where datagrams come in. Called on the owner's loop only. */
public interface DatagramReceiver {
    /** Bytes behind every datagram that the receiver may overwrite, so that it can be protected again in place. */
    int TAIL_ROOM = 64;

    /**
     * Takes one datagram. Must not throw, whatever the datagram holds.
     *
     * @param data holds the datagram and {@link #TAIL_ROOM} more bytes; the receiver may change it, the caller uses it
     *     again after the call
     * @param offset of the first byte
     * @param length in bytes
     * @param from the sender's address, which anybody may have forged
     * @param nowNs when the batch was read, on the clock of {@link System#nanoTime}
     */
    void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs);

    /** The batch is over: the moment to flush what was sent meanwhile. */
    void onBatchEnd();

    /** The system takes datagrams again, having been slower than they were given. What is sent now is flushed afterwards. */
    default void onWritable() {}
}
