package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.anychat.testsupport.LeakCheck;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Datagrams of somebody who means harm. */
class DtlsHostileTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads("dtls-");

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final DtlsWorkers workers = new DtlsWorkers(Peer.RANDOM);
    private final Peer client = new Peer(workers, DtlsRole.CLIENT);
    private final Peer server = new Peer(workers, DtlsRole.SERVER);

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    private static byte[] record(int type, int epoch, int body) {
        byte[] datagram = new byte[13 + body];
        datagram[0] = (byte) type;
        datagram[1] = (byte) 0xFE;
        datagram[2] = (byte) 0xFD;
        datagram[4] = (byte) epoch;
        datagram[10] = 9;
        datagram[11] = (byte) (body >> 8);
        datagram[12] = (byte) body;
        return datagram;
    }

    @Test
    void shouldWakeNoWorkerForNoise() {
        server.expects(client);
        Random random = seeded.random();
        int noises = 10_000;
        for (int i = 0; i < noises; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            server.transport.onDatagram(noise, 0, noise.length);
        }

        assertEquals(noises, server.transport.rejected(DtlsReject.MALFORMED));
        assertEquals(0, workers.handshakesInProgress());
    }

    @Test
    void shouldRejectAHandshakeMessageOfAbsurdLength() {
        byte[] hello = Peer.HELLO_LIKE.clone();
        hello[14] = (byte) 0xFF;
        server.expects(client);

        server.transport.onDatagram(hello, 0, hello.length);

        assertEquals(1, server.transport.rejected(DtlsReject.MALFORMED));
        assertEquals(0, workers.handshakesInProgress());
    }

    @Test
    void shouldRejectOversizedDatagrams() {
        server.expects(client);

        server.transport.onDatagram(record(23, 1, 2036), 0, 2049);
        server.transport.onDatagram(new byte[65_535], 0, 65_535);

        assertEquals(2, server.transport.rejected(DtlsReject.OVERSIZED));
    }

    @Test
    void shouldBoundWhatWaitsForTheFingerprint() {
        for (int i = 0; i < DatagramQueue.MAX_DATAGRAMS + 5; i++) {
            server.transport.onDatagram(Peer.HELLO_LIKE, 0, Peer.HELLO_LIKE.length);
        }

        assertEquals(5, server.transport.rejected(DtlsReject.QUEUE_FULL));
    }

    @Test
    void shouldFailOnAHandshakeThatIsNone() throws Exception {
        server.expects(client);

        server.transport.onDatagram(Peer.HELLO_LIKE, 0, Peer.HELLO_LIKE.length);

        assertTrue(Peer.await(server.failure).startsWith("handshake error: "));
    }

    @Test
    void shouldStayConnectedThroughForgedRecords() throws Exception {
        Peer.connect(client, server);
        Peer.await(client.keys);
        Peer.await(server.keys);
        Random random = seeded.random();
        for (int type = 20; type <= 23; type++) {
            for (int length = 0; length <= 40; length += 8) {
                sendForged(type, length, random);
            }
            awaitRecordsRead();
        }
        byte[] fatalAlert = record(21, 0, 2);
        fatalAlert[13] = 2;
        fatalAlert[14] = 40;
        server.transport.onDatagram(fatalAlert, 0, fatalAlert.length);
        awaitRecordsRead();

        assertFalse(server.closed.isDone());
        client.transport.close();
        Peer.await(server.closed);
    }

    @Test
    void shouldAnswerAReplayedHandshakeWithLittle() throws Exception {
        Peer.Recorder clientFlights = new Peer.Recorder(server.transport::onDatagram);
        Peer.Recorder serverFlights = new Peer.Recorder(client.transport::onDatagram);
        client.sendsTo(clientFlights);
        server.sendsTo(serverFlights);
        server.expects(client);
        client.expects(server);
        Peer.await(client.keys);
        Peer.await(server.keys);
        List<byte[]> flights = new ArrayList<>(clientFlights.datagrams);
        int answered = serverFlights.datagrams.size();

        for (int i = 0; i < 20; i++) {
            for (byte[] datagram : flights) {
                server.transport.onDatagram(datagram, 0, datagram.length);
            }
            awaitRecordsRead();
        }

        // Replayed records have old sequence numbers, so that not even the last flight is sent again.
        assertEquals(answered, serverFlights.datagrams.size());
        assertFalse(server.closed.isDone());
    }

    @Test
    void shouldEndEveryTamperedHandshakeOneWayOrTheOther() throws Exception {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Peer someClient = new Peer(workers, DtlsRole.CLIENT);
            Peer someServer = new Peer(workers, DtlsRole.SERVER);
            someClient.sendsTo(new TamperingLink(seeded.random(), someServer.transport::onDatagram));
            someServer.sendsTo(new TamperingLink(seeded.random(), someClient.transport::onDatagram));
            someServer.expects(someClient);
            someClient.expects(someServer);
            ends.add(CompletableFuture.anyOf(someClient.failure, someClient.keys.exceptionally(failure -> null)));
            ends.add(CompletableFuture.anyOf(someServer.failure, someServer.keys.exceptionally(failure -> null)));
        }

        for (CompletableFuture<?> end : ends) {
            Peer.await(end);
        }
    }

    /** All that was to be read is read: the records thread works in order. */
    /** In the epoch of the handshake, in the one in use and in one to come. */
    private void sendForged(int type, int length, Random random) {
        for (int epoch = 0; epoch < 3; epoch++) {
            byte[] forged = record(type, epoch, length);
            for (int i = 13; i < forged.length; i++) {
                forged[i] = (byte) random.nextInt();
            }
            server.transport.onDatagram(forged, 0, forged.length);
        }
    }

    private void awaitRecordsRead() throws Exception {
        for (int i = 0; i < 2 * DatagramQueue.MAX_DATAGRAMS; i++) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            workers.execute(() -> turn.complete(null));
            Peer.await(turn);
        }
    }

    /** Flips one bit in every tenth datagram. */
    private static final class TamperingLink implements DtlsTransport.Output {
        private final Random random;
        private final DtlsTransport.Output to;

        TamperingLink(Random random, DtlsTransport.Output to) {
            this.random = new Random(random.nextLong());
            this.to = to;
        }

        @Override
        public synchronized void send(byte[] data, int offset, int length) {
            byte[] datagram = Arrays.copyOfRange(data, offset, offset + length);
            if (random.nextInt(10) == 0) {
                datagram[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            }
            to.send(datagram, 0, length);
        }
    }
}
