package org.anychat.relay;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anychat.relay.media.EchoListener;
import org.anychat.runtime.config.PortRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which port of the outside leads to this relay, where several relays share a short range and whoever runs
 * their containers has dealt it out: sends a nonce to each port, and sees which one comes back.
 */
final class PublishedPort implements EchoListener {
    private static final Logger log = LoggerFactory.getLogger(PublishedPort.class);
    /** Ten seconds: what deals the ports out may come after the relay. */
    static final int ATTEMPTS = 20;

    private static final long ATTEMPT_MS = 500;

    private final PortRange range;
    private final Set<InetAddress> addresses;
    private final SecureRandom random;
    private final int attempts;
    private final int boundPort;
    private final Map<EchoPacket, InetSocketAddress> sent = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Boolean> seen = new ConcurrentHashMap<>();
    private final CountDownLatch found = new CountDownLatch(1);

    /**
     * Makes a search that has not begun.
     *
     * @param range the ports, one of which is the relay's
     * @param addresses where to look for them; which of them answers does not matter
     * @param random a cryptographic source
     * @param boundPort where the relay itself listens: on loopback that one leads to it without having been outside
     * @param attempts how often to look, twice a second
     */
    PublishedPort(PortRange range, Set<InetAddress> addresses, SecureRandom random, int boundPort, int attempts) {
        this.range = range;
        this.addresses = addresses;
        this.random = random;
        this.boundPort = boundPort;
        this.attempts = attempts;
    }

    @Override
    public boolean onIndication(byte[] data, int offset, int length) {
        InetSocketAddress way =
                EchoPacket.decode(data, offset, length).map(sent::get).orElse(null);
        if (way == null) {
            return false;
        }
        seen.put(way, true);
        found.countDown();
        return true;
    }

    /** Searches; what comes in has to reach {@link #onIndication} meanwhile. Blocks. */
    int find() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < attempts; attempt++) {
            // A new socket each time: what a kernel once took for a way without translation stays one.
            try (DatagramSocket socket = new DatagramSocket()) {
                sendFrom(socket);
                if (found.await(ATTEMPT_MS, TimeUnit.MILLISECONDS)) {
                    return port();
                }
            }
        }
        throw new UnpublishedPortException("none of the UDP ports " + range + " (AdvertisedUDPPorts) of "
                + words(addresses) + " leads to this relay. Publish one of them, or check AdvertisedAddress and the"
                + " firewall between this machine and itself.");
    }

    private void sendFrom(DatagramSocket socket) {
        for (InetAddress address : addresses) {
            range.ports()
                    .filter(port -> port != boundPort || !address.isLoopbackAddress())
                    .forEach(port -> send(socket, new InetSocketAddress(address, port)));
        }
    }

    private void send(DatagramSocket socket, InetSocketAddress to) {
        EchoPacket packet = EchoPacket.draw(random);
        sent.put(packet, to);
        byte[] bytes = packet.encode();
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            log.debug("{} cannot be sent to: {}", to, e.toString());
        }
    }

    private int port() {
        Set<Integer> ports =
                seen.keySet().stream().map(InetSocketAddress::getPort).collect(Collectors.toCollection(TreeSet::new));
        int port = ports.iterator().next();
        log.info(
                "UDP port {} of {} is this relay's, as a packet that it sent to itself shows",
                port,
                words(seenAt(port)));
        return port;
    }

    private Set<InetAddress> seenAt(int port) {
        return seen.keySet().stream()
                .filter(way -> way.getPort() == port)
                .map(InetSocketAddress::getAddress)
                .collect(Collectors.toSet());
    }

    private static String words(Collection<InetAddress> some) {
        return some.stream().map(InetAddress::getHostAddress).sorted().collect(Collectors.joining(" and "));
    }
}
