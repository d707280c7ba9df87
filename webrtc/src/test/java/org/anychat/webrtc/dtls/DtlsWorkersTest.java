package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bounds on threads, with as few of them as there may be. */
class DtlsWorkersTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads("dtls-");

    private final DtlsWorkers workers = new DtlsWorkers(new DtlsWorkers.Limits(2, 1, 2), Peer.RANDOM);

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
    void shouldGiveUpOnASilentPeer() throws Exception {
        Peer peer = stalled();

        assertEquals("the peer did not answer in time", Peer.await(peer.failure));
    }

    @Test
    void shouldCheckItsLimits() {
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new DtlsWorkers.Limits(2, 1, 0));
    }
}
