package org.anychat.room.direct;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address, and what kind it is. */
record NetworkAddress(InetAddress address) {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
    /** With a colon in it, and nothing that makes a name of it: the JDK reads it, or refuses it, by itself. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private static final Pattern DOT = Pattern.compile("\\.");
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int LARGEST_OCTET = 255;

    /** Reads a literal; no name is ever looked up. An IPv4 address within IPv6 is that IPv4 address. */
    static Optional<NetworkAddress> of(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (IPV4.matcher(text).matches()) {
                return ofIpv4(text);
            }
            return text.indexOf(':') >= 0 && IPV6.matcher(text).matches()
                    ? Optional.of(new NetworkAddress(InetAddress.getByName(text)))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** What the JDK takes for no address it would take for a name, and ask the network about. */
    private static Optional<NetworkAddress> ofIpv4(String text) throws UnknownHostException {
        int[] octets = DOT.splitAsStream(text).mapToInt(Integer::parseInt).toArray();
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] > LARGEST_OCTET) {
                return Optional.empty();
            }
            bytes[i] = (byte) octets[i];
        }
        return Optional.of(new NetworkAddress(InetAddress.getByAddress(bytes)));
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
        return !isLoopback()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !isPrivate()
                && !isForBenchmarks();
    }

    /** A host of somebody's own network: RFC 1918, RFC 6598 and RFC 4193, and nothing of one link alone. */
    boolean isPrivate() {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return address instanceof Inet4Address
                ? address.isSiteLocalAddress() || (first == 100 && (second & 0xC0) == 64)
                : (first & 0xFE) == 0xFC;
    }

    /** RFC 2544. */
    private boolean isForBenchmarks() {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address && (bytes[0] & 0xFF) == 198 && (bytes[1] & 0xFE) == 18;
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
