package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.PortRange;
import org.anychat.testsupport.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Relays behind ports that something in front of them has dealt out, as docker does with a published range. */
class PublishedPortIT {
    private static final int RANGE = 3;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<DatagramSocket> outside = new ArrayList<>();
    private PortRange range;

    @BeforeEach
    void bindARange() throws IOException {
        while (outside.size() < RANGE) {
            outside.forEach(DatagramSocket::close);
            outside.clear();
            bindFrom(30_000 + new SecureRandom().nextInt(30_000));
        }
        int first = outside.get(0).getLocalPort();
        range = new PortRange(first, first + RANGE - 1);
    }

    private void bindFrom(int first) {
        try {
            for (int i = 0; i < RANGE; i++) {
                outside.add(new DatagramSocket(new InetSocketAddress(LOOPBACK, first + i)));
            }
        } catch (IOException taken) {
            assertTrue(outside.size() < RANGE);
        }
    }

    @AfterEach
    void close() {
        outside.forEach(DatagramSocket::close);
    }

    @Test
    void shouldTellClientsThePortThatLeadsToTheRelay() throws IOException {
        int east = FreePorts.next();
        int west = FreePorts.next();
        forward(outside.get(2), new InetSocketAddress(LOOPBACK, east));
        forward(outside.get(1), new InetSocketAddress(LOOPBACK, west));

        assertEquals(range.last(), portToldBy("east", east));
        assertEquals(range.first() + 1, portToldBy("west", west));
    }

    /** Who tries a deployment on one machine may advertise 127.0.0.1, where each container finds itself. */
    @Test
    void shouldNotTakeItsOwnPortOnLoopbackForThatOfTheOutside() throws IOException {
        InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        forward(outside.get(2), new InetSocketAddress(own, range.first()));
        RelayConfig config = RelayConfig.of(
                        TestWorld.NODE, own.getHostAddress(), range.first(), List.of("127.0.0.1", own.getHostAddress()))
                .published(range);

        try (TestWorld world = new TestWorld(config)) {
            assertEquals(
                    range.last(), world.verticle.advertisedAddresses().get(0).getPort());
        }
    }

    private int portToldBy(String name, int udpPort) {
        RelayConfig config = RelayConfig.of(new NodeId(name), "127.0.0.1", udpPort, List.of("127.0.0.1"))
                .published(range);
        try (TestWorld world = new TestWorld(config)) {
            return world.verticle.advertisedAddresses().get(0).getPort();
        }
    }

    @Test
    void shouldTellClientsTheOnePortWithoutASearch() throws IOException {
        RelayConfig config = RelayConfig.of(TestWorld.NODE, "127.0.0.1", FreePorts.next(), List.of("192.0.2.1"))
                .published(new PortRange(9000, 9000));
        try (TestWorld world = new TestWorld(config)) {
            assertEquals(List.of(new InetSocketAddress("192.0.2.1", 9000)), world.verticle.advertisedAddresses());
        }
    }

    @Test
    void shouldSayThatNoPortLeadsToTheRelay() throws IOException {
        PublishedPort search = new PublishedPort(range, Set.of(LOOPBACK), new SecureRandom(), 0, 2);

        IOException failure = assertThrows(UnpublishedPortException.class, search::find);

        assertTrue(failure.getMessage().contains("none of the UDP ports " + range), failure.getMessage());
    }

    @Test
    void shouldNotBelieveANonceThatItHasNotSent() throws IOException {
        PublishedPort search = new PublishedPort(range, Set.of(), new SecureRandom(), 0, 1);
        byte[] forged = new EchoPacket(1, 2).encode();

        assertEquals(false, search.onIndication(forged, 0, forged.length));
        assertThrows(UnpublishedPortException.class, search::find);
    }

    /** Passes on what comes in, as a proxy of published ports does. */
    private static void forward(DatagramSocket from, InetSocketAddress to) {
        Thread thread = new Thread(
                () -> {
                    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                    try {
                        while (true) {
                            packet.setLength(2048);
                            from.receive(packet);
                            packet.setSocketAddress(to);
                            from.send(packet);
                        }
                    } catch (IOException closed) {
                        from.close();
                    }
                },
                "forwarder");
        thread.setDaemon(true);
        thread.start();
    }
}
