package org.anychat.webrtc.dtls;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whoever shares it may be one and the same: an IPv4 address, or an IPv6 network of 64 bits, of which one machine may have
 * all addresses.
 *
 * @param high the network, or 0 of IPv4
 * @param low the IPv4 address, or 0
 */
record PeerNetwork(long high, int low) {
    static PeerNetwork of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new PeerNetwork(bytes.getLong(), 0)
                : new PeerNetwork(0, bytes.getInt());
    }
}
