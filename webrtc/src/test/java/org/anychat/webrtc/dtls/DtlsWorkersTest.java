package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.LeakCheck;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bounds on threads, with as few of them as there may be. */
class DtlsWorkersTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads("dtls-");

    private static final InetAddress GUEST = InetAddress.getLoopbackAddress();

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final DtlsWorkers workers = new DtlsWorkers(new DtlsWorkers.Limits(2, 1, 2), Peer.RANDOM);

    private volatile byte[] hello;

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    /** A handshake that nobody answers, and that holds a thread. */
    private Peer stalled() throws Exception {
        Peer peer = new Peer(workers, DtlsRole.CLIENT);
        Peer.Recorder flight = new Peer.Recorder((data, offset, length) -> {});
        peer.sendsTo(flight);
        peer.expects(peer);
        Peer.await(flight.first);
        return peer;
    }

    @Test
    void shouldHoldNoThreadForAConnectedPeer() throws Exception {
        for (int i = 0; i < 10; i++) {
            Peer client = new Peer(workers, DtlsRole.CLIENT);
            Peer server = new Peer(workers, DtlsRole.SERVER);
            Peer.connect(client, server);
            // With two threads for both ends, a held one would stop the next pair.
            Peer.await(client.keys);
            Peer.await(server.keys);
        }
    }

    @Test
    void shouldHoldNoThreadForAServerThatWaitsForItsFirstDatagram() throws Exception {
        for (int i = 0; i < 10; i++) {
            Peer idle = new Peer(workers, DtlsRole.SERVER);
            idle.expects(idle);
        }

        workers.warmUp().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldFreeTheThreadOfAClosedHandshakeAtOnce() throws Exception {
        Peer first = stalled();
        Peer second = stalled();
        long startNs = System.nanoTime();

        first.transport.close();
        second.transport.close();
        workers.warmUp().get(20, TimeUnit.SECONDS);

        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(tookMs < DtlsTransport.HANDSHAKE_TIMEOUT_MS / 2, tookMs + " ms");
    }

    @Test
    void shouldRefuseMoreThanMayWait() throws Exception {
        stalled();
        stalled();
        Peer[] waiting = {new Peer(workers, DtlsRole.CLIENT), new Peer(workers, DtlsRole.CLIENT)};
        for (Peer peer : waiting) {
            peer.expects(peer);
        }
        Peer oneMore = new Peer(workers, DtlsRole.CLIENT);
        oneMore.expects(oneMore);

        assertEquals("too many handshakes", Peer.await(oneMore.failure));
        assertEquals(4, workers.handshakesInProgress());
    }

    /** Real ClientHellos that nothing follows, as many as may have threads and as many as may wait, of one address. */
    private List<Peer> guestsThatSayHelloAndNothingElse(Peer client, int count) throws Exception {
        Peer.Recorder flight = new Peer.Recorder((data, offset, length) -> {});
        client.sendsTo(flight);
        client.expects(client);
        Peer.await(flight.first);
        hello = flight.datagrams.element();
        List<Peer> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer server = new Peer(workers, DtlsRole.SERVER);
            server.transport.start(List.of(client.certificate.fingerprint()), GUEST);
            server.transport.onDatagram(hello, 0, hello.length);
            servers.add(server);
        }
        return servers;
    }

    @Test
    void shouldLetAnHonestPeerInThoughSilentOnesHaveAllThreads() throws Exception {
        try (DtlsWorkers others = new DtlsWorkers(Peer.RANDOM)) {
            List<Peer> silent = guestsThatSayHelloAndNothingElse(new Peer(others, DtlsRole.CLIENT), 4);
            Peer client = new Peer(others, DtlsRole.CLIENT);
            Peer server = new Peer(workers, DtlsRole.SERVER);
            client.sendsTo(server);
            server.sendsTo(client);
            long startNs = System.nanoTime();
            server.transport.start(List.of(client.certificate.fingerprint()), InetAddress.getByName("198.51.100.2"));
            client.expects(server);

            Peer.await(client.keys);
            Peer.await(server.keys);

            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(tookMs < DtlsTransport.HANDSHAKE_TIMEOUT_MS / 2, tookMs + " ms");
            assertEquals(HandshakePool.TOO_MANY, Peer.await(silent.get(3).failure), "of those who wait");
            assertEquals(HandshakePool.SILENT, Peer.await(silent.get(0).failure));
            assertTrue(workers.endedSilent() >= 1);
        }
    }

    /** Half a second there and back, and now and then a datagram is lost. */
    private DtlsTransport.Output farAway(Peer to) {
        Executor later = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);
        return new LossyLink(seeded.random(), (data, offset, length) -> {
            byte[] datagram = Arrays.copyOfRange(data, offset, offset + length);
            later.execute(() -> to.transport.onDatagram(datagram, 0, datagram.length));
        });
    }

    @Test
    void shouldLetAPeerThroughThatIsFarAwayWhileSilentOnesKeepComing() throws Exception {
        try (DtlsWorkers others = new DtlsWorkers(Peer.RANDOM)) {
            Peer guest = new Peer(others, DtlsRole.CLIENT);
            Peer client = new Peer(others, DtlsRole.CLIENT);
            Peer server = new Peer(workers, DtlsRole.SERVER);
            client.sendsTo(farAway(server));
            server.sendsTo(farAway(client));
            List<Peer> silent = guestsThatSayHelloAndNothingElse(guest, 4);
            server.transport.start(List.of(client.certificate.fingerprint()), InetAddress.getByName("198.51.100.2"));
            client.expects(server);
            for (Peer each : silent) {
                var unused = each.failure.thenRun(() -> repeatHello(each));
            }

            Peer.await(client.keys);
            Peer.await(server.keys);
        }
    }

    private void repeatHello(Peer ended) {
        Peer next = new Peer(workers, DtlsRole.SERVER);
        next.transport.start(List.of(ended.certificate.fingerprint()), GUEST);
        next.transport.onDatagram(hello, 0, hello.length);
        var unused = next.failure.thenAccept(reason -> {
            if (!reason.equals(DtlsWorkers.CLOSED)) {
                repeatHello(next);
            }
        });
    }

    @Test
    void shouldEndNoSilentHandshakeWhileThereAreThreads() throws Exception {
        Peer peer = stalled();

        assertEquals("the peer did not answer in time", Peer.await(peer.failure));
        assertEquals(0, workers.endedSilent());
    }

    @Test
    void shouldFailAllHandshakesOnClosing() throws Exception {
        Peer running = stalled();
        stalled();
        Peer waiting = new Peer(workers, DtlsRole.CLIENT);
        waiting.expects(waiting);

        workers.close();

        assertEquals(DtlsWorkers.CLOSED, Peer.await(running.failure));
        assertEquals(DtlsWorkers.CLOSED, Peer.await(waiting.failure));
        Peer late = new Peer(workers, DtlsRole.CLIENT);
        late.expects(late);
        assertEquals(DtlsWorkers.CLOSED, Peer.await(late.failure));
    }

    @Test
    void shouldCheckItsLimits() {
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(2, 1, 0));
    }
}
