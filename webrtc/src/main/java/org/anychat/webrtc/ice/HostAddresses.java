package org.anychat.webrtc.ice;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;

/** The addresses at which others may find this host. */
final class HostAddresses {
    private HostAddresses() {}

    /** Of interfaces that are up, tunnels last; without loopback and link-local addresses. Empty where there is no network. */
    static List<InetAddress> usable() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostAddresses::isUp)
                    .sorted(Comparator.comparing(HostAddresses::isTunnel).thenComparing(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(HostAddresses::isUsable)
                    .map(HostAddresses::withoutScope)
                    .distinct()
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isUsable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isTunnel(NetworkInterface candidate) {
        try {
            return candidate.isPointToPoint();
        } catch (SocketException e) {
            return true;
        }
    }

    /** The name of an interface of this host means nothing to others. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
