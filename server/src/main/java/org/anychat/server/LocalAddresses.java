package org.anychat.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import org.anychat.runtime.config.NetworkConfig;

/** The addresses under which other machines reach this one. */
final class LocalAddresses {
    private LocalAddresses() {}

    /** The advertised addresses where there are any, else the machine's own, IPv4 first. */
    static List<String> of(NetworkConfig network) {
        if (!network.advertisedAddresses().isEmpty()) {
            return network.advertisedAddresses();
        }
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(LocalAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted((a, b) -> Integer.compare(a.getAddress().length, b.getAddress().length))
                    .map(LocalAddresses::text)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** The same as a certificate has them: brackets belong to addresses in a browser only. */
    static List<String> names(NetworkConfig network) {
        return of(network).stream()
                .map(address -> address.replaceAll("[\\[\\]]", ""))
                .toList();
    }

    /** Where this machine itself finds the UDP port, whatever clients are told. */
    static InetSocketAddress inside(NetworkConfig network, int toldPort) {
        int port = network.udpPort() == 0 ? toldPort : network.udpPort();
        InetSocketAddress bound = new InetSocketAddress(network.listenAddress(), port);
        return bound.getAddress() != null && bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : bound;
    }

    private static boolean isUp(NetworkInterface networkInterface) {
        try {
            return networkInterface.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress().replaceAll("%.*", "");
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
