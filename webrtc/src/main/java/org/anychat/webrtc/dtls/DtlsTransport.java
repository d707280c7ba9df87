package org.anychat.webrtc.dtls;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * One DTLS association with one peer: a handshake that authenticates both ends and yields the SRTP keys, then nothing
 * but alerts. It never touches a socket: the owner brings datagrams in and carries datagrams out. Methods may be called
 * from any thread; none blocks.
 *
 * <p>The handshake starts when the peer's fingerprints are known: as client at once, as server with the first datagram.
 * It ends within {@value #HANDSHAKE_TIMEOUT_MS} ms. Lost flights are sent again from 150 ms on, and our last flight also
 * after the handshake, whenever the peer repeats its own (RFC 6347 section 4.2.4).
 */
public final class DtlsTransport {
    /** How long a handshake may take, in milliseconds, waiting for a worker included. */
    public static final int HANDSHAKE_TIMEOUT_MS = 10_000;

    /** Datagrams of one association that are read before others get their turn. */
    private static final int READ_BUDGET = 16;

    private static final int READ_WAIT_MS = 1;

    private final DtlsWorkers workers;
    private final DtlsRole role;
    private final DtlsCertificate certificate;
    private final List<SrtpProfile> profiles;
    private final Listener listener;
    private final DatagramQueue queue = new DatagramQueue();
    private final QueueTransport datagrams;
    private final Map<DtlsReject, AtomicLong> rejects = new EnumMap<>(DtlsReject.class);

    // Guarded by this.
    private State state = State.NEW;
    private List<DtlsFingerprint> remoteFingerprints = List.of();
    private Object network = this;
    private boolean reading;
    /** Before the cipher is known, that of almost everybody: a handshake's own records are longer with any. */
    private volatile int shortestEncrypted = DtlsRecords.SHORTEST_GCM;

    // Written before CONNECTED, read after it on the records thread.
    private DTLSTransport records;

    private enum State {
        NEW,
        READY,
        HANDSHAKE,
        CONNECTED,
        CLOSED
    }

    /** Carries datagrams to the peer. */
    @FunctionalInterface
    public interface Output {
        /**
         * Sends one datagram, of at most 1200 bytes; called on a worker thread, and once more after {@code close} for
         * the alert. It may be lost.
         *
         * @param data the worker's, to be copied before returning
         * @param offset where the datagram starts
         * @param length in bytes
         */
        void send(byte[] data, int offset, int length);
    }

    /**
     * Told what becomes of the association, on a worker thread: the owner brings it to its own. Either {@code onFailed}
     * comes alone, or {@code onHandshakeComplete} and perhaps {@code onClosed}. A call may be under way while the owner
     * closes the transport; none begins afterwards.
     */
    public interface Listener {
        /**
         * Both ends are authenticated.
         *
         * @param keys of this end
         */
        void onHandshakeComplete(SrtpKeys keys);

        /**
         * The handshake failed; the transport is closed.
         *
         * @param reason in words for a log
         */
        void onFailed(String reason);

        /** The peer closed the association, or it broke after the handshake; the transport is closed. */
        void onClosed();
    }

    /**
     * Makes a transport that offers or accepts every {@link SrtpProfile}.
     *
     * @param workers the process's
     * @param role client or server
     * @param certificate presented to the peer
     * @param output carries datagrams to the peer
     * @param listener told of the outcome
     */
    public DtlsTransport(
            DtlsWorkers workers, DtlsRole role, DtlsCertificate certificate, Output output, Listener listener) {
        this(workers, role, certificate, output, listener, List.of(SrtpProfile.values()));
    }

    DtlsTransport(
            DtlsWorkers workers,
            DtlsRole role,
            DtlsCertificate certificate,
            Output output,
            Listener listener,
            List<SrtpProfile> profiles) {
        this.workers = workers;
        this.role = role;
        this.certificate = certificate;
        this.profiles = profiles;
        this.listener = listener;
        for (DtlsReject reason : DtlsReject.values()) {
            rejects.put(reason, new AtomicLong());
        }
        datagrams = new QueueTransport(role, queue, output, workers.computing());
    }

    /**
     * Lets the handshake begin. Datagrams that came before are not lost.
     *
     * @param fingerprints those of the remote description; the peer's certificate must match one of them
     * @throws IllegalArgumentException if there is none
     * @throws IllegalStateException if it was started before
     */
    public void start(Collection<DtlsFingerprint> fingerprints) {
        start(fingerprints, null);
    }

    /**
     * As {@link #start(Collection)}, for a peer whose address is known: where threads are scarce, those who share one get
     * no more of them than others.
     *
     * @param fingerprints those of the remote description
     * @param peer where the peer is, or null
     * @throws IllegalArgumentException if there is no fingerprint
     * @throws IllegalStateException if it was started before
     */
    public void start(Collection<DtlsFingerprint> fingerprints, InetAddress peer) {
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("no remote fingerprint: the peer could not be authenticated");
        }
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            if (state != State.NEW) {
                throw new IllegalStateException("started already");
            }
            remoteFingerprints = List.copyOf(fingerprints);
            network = peer == null ? this : PeerNetwork.of(peer);
            state = State.READY;
        }
        wake();
    }

    /**
     * Takes a datagram that RFC 7983 tells to be DTLS; it is copied. What cannot be DTLS or has no room is dropped and
     * counted.
     *
     * @param data the caller's
     * @param offset where the datagram starts
     * @param length in bytes
     */
    public void onDatagram(byte[] data, int offset, int length) {
        if (length > QueueTransport.RECEIVE_LIMIT) {
            reject(DtlsReject.OVERSIZED);
        } else if (!DtlsRecords.isPlausible(data, offset, length, shortestEncrypted)) {
            reject(DtlsReject.MALFORMED);
        } else if (queue.offer(data, offset, length)) {
            wake();
        } else {
            reject(queue.isClosed() ? DtlsReject.CLOSED : DtlsReject.QUEUE_FULL);
        }
    }

    /** Ends the association: the peer gets an alert, a handshake's thread is freed at once. May be called again. */
    public void close() {
        boolean connected;
        synchronized (this) {
            connected = state == State.CONNECTED;
            state = State.CLOSED;
        }
        queue.close();
        if (connected) {
            workers.execute(this::sendCloseNotify);
        }
    }

    /**
     * How many datagrams were dropped so far.
     *
     * @param reason for which reason
     * @return datagrams
     */
    public long rejected(DtlsReject reason) {
        return rejects.get(reason).get();
    }

    private void reject(DtlsReject reason) {
        rejects.get(reason).incrementAndGet();
    }

    /** Something changed: perhaps the handshake can start, or there are records to read. */
    private void wake() {
        if (shouldStart()) {
            workers.submit(new HandshakeTask(System.nanoTime(), network()));
        } else if (shouldRead()) {
            workers.execute(this::read);
        }
    }

    private synchronized boolean shouldStart() {
        boolean start = state == State.READY && (role == DtlsRole.CLIENT || !queue.isEmpty());
        if (start) {
            state = State.HANDSHAKE;
        }
        return start;
    }

    private synchronized Object network() {
        return network;
    }

    private synchronized boolean shouldRead() {
        boolean read = state == State.CONNECTED && !reading && !queue.isEmpty();
        if (read) {
            reading = true;
        }
        return read;
    }

    private final class HandshakeTask implements HandshakePool.Handshake {
        private final long submittedNs;
        private final Object network;

        HandshakeTask(long submittedNs, Object network) {
            this.submittedNs = submittedNs;
            this.network = network;
        }

        @Override
        public void run() {
            long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - submittedNs);
            if (waitedMs >= HANDSHAKE_TIMEOUT_MS) {
                fail("no worker was free in time");
                return;
            }
            workers.computing().begin();
            try {
                handshake((int) (HANDSHAKE_TIMEOUT_MS - waitedMs));
            } finally {
                workers.computing().end();
            }
        }

        @Override
        public void end(String reason) {
            fail(reason);
        }

        @Override
        public long silentNs(long nowNs) {
            return datagrams.silentNs(nowNs);
        }

        @Override
        public Object network() {
            return network;
        }
    }

    private void handshake(int timeoutMs) {
        HandshakePolicy policy =
                new HandshakePolicy(workers.crypto(), certificate, remoteFingerprints(), profiles, timeoutMs);
        DTLSTransport connected;
        try {
            connected = role == DtlsRole.CLIENT
                    ? new DTLSClientProtocol().connect(new HandshakeClient(policy), datagrams)
                    : new DTLSServerProtocol().accept(new HandshakeServer(policy), datagrams);
            datagrams.flush();
        } catch (IOException | RuntimeException e) {
            fail(policy.reason(e));
            return;
        }
        shortestEncrypted = policy.shortestEncrypted();
        connected(connected, policy.keys());
    }

    private synchronized List<DtlsFingerprint> remoteFingerprints() {
        return remoteFingerprints;
    }

    private void connected(DTLSTransport connected, SrtpKeys keys) {
        boolean abandoned;
        synchronized (this) {
            records = connected;
            abandoned = state == State.CLOSED;
            if (!abandoned) {
                state = State.CONNECTED;
                // Nothing is read until the listener knows that the handshake is complete.
                reading = true;
            }
        }
        if (abandoned) {
            sendCloseNotify();
            return;
        }
        listener.onHandshakeComplete(keys);
        workers.execute(this::read);
    }

    /** Takes what has come, without waiting for more; alerts and repeated flights are handled inside. */
    private void read() {
        byte[] buffer = new byte[QueueTransport.RECEIVE_LIMIT];
        datagrams.receiveAtMost(READ_BUDGET);
        try {
            while (!datagrams.isClosed()) {
                // What comes out is application data: WebRTC has none without data channels.
                records.receive(buffer, 0, buffer.length, READ_WAIT_MS);
            }
            closed();
        } catch (QueueTransport.NothingReceived e) {
            endReading();
        } catch (IOException | RuntimeException e) {
            closed();
        }
    }

    private void endReading() {
        if (datagrams.isClosed()) {
            closed();
            return;
        }
        synchronized (this) {
            reading = false;
        }
        wake();
    }

    private void sendCloseNotify() {
        try {
            records.close();
        } catch (IOException | RuntimeException e) {
            // The peer did not hear it; consent checks will tell it.
            queue.close();
        }
    }

    private void fail(String reason) {
        if (end()) {
            listener.onFailed(reason);
        }
    }

    private void closed() {
        if (end()) {
            listener.onClosed();
        }
    }

    /** False when it had ended before. */
    private boolean end() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return false;
            }
            state = State.CLOSED;
        }
        queue.close();
        return true;
    }
}
