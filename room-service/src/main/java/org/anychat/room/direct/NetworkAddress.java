package org.anychat.room.direct;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address, and what kind it is. */
record NetworkAddress(InetAddress address) {
    private static final Pattern LITERAL =
            Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]{1,45}");
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Reads a literal; no name is ever looked up. An IPv4 address within IPv6 is that IPv4 address. */
    static Optional<NetworkAddress> of(String text) {
        if (text == null || !LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NetworkAddress(InetAddress.getByName(text)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** Neither nobody's, nor many's. */
    boolean isUnicast() {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !isReserved();
    }

    private boolean isReserved() {
        int first = address.getAddress()[0] & 0xFF;
        return address instanceof Inet4Address && (first == 0 || first >= 240);
    }

    /** Whether the whole Internet knows it as the same host. */
    boolean isPublic() {
        return !isLoopback() && !address.isLinkLocalAddress() && !address.isSiteLocalAddress() && !isPrivateRange();
    }

    /** RFC 4193, RFC 6598 and RFC 2544, which the JDK does not count. */
    private boolean isPrivateRange() {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return address instanceof Inet4Address
                ? (first == 100 && (second & 0xC0) == 64) || (first == 198 && (second & 0xFE) == 18)
                : (first & 0xFE) == 0xFC;
    }

    /** The same address; with IPv6 the same network, within which hosts change theirs for privacy. */
    boolean isSameHostAs(NetworkAddress other) {
        byte[] mine = address.getAddress();
        byte[] others = other.address.getAddress();
        if (mine.length != others.length || address instanceof Inet4Address) {
            return address.equals(other.address);
        }
        return Arrays.equals(mine, 0, IPV6_NETWORK_BYTES, others, 0, IPV6_NETWORK_BYTES);
    }

    /** Whether two clients may be on one network: behind one address, or both on private ones. */
    boolean sharesNetworkWith(NetworkAddress other) {
        return isSameHostAs(other) || (!isPublic() && !other.isPublic());
    }
}
