package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;

/** Where datagrams go out. Called on the owner's loop only. */
public interface DatagramSender {
    /**
     * Copies one datagram into the outgoing batch. It leaves at the next {@link #flush}, or earlier where the batch is
     * full.
     *
     * @param data holds the datagram; the caller's again as soon as the call returns
     * @param offset of the first byte
     * @param length in bytes, 1 to 65507
     * @param to the destination, resolved
     * @return false where the datagram was dropped because the path outwards is full or closed
     */
    boolean send(byte[] data, int offset, int length, InetSocketAddress to);

    /**
     * Whether the system takes datagrams more slowly than they are given. What is added then only waits; who can, waits
     * with it until {@link DatagramReceiver#onWritable}.
     *
     * @return true while more waits than the system takes at once
     */
    default boolean isCrowded() {
        return false;
    }

    /** Sends the batch. Called once after a batch of datagrams or a timer was worked off, not per datagram. */
    void flush();
}
