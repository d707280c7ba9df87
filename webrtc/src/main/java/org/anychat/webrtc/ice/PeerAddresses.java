package org.anychat.webrtc.ice;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.anychat.webrtc.stream.StreamAddress;

/**
 * Where a peer may say that it is. Checks go to whatever a description names, so a hostile one could have this host knock at
 * its own services, at those of devices in its network, or at many hosts at once.
 */
final class PeerAddresses {
    /** Below are services of devices, at which no program opens a port for itself. */
    private static final int FIRST_EPHEMERAL_PORT = 1024;

    private PeerAddresses() {}

    /** Whether it is one address of one host, not on loopback nor of one link alone, and no device's service in a private network. */
    static boolean mayBeChecked(InetSocketAddress address) {
        if (address instanceof StreamAddress || address.isUnresolved() || address.getPort() == 0) {
            return false;
        }
        InetAddress host = address.getAddress();
        return isUnicast(host)
                && !host.isLoopbackAddress()
                && !host.isLinkLocalAddress()
                && (address.getPort() >= FIRST_EPHEMERAL_PORT || !isPrivate(host));
    }

    private static boolean isUnicast(InetAddress host) {
        if (host.isAnyLocalAddress() || host.isMulticastAddress()) {
            return false;
        }
        if (host instanceof Inet6Address ipv6) {
            return !ipv6.isIPv4CompatibleAddress();
        }
        // 0.0.0.0/8 is this host for some systems; 240.0.0.0/4 is reserved, and its last address everybody's.
        int first = firstByte(host);
        return first != 0 && first < 240;
    }

    /** RFC 1918, RFC 6598, RFC 4193, and what IPv6 had before. */
    static boolean isPrivate(InetAddress host) {
        byte[] bytes = host.getAddress();
        if (host instanceof Inet4Address) {
            return host.isSiteLocalAddress() || (firstByte(host) == 100 && (bytes[1] & 0xC0) == 64);
        }
        return host.isSiteLocalAddress() || (bytes[0] & 0xFE) == 0xFC;
    }

    private static int firstByte(InetAddress host) {
        return host.getAddress()[0] & 0xFF;
    }
}
