package org.anychat.runtime.net;

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
import java.util.Optional;
import java.util.Set;

/** The addresses that clients, and other relays, are told to send to. */
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

    /**
     * The addresses that other relays of the cluster are told: where the port is open at the process's address among its
     * own, that one first, since not every network turns packets round that a machine sends to its own outside; and those
     * of clients for the case that it cannot be reached.
     *
     * @param cluster the process's address among its own; empty where it is alone
     * @param bound where the port is open
     * @param advertised what clients are told
     * @return at least one address, the best first
     */
    public static List<InetSocketAddress> withinCluster(
            Optional<InetAddress> cluster, InetSocketAddress bound, List<InetSocketAddress> advertised) {
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        cluster.filter(own -> bound.getAddress().isAnyLocalAddress()
                        || bound.getAddress().equals(own))
                .ifPresent(own -> addresses.add(new InetSocketAddress(own, bound.getPort())));
        addresses.addAll(advertised);
        return List.copyOf(addresses);
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
