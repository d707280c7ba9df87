package org.anychat.webrtc.dtls;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;

/** One end of a handshake in memory, with its outcome as futures. */
final class Peer implements DtlsTransport.Listener {
    static final SecureRandom RANDOM = new SecureRandom();
    static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** A whole record of a whole handshake message, which the checks let pass: type 1, length 0. */
    static final byte[] HELLO_LIKE =
            HexFormat.of().parseHex("16 fefd 0000 000000000000 000c 01 000000 0000 000000 000000".replace(" ", ""));

    final DtlsCertificate certificate = DtlsCertificate.generate(NOW, RANDOM);
    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    final CompletableFuture<String> failure = new CompletableFuture<>();
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    final DtlsTransport transport;
    private volatile DtlsTransport.Output link = (data, offset, length) -> {};

    Peer(DtlsWorkers workers, DtlsRole role) {
        this(workers, role, List.of(SrtpProfile.values()));
    }

    Peer(DtlsWorkers workers, DtlsRole role, List<SrtpProfile> profiles) {
        transport = new DtlsTransport(
                workers, role, certificate, (data, offset, length) -> link.send(data, offset, length), this, profiles);
    }

    void sendsTo(DtlsTransport.Output output) {
        link = output;
    }

    void sendsTo(Peer other) {
        link = other.transport::onDatagram;
    }

    void expects(Peer other) {
        transport.start(List.of(other.certificate.fingerprint()));
    }

    static void connect(Peer client, Peer server) {
        client.sendsTo(server);
        server.sendsTo(client);
        server.expects(client);
        client.expects(server);
    }

    /** Takes datagrams apart into their records. */
    static DtlsTransport.Output recordByRecord(DtlsTransport.Output to) {
        return (data, offset, length) -> {
            int end = offset + length;
            for (int at = offset; at < end; at = DtlsRecords.end(data, at)) {
                to.send(data, at, DtlsRecords.end(data, at) - at);
            }
        };
    }

    static <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void onHandshakeComplete(SrtpKeys srtpKeys) {
        keys.complete(srtpKeys);
    }

    @Override
    public void onFailed(String reason) {
        failure.complete(reason);
        keys.completeExceptionally(new IllegalStateException(reason));
    }

    @Override
    public void onClosed() {
        closed.complete(null);
    }

    /** Copies all datagrams on their way to another output. */
    static final class Recorder implements DtlsTransport.Output {
        final CompletableFuture<Void> first = new CompletableFuture<>();
        final Queue<byte[]> datagrams = new ConcurrentLinkedQueue<>();
        private final DtlsTransport.Output to;

        Recorder(DtlsTransport.Output to) {
            this.to = to;
        }

        @Override
        public void send(byte[] data, int offset, int length) {
            datagrams.add(Arrays.copyOfRange(data, offset, offset + length));
            to.send(data, offset, length);
            first.complete(null);
        }
    }
}
