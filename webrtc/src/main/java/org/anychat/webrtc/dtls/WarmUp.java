package org.anychat.webrtc.dtls;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.anychat.webrtc.srtp.SrtpKeys;

/** One handshake in memory, both ends with the same certificate. */
final class WarmUp {
    private final CompletableFuture<Void> client = new CompletableFuture<>();
    private final CompletableFuture<Void> server = new CompletableFuture<>();
    private final DtlsTransport clientEnd;
    private final DtlsTransport serverEnd;
    private final List<DtlsFingerprint> fingerprints;

    WarmUp(DtlsWorkers workers, DtlsCertificate certificate) {
        fingerprints = List.of(certificate.fingerprint());
        clientEnd = new DtlsTransport(
                workers, DtlsRole.CLIENT, certificate, output(() -> serverEnd()), new Completion(client));
        serverEnd = new DtlsTransport(
                workers, DtlsRole.SERVER, certificate, output(() -> clientEnd), new Completion(server));
    }

    CompletableFuture<Void> run() {
        serverEnd.start(fingerprints);
        clientEnd.start(fingerprints);
        return CompletableFuture.allOf(client, server).whenComplete((done, failure) -> {
            clientEnd.close();
            serverEnd.close();
        });
    }

    private DtlsTransport serverEnd() {
        return serverEnd;
    }

    private static DtlsTransport.Output output(Supplier<DtlsTransport> to) {
        return (data, offset, length) -> to.get().onDatagram(data, offset, length);
    }

    private record Completion(CompletableFuture<Void> done) implements DtlsTransport.Listener {
        @Override
        public void onHandshakeComplete(SrtpKeys keys) {
            done.complete(null);
        }

        @Override
        public void onFailed(String reason) {
            done.completeExceptionally(new IllegalStateException("DTLS warm-up: " + reason));
        }

        @Override
        public void onClosed() {
            done.completeExceptionally(new IllegalStateException("DTLS warm-up: closed"));
        }
    }
}
