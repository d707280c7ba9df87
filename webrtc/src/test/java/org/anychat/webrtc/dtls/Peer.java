package org.anychat.webrtc.dtls;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;

/** One end of a handshake in memory, with its outcome as futures. */
final class Peer implements DtlsTransport.Listener {
    static final SecureRandom RANDOM = new SecureRandom();
    static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

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
}
