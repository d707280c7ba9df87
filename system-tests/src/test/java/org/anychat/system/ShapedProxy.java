package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A UDP port before a relay's whose way to each client is a slow link with a queue, as a home's is. The way to the relay is
 * fast. For a server that says the proxy's port is its own ({@code AdvertisedUDPPorts}).
 */
final class ShapedProxy implements AutoCloseable {
    /** Of RFC 5737's; nothing is sent there. */
    private static final byte[] ANYWHERE = {(byte) 203, 0, 113, 1};

    private static final int MAX_DATAGRAM = 2_048;
    private static final int IP_AND_UDP_BYTES = 28;
    private static final long QUEUE_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final DatagramSocket clients;
    private final int relayPort;
    private final Map<SocketAddress, Link> links = new ConcurrentHashMap<>();
    private final ScheduledExecutorService departures = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "shaped-departures");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long bitrateBps;
    private volatile int lossPercent;
    private volatile long delayNs = TimeUnit.MILLISECONDS.toNanos(20);

    /** Opens a free port. */
    ShapedProxy(int relayPort, long bitrateBps) throws IOException {
        this.clients = new DatagramSocket(new InetSocketAddress(ownAddress(), 0));
        this.relayPort = relayPort;
        this.bitrateBps = bitrateBps;
        daemon("shaped-clients", this::readClients);
    }

    /** This machine's towards others; Firefox tries no loopback address that a relay has. Loopback where there is no network. */
    private static InetAddress ownAddress() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(ANYWHERE), 9));
            return socket.getLocalAddress();
        } catch (IOException | UncheckedIOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** What clients are told that the relay's address is. */
    String address() {
        return clients.getLocalAddress().getHostAddress();
    }

    int port() {
        return clients.getLocalPort();
    }

    /** Changes the speed of all ways to clients. */
    void bitrateBps(long bps) {
        bitrateBps = bps;
    }

    /** Loses datagrams to clients at random from now on. */
    void lossPercent(int percent) {
        lossPercent = percent;
    }

    /** Has datagrams to clients take that long from now on; those to the relay take no time. */
    void delayMs(int ms) {
        delayNs = TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** What went to the client that got most since the last call. */
    long takeMostBytes() {
        long most = 0;
        for (Link link : links.values()) {
            most = Math.max(most, link.bytes.getAndSet(0));
        }
        return most;
    }

    private void readClients() {
        while (!clients.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
            try {
                clients.receive(packet);
                links.computeIfAbsent(packet.getSocketAddress(), Link::new).toRelay(packet);
            } catch (IOException e) {
                if (!clients.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One client's way. */
    private final class Link {
        private final SocketAddress client;
        private final DatagramSocket relay;
        private final AtomicLong bytes = new AtomicLong();
        private long freeNs;

        Link(SocketAddress client) {
            this.client = client;
            try {
                this.relay = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
            this.freeNs = System.nanoTime();
            daemon("shaped-relay", this::readRelay);
        }

        void toRelay(DatagramPacket packet) throws IOException {
            packet.setSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), relayPort));
            relay.send(packet);
        }

        private void readRelay() {
            while (!relay.isClosed()) {
                DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
                try {
                    relay.receive(packet);
                    depart(packet);
                } catch (IOException e) {
                    if (!relay.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        /** Lets a datagram wait for its turn; what would wait for too long is lost. */
        private void depart(DatagramPacket packet) {
            long nowNs = System.nanoTime();
            freeNs = Math.max(freeNs, nowNs);
            if (freeNs - nowNs > QUEUE_NS || ThreadLocalRandom.current().nextInt(100) < lossPercent) {
                return;
            }
            freeNs += (packet.getLength() + IP_AND_UDP_BYTES) * 8L * NS_PER_SECOND / bitrateBps;
            packet.setSocketAddress(client);
            var unused = departures.schedule(() -> send(packet), freeNs - nowNs + delayNs, TimeUnit.NANOSECONDS);
        }

        private void send(DatagramPacket packet) {
            try {
                clients.send(packet);
                bytes.addAndGet(packet.getLength() + IP_AND_UDP_BYTES);
            } catch (IOException e) {
                if (!clients.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        departures.shutdownNow();
        clients.close();
        links.values().forEach(link -> link.relay.close());
    }
}
