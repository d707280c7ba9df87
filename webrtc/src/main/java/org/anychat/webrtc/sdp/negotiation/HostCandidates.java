package org.anychat.webrtc.sdp.negotiation;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Host candidates of a server as {@code a=candidate} values (RFC 8839 §5.1). */
public final class HostCandidates {
    private static final int HOST_TYPE_PREFERENCE = 126;
    private static final int MAX_LOCAL_PREFERENCE = 65_535;
    private static final int TCP_TYPE_PREFERENCE = 90;
    /** The direction preference of passive candidates, 4, at its place in the local preference. */
    private static final int PASSIVE = 4 << 13;

    private HostCandidates() {}

    /**
     * UDP host candidates, the first address preferred.
     *
     * @param addresses resolved, IPv4 or IPv6
     * @return one value per address
     */
    public static List<String> udp(List<InetSocketAddress> addresses) {
        List<String> candidates = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            InetSocketAddress address = addresses.get(i);
            candidates.add(
                    (i + 1) + " 1 udp " + priority(i) + ' ' + host(address) + ' ' + address.getPort() + " typ host");
        }
        return candidates;
    }

    /**
     * Passive TCP host candidates (RFC 6544 §4.5), the first address preferred; each less than any of UDP.
     *
     * @param addresses resolved, IPv4 or IPv6
     * @param preference of the first one, 0 to 8191; each further one has one less, at least 0
     * @return one value per address
     */
    public static List<String> passiveTcp(List<InetSocketAddress> addresses, int preference) {
        List<String> candidates = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            int other = Math.max(0, preference - candidates.size());
            long priority = ((long) TCP_TYPE_PREFERENCE << 24) + ((long) (PASSIVE + other) << 8) + 255;
            candidates.add("t" + other + " 1 tcp " + priority + ' ' + host(address) + ' ' + address.getPort()
                    + " typ host tcptype passive");
        }
        return candidates;
    }

    /** RFC 8445 §5.1.2.1, component 1. */
    private static long priority(int index) {
        return ((long) HOST_TYPE_PREFERENCE << 24) + ((long) (MAX_LOCAL_PREFERENCE - index) << 8) + 255;
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = address.getAddress() instanceof Inet6Address ? host.indexOf('%') : -1;
        return scope < 0 ? host : host.substring(0, scope);
    }
}
