package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anychat.webrtc.dtls.DtlsReject;
import org.anychat.webrtc.dtls.DtlsTransport;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.stream.StreamAddress;

/** The DTLS of one transport: starts when peer and path are known, and brings what workers report to the loop. */
final class DtlsSession implements DtlsTransport.Listener {
    private final PeerContext context;
    private final Consumer<SrtpKeys> onKeys;
    private final Consumer<CloseReason> onEnd;
    private final Supplier<InetSocketAddress> path;
    private RemotePeer remote;
    private volatile DtlsTransport transport;
    private volatile String failure;

    DtlsSession(
            PeerContext context,
            Consumer<SrtpKeys> onKeys,
            Consumer<CloseReason> onEnd,
            Supplier<InetSocketAddress> path) {
        this.context = context;
        this.onKeys = onKeys;
        this.onEnd = onEnd;
        this.path = path;
    }

    /** The first description counts: a later one could only exchange the peer for another. */
    void expect(RemotePeer newRemote) {
        if (remote == null) {
            remote = newRemote;
        }
    }

    void start() {
        if (transport != null || remote == null) {
            return;
        }
        transport = new DtlsTransport(
                context.dtlsWorkers(), remote.localDtlsRole(), context.certificate(), this::output, this);
        transport.start(
                remote.fingerprints(), StreamAddress.inNetwork(path.get()).getAddress());
    }

    /** False where it is too early. */
    boolean onDatagram(byte[] data, int offset, int length) {
        if (transport == null) {
            return false;
        }
        transport.onDatagram(data, offset, length);
        return true;
    }

    void close() {
        if (transport != null) {
            transport.close();
        }
    }

    long rejected(DtlsReject reason) {
        DtlsTransport started = transport;
        return started == null ? 0 : started.rejected(reason);
    }

    @Override
    public void onHandshakeComplete(SrtpKeys keys) {
        context.loop().execute(() -> onKeys.accept(keys));
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void onFailed(String reason) {
        failure = reason;
        context.loop().execute(() -> onEnd.accept(CloseReason.DTLS_FAILED));
    }

    @Override
    public void onClosed() {
        context.loop().execute(() -> onEnd.accept(CloseReason.REMOTE));
    }

    /** On a worker. The path is asked for on the loop, so that a repeated flight takes the newest one. */
    private void output(byte[] data, int offset, int length) {
        byte[] datagram = Arrays.copyOfRange(data, offset, offset + length);
        context.loop().execute(() -> {
            context.sender().send(datagram, 0, datagram.length, path.get());
            context.sender().flush();
        });
    }
}
