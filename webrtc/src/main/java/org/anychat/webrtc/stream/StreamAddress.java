package org.anychat.webrtc.stream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the peer of one {@link DatagramStream} is, as if datagrams came from there. It equals nothing but itself: a NAT
 * gives the same port to a client's UDP and to another's TCP. Within, it is a number in the guise of a multicast address,
 * which is nobody's source (RFC 4291 section 2.7), so no datagram of UDP can come from there.
 */
public final class StreamAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;
    private static final int LENGTH = 16;
    private static final short MULTICAST = (short) 0xFF00;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final transient DatagramStream stream;
    private final InetSocketAddress peer;

    /**
     * Makes an address that there was not before.
     *
     * @param stream leads there
     * @param peer the far end, as people know it
     */
    public StreamAddress(DatagramStream stream, InetSocketAddress peer) {
        super(numbered(NUMBERS.incrementAndGet()), peer.getPort());
        this.stream = stream;
        this.peer = peer;
    }

    /**
     * What leads there.
     *
     * @return the connection
     */
    public DatagramStream stream() {
        return stream;
    }

    /**
     * The address in the network, of whatever kind the path is.
     *
     * @param address of a datagram's sender or a stream's
     * @return what people, and STUN, know it by
     */
    public static InetSocketAddress inNetwork(InetSocketAddress address) {
        return address instanceof StreamAddress stream ? stream.peer : address;
    }

    @Override
    public String toString() {
        return peer + "/tcp";
    }

    private static InetAddress numbered(long number) {
        byte[] address = ByteBuffer.allocate(LENGTH)
                .putShort(MULTICAST)
                .putLong(LENGTH - Long.BYTES, number)
                .array();
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
