package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.testsupport.LeakCheck;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends in memory: outcome, loss, closing. */
class DtlsTransportTest {
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

    @Test
    void shouldAgreeOnKeysWithGcmPreferred() throws Exception {
        Peer.connect(client, server);

        assertMirrored(SrtpProfile.AEAD_AES_128_GCM, Peer.await(client.keys), Peer.await(server.keys));
    }

    @Test
    void shouldFallBackToCounterMode() throws Exception {
        Peer old = new Peer(workers, DtlsRole.CLIENT, List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80));
        Peer.connect(old, server);

        assertMirrored(SrtpProfile.AES128_CM_HMAC_SHA1_80, Peer.await(old.keys), Peer.await(server.keys));
    }

    @Test
    void shouldFailWithoutACommonProfile() throws Exception {
        Peer old = new Peer(workers, DtlsRole.CLIENT, List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80));
        Peer modern = new Peer(workers, DtlsRole.SERVER, List.of(SrtpProfile.AEAD_AES_128_GCM));
        Peer.connect(old, modern);

        assertEquals("no SRTP profile in common", Peer.await(modern.failure));
        assertEquals("the peer refused: handshake_failure(40)", Peer.await(old.failure));
    }

    @Test
    void shouldRefuseAServerWithAnotherCertificate() throws Exception {
        client.sendsTo(server);
        server.sendsTo(client);
        server.expects(client);
        client.expects(client);

        assertEquals("the peer's certificate does not match the announced fingerprint", Peer.await(client.failure));
        assertEquals("the peer refused: bad_certificate(42)", Peer.await(server.failure));
    }

    @Test
    void shouldAcceptAnyOfSeveralFingerprints() throws Exception {
        client.sendsTo(server);
        server.sendsTo(client);
        server.transport.start(List.of(server.certificate.fingerprint(), client.certificate.fingerprint()));
        client.expects(server);

        Peer.await(server.keys);
    }

    @Test
    void shouldNotStartWithoutAFingerprint() {
        assertThrows(IllegalArgumentException.class, () -> server.transport.start(List.of()));
    }

    @Test
    void shouldKeepWhatComesBeforeTheFingerprintIsKnown() throws Exception {
        client.sendsTo(server);
        server.sendsTo(client);
        Peer.Recorder flight = new Peer.Recorder(server.transport::onDatagram);
        client.sendsTo(flight);
        client.expects(server);
        Peer.await(flight.first);

        server.expects(client);

        Peer.await(server.keys);
        Peer.await(client.keys);
    }

    @RepeatedTest(8)
    void shouldGetThroughLossAndReordering() throws Exception {
        client.sendsTo(Peer.recordByRecord(new LossyLink(seeded.random(), server.transport::onDatagram)));
        server.sendsTo(Peer.recordByRecord(new LossyLink(seeded.random(), client.transport::onDatagram)));
        server.expects(client);
        client.expects(server);

        assertMirrored(SrtpProfile.AEAD_AES_128_GCM, Peer.await(client.keys), Peer.await(server.keys));
    }

    /** Each record in a datagram of its own, as some endpoints send them, lost in turn: ClientHello, Certificate, ClientKeyExchange, CertificateVerify, change_cipher_spec, Finished. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldNotDependOnASingleDatagramOfTheClient(int lost) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        client.sendsTo(Peer.recordByRecord((data, offset, length) -> {
            if (sent.getAndIncrement() != lost) {
                server.transport.onDatagram(data, offset, length);
            }
        }));
        server.sendsTo(client);
        server.expects(client);
        long startNs = System.nanoTime();
        client.expects(server);

        assertMirrored(SrtpProfile.AEAD_AES_128_GCM, Peer.await(client.keys), Peer.await(server.keys));
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(tookMs < DtlsTransport.HANDSHAKE_TIMEOUT_MS / 2, tookMs + " ms");
    }

    @Test
    void shouldSendTheLastFlightAgainAfterTheHandshake() throws Exception {
        client.sendsTo(server);
        // The server's last flight is two datagrams, change_cipher_spec and Finished, and comes when it is done.
        server.sendsTo((data, offset, length) -> {
            boolean lastFlight = data[offset] == 20 || data[offset + 4] == 1;
            if (!lastFlight || server.keys.isDone()) {
                client.transport.onDatagram(data, offset, length);
            }
        });
        server.expects(client);
        client.expects(server);

        assertMirrored(SrtpProfile.AEAD_AES_128_GCM, Peer.await(client.keys), Peer.await(server.keys));
    }

    @Test
    void shouldTellThePeerOfClosing() throws Exception {
        Peer.connect(client, server);
        Peer.await(server.keys);
        Peer.await(client.keys);

        client.transport.close();

        Peer.await(server.closed);
        assertFalse(client.closed.isDone());
    }

    @Test
    void shouldTellThePeerOfClosingDuringTheHandshake() throws Exception {
        Peer.Recorder serverFlight = new Peer.Recorder((data, offset, length) -> {});
        client.sendsTo(server);
        server.sendsTo(serverFlight);
        server.expects(client);
        client.expects(server);
        Peer.await(serverFlight.first);
        server.sendsTo(client);

        server.transport.close();

        assertTrue(Peer.await(client.failure).startsWith("the peer refused: "), "told of the abort");
        assertFalse(server.failure.isDone());
    }

    @Test
    void shouldTakeNothingAfterClosing() {
        server.transport.close();
        server.transport.close();
        server.expects(client);

        server.transport.onDatagram(Peer.HELLO_LIKE, 0, Peer.HELLO_LIKE.length);

        assertEquals(1, server.transport.rejected(DtlsReject.CLOSED));
    }

    private static void assertMirrored(SrtpProfile profile, SrtpKeys clientKeys, SrtpKeys serverKeys) {
        assertEquals(profile, clientKeys.profile());
        assertEquals(profile, serverKeys.profile());
        assertArrayEquals(clientKeys.localKey(), serverKeys.remoteKey());
        assertArrayEquals(clientKeys.localSalt(), serverKeys.remoteSalt());
        assertArrayEquals(clientKeys.remoteKey(), serverKeys.localKey());
        assertArrayEquals(clientKeys.remoteSalt(), serverKeys.localSalt());
    }
}
