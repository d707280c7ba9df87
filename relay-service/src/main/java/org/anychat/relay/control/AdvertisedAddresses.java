package org.anychat.relay.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The addresses that clients are told to send to. */
public final class AdvertisedAddresses {
    private AdvertisedAddresses() {}

    /**
     * Finds the addresses: the configured ones where there are any; else the bound one; else all of the machine, IPv4
     * first, and 127.0.0.1 last, which only a browser on the same machine can use.
     *
     * @param configured IP addresses or names, in order of preference; empty for none
     * @param bound the local address of the port
     * @param port the port
     * @return at least one address, each resolved
     * @throws UnknownHostException where a configured address is none
     */
    public static List<InetSocketAddress> resolve(List<String> configured, InetAddress bound, int port)
            throws UnknownHostException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String address : configured) {
            addresses.add(InetAddress.getByName(address.trim()));
        }
        if (addresses.isEmpty()) {
            addresses.addAll(bound.isAnyLocalAddress() ? ofMachine() : List.of(bound));
        }
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static Collection<InetAddress> ofMachine() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface link : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (link.isUp() && !link.isLoopback()) {
                    found.addAll(Collections.list(link.getInetAddresses()));
                }
            }
        } catch (SocketException e) {
            found.clear();
        }
        found.removeIf(address -> address.isLinkLocalAddress() || address.isMulticastAddress());
        found.sort(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1));
        found.add(loopback());
        return found;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
