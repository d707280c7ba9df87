package org.anychat.runtime.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anychat.runtime.config.ClusterConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the members are said to be: names are looked up anew at each attempt, as containers come and go. */
final class MemberAddresses {
    private static final Logger log = LoggerFactory.getLogger(MemberAddresses.class);
    private static final int CONNECT_MS = 1_000;

    private final ClusterConfig config;

    MemberAddresses(ClusterConfig config) {
        this.config = config;
    }

    /** All addresses that the names stand for at the moment; a name that nobody knows stands for none. */
    List<InetSocketAddress> lookUp() {
        List<InetSocketAddress> found = new ArrayList<>();
        for (String member : config.members()) {
            HostAndPort name = HostAndPort.of(member, config.port());
            try {
                Arrays.stream(InetAddress.getAllByName(name.host()))
                        .map(address -> new InetSocketAddress(address, name.port()))
                        .filter(address -> !found.contains(address))
                        .forEach(found::add);
            } catch (UnknownHostException e) {
                log.trace("{} has no address, perhaps as its container has not started yet", name.host(), e);
            }
        }
        return found;
    }

    /** This machine's address for the others. */
    InetAddress own() throws UnknownHostException {
        if (!config.address().isEmpty()) {
            return InetAddress.getByName(config.address());
        }
        List<InetSocketAddress> members = lookUp();
        if (members.isEmpty()) {
            throw new UnknownHostException("none of " + config.members() + " has an address");
        }
        // Nothing is sent: connecting a datagram socket asks the routing table.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(members.get(0));
            return socket.getLocalAddress();
        } catch (SocketException e) {
            throw new UnknownHostException("no way to " + members.get(0) + ": " + e.getMessage());
        }
    }

    /** All members other than this process, by whether they take connections. */
    Map<Boolean, List<InetSocketAddress>> others(InetSocketAddress own) {
        return lookUp().stream()
                .filter(member -> !member.equals(own))
                .collect(Collectors.partitioningBy(MemberAddresses::takesConnections));
    }

    /** A member that takes connections, other than this process. */
    Optional<InetSocketAddress> reachable(InetSocketAddress own) {
        return lookUp().stream()
                .filter(member -> !member.equals(own))
                .filter(MemberAddresses::takesConnections)
                .findFirst();
    }

    private static boolean takesConnections(InetSocketAddress member) {
        try (Socket socket = new Socket()) {
            socket.connect(member, CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A member as the configuration names it: {@code host}, {@code host:port} or {@code [v6]:port}. */
    private record HostAndPort(String host, int port) {
        static HostAndPort of(String text, int defaultPort) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon >= 0 && (text.charAt(0) == '[' || text.indexOf(':') == colon);
            String host = hasPort ? text.substring(0, colon) : text;
            return new HostAndPort(
                    host.replaceAll("[\\[\\]]", ""),
                    hasPort ? Integer.parseInt(text.substring(colon + 1)) : defaultPort);
        }
    }
}
