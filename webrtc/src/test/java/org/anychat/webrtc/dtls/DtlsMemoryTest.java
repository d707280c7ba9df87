package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an association keeps as long as its peer stays, which may be hours. */
class DtlsMemoryTest {
    private static final int PAIRS = 200;
    private static final long MAX_BYTES_PER_PAIR = 45_000;
    private static final int COLLECTIONS = 5;

    private final DtlsWorkers workers = new DtlsWorkers(Peer.RANDOM);

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    @Test
    void shouldKeepLittleOfAFinishedHandshake() throws Exception {
        List<Peer> peers = new ArrayList<>();
        connectPair(peers);
        long before = liveBytes();
        for (int i = 0; i < PAIRS; i++) {
            connectPair(peers);
        }

        long each = (liveBytes() - before) / PAIRS;

        assertTrue(each <= MAX_BYTES_PER_PAIR, "bytes for two ends with their certificates: " + each);
        peers.forEach(peer -> peer.transport.close());
    }

    private void connectPair(List<Peer> peers) throws Exception {
        Peer client = new Peer(workers, DtlsRole.CLIENT);
        Peer server = new Peer(workers, DtlsRole.SERVER);
        Peer.connect(client, server);
        Peer.await(client.keys);
        Peer.await(server.keys);
        peers.add(client);
        peers.add(server);
    }

    /** The least of several, since other threads allocate meanwhile. */
    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
