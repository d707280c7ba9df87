package org.anychat.webrtc.udp;

import java.net.InetSocketAddress;

/**
 * How a {@link UdpPort} is opened.
 *
 * @param local where to bind; port 0 takes a free one. On a host with several addresses bind to one of them: from the
 *     wildcard address the kernel may answer from another address than was asked
 * @param reusePort whether several ports may share the address, the kernel spreading peers over them (SO_REUSEPORT)
 * @param segmentation whether equal-sized packets are handed over as one, where kernel and channel can (UDP GSO)
 * @param receiveBufferBytes asked of the kernel, which may give less
 * @param sendBufferBytes asked of the kernel, which may give less
 * @param maxQueuedBytes bound on what waits for the kernel beyond its own buffer; more is dropped
 */
public record UdpSettings(
        InetSocketAddress local,
        boolean reusePort,
        boolean segmentation,
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxQueuedBytes) {
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    /** Some ten milliseconds of a link of 1 Gbit/s: what is here waits in one row, sound behind video. */
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private static final int MAX_QUEUED_BYTES = 2 << 20;

    /**
     * A port of its own: segmentation where possible, socket buffers of 4 MiB in and 1 MiB out, 2 MiB of queue.
     *
     * @param local where to bind
     * @return the settings
     */
    public static UdpSettings of(InetSocketAddress local) {
        return new UdpSettings(local, false, true, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES, MAX_QUEUED_BYTES);
    }

    /**
     * The same for a port that others share.
     *
     * @return a copy
     */
    public UdpSettings shared() {
        return new UdpSettings(local, true, segmentation, receiveBufferBytes, sendBufferBytes, maxQueuedBytes);
    }

    /**
     * The same with one system call's worth of work per packet.
     *
     * @return a copy
     */
    public UdpSettings withoutSegmentation() {
        return new UdpSettings(local, reusePort, false, receiveBufferBytes, sendBufferBytes, maxQueuedBytes);
    }

    /**
     * The same with another wish for the system's buffer for what goes out.
     *
     * @param bytes at least 1; Linux takes twice as much, and counts its own overhead
     * @return a copy
     */
    public UdpSettings withSendBufferBytes(int bytes) {
        return new UdpSettings(local, reusePort, segmentation, receiveBufferBytes, bytes, maxQueuedBytes);
    }

    /**
     * The same with another bound on the queue.
     *
     * @param bytes at least 1
     * @return a copy
     */
    public UdpSettings withMaxQueuedBytes(int bytes) {
        return new UdpSettings(local, reusePort, segmentation, receiveBufferBytes, sendBufferBytes, bytes);
    }
}
