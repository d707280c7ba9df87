package org.anychat.client.media;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsFingerprint;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.ice.IceOutput;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.tcp.TcpDialer;
import org.anychat.webrtc.tcp.TcpSettings;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PathSender;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.transport.TransportPatience;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/**
 * One transport, with a UDP port of its own, and a timer: to the relay, with TCP connections where nothing answers by UDP, or to
 * another user. For its loop.
 */
final class PeerConnection implements DatagramReceiver, PeerListener, TrackSender.PacketOutput {
    static final long TIMER_PERIOD_MS = 10;

    private static final long LINGER_MS = 500;
    private static final int SOCKET_BUFFER_BYTES = 512 << 10;
    private static final int MAXIMUM_REMOTE_SOURCES = 512;
    private static final String ATTRIBUTE = "candidate:";

    private final MediaResources resources;
    private final Owner owner;
    private final UdpPort udp;
    private final TcpDialer tcp;
    private final DatagramSender sender;
    private final PeerTransport transport;
    private final CompletionStage<InetSocketAddress> opened;
    private final ScheduledFuture<?> timer;
    private final Gathering gathering;
    private final long sessionId;

    /** Of this connection alone: by its certificate the relay tells a new connection from a new description of the old one. */
    private final DtlsCertificate certificate;

    /** Whose connection it is. Called on the loop. */
    interface Owner {
        void onConnected();

        void onRtp(byte[] data, int offset, int length, long nowNs);

        void onRtcp(byte[] data, int offset, int length, long nowNs);

        /** Every {@link #TIMER_PERIOD_MS} while connected. */
        void onTimer(long nowNs);

        /** What has come together has been given. */
        default void onBatchEnd() {}

        /** Once and last, not after {@link PeerConnection#close}. */
        void onClosed(CloseReason reason);
    }

    /** What a connection is to be. */
    interface Side {
        IceRole role();

        TransportPatience patience();

        Gathering gathering(IceOutput output);
    }

    /** The client's side of a connection to the relay. */
    enum RelaySide implements Side {
        INSTANCE;

        @Override
        public IceRole role() {
            return IceRole.CONTROLLING;
        }

        @Override
        public TransportPatience patience() {
            return TransportPatience.CLIENTS;
        }

        @Override
        public Gathering gathering(IceOutput output) {
            return Gathering.NOTHING;
        }
    }

    PeerConnection(MediaResources resources, Owner owner) {
        this(resources, owner, RelaySide.INSTANCE);
    }

    PeerConnection(MediaResources resources, Owner owner, Side side) {
        this.resources = resources;
        this.owner = owner;
        this.certificate = DtlsCertificate.generate(Instant.now(), resources.random());
        this.sessionId = resources.random().nextLong() >>> 1;
        InetSocketAddress anyPort = new InetSocketAddress(0);
        this.udp = new UdpPort(
                resources.loop(),
                new UdpSettings(anyPort, false, true, SOCKET_BUFFER_BYTES, SOCKET_BUFFER_BYTES, SOCKET_BUFFER_BYTES));
        this.tcp = new TcpDialer(resources.loop(), TcpSettings.STANDARD, this, this::onPathLost);
        this.sender = new PathSender(udp);
        this.gathering = side.gathering(sender::send);
        PeerContext context = new PeerContext(
                certificate,
                resources.dtlsWorkers(),
                sender,
                resources.loop(),
                resources.random(),
                MAXIMUM_REMOTE_SOURCES);
        IceCredentials credentials = IceCredentials.generate(resources.random());
        this.transport = new PeerTransport(side.role(), side.patience(), credentials, context, this, System.nanoTime());
        this.opened = udp.open(this);
        this.timer = resources
                .loop()
                .scheduleAtFixedRate(this::onTimer, TIMER_PERIOD_MS, TIMER_PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** This side's half with all candidates. Completes on the loop, which may be after {@link #close}; fails where no port can be opened. */
    CompletionStage<LocalParameters> described() {
        return opened.thenComposeAsync(
                        address -> {
                            CompletionStage<List<IceCandidate>> found =
                                    gathering.start(address.getPort(), System.nanoTime());
                            sender.flush();
                            return found;
                        },
                        resources.loop())
                .thenApply(this::localParameters);
    }

    LocalParameters localParameters() {
        return localParameters(List.of());
    }

    private LocalParameters localParameters(List<IceCandidate> candidates) {
        IceCredentials credentials = transport.localCredentials();
        DtlsFingerprint fingerprint = certificate.fingerprint();
        return new LocalParameters(
                sessionId,
                false,
                credentials.ufrag(),
                credentials.password(),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                candidates.stream()
                        .map(candidate -> candidate.toAttribute().substring(ATTRIBUTE.length()))
                        .toList());
    }

    /** Takes the other side's half; again after each renegotiation. */
    void connect(RemoteParameters remote) {
        List<IceCandidate> candidates = remote.candidates().stream()
                .map(value -> IceCandidate.parse(ATTRIBUTE + value))
                .flatMap(Optional::stream)
                .map(this::reachable)
                .toList();
        DtlsRole role = remote.localSetup() == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
        RemotePeer peer = new RemotePeer(
                new IceCredentials(remote.ufrag(), remote.password()),
                candidates,
                List.of(new DtlsFingerprint(
                        remote.fingerprint().hashFunction(),
                        remote.fingerprint().value())),
                role);
        CompletionStage<Void> unused = opened.thenAcceptAsync(
                address -> {
                    transport.connect(peer, System.nanoTime());
                    sender.flush();
                },
                resources.loop());
    }

    /** A TCP candidate by what dials it. */
    private IceCandidate reachable(IceCandidate candidate) {
        return candidate.transport() == IceCandidate.Transport.TCP
                ? candidate.at(tcp.address(candidate.address()))
                : candidate;
    }

    boolean connected() {
        return transport.isConnected();
    }

    /** Whether media gets through, as far as can be told. */
    boolean flows() {
        return transport.isConnected() && !transport.isInterrupted();
    }

    /** Has the other side asked, with the next timer, whether it is there. */
    void ask() {
        transport.ask(System.nanoTime());
    }

    /** When the other side last said that it is there; means nothing before there is a path. */
    long lastConsentNs() {
        return transport.lastConsentNs();
    }

    /** There and back, by the quickest connectivity check; below 0 where there was none. */
    long roundTripNs() {
        return transport.roundTripNs();
    }

    /** Begins an ICE restart: the next description has other credentials, and {@link #connect} takes the relay's. */
    void restartIce() {
        transport.restartIce(IceCredentials.generate(resources.random()));
    }

    /** Also where the way to the relay is lost. */
    @Override
    public boolean isCrowded() {
        return transport.remoteAddress() instanceof StreamAddress address
                && address.stream().isCrowded();
    }

    /** Protects in place and sends with the next flush; the buffer needs {@link DatagramReceiver#TAIL_ROOM} behind the packet. */
    @Override
    public void send(byte[] buffer, int offset, int length) {
        transport.sendRtp(buffer, offset, length);
    }

    void sendRtcp(byte[] buffer, int offset, int length) {
        transport.sendRtcp(buffer, offset, length);
    }

    void close() {
        if (!timer.isCancelled()) {
            timer.cancel(false);
            transport.close();
            // A DTLS worker writes the close_notify and hands it to the loop: the port has to be there for it.
            var unused = resources.loop().schedule(this::closePaths, LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void closePaths() {
        tcp.close();
        var unused = udp.close();
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (!gathering.take(data, offset, length, from)) {
            transport.onDatagram(data, offset, length, from, nowNs);
        }
    }

    private void onPathLost(InetSocketAddress address) {
        transport.onPathLost(address, System.nanoTime());
    }

    @Override
    public void onBatchEnd() {
        owner.onBatchEnd();
        sender.flush();
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public void onConnected() {
        owner.onConnected();
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        owner.onRtp(data, offset, length, nowNs);
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length, long nowNs) {
        owner.onRtcp(data, offset, length, nowNs);
    }

    @Override
    public void onInterrupted() {
        // The server tells the application (mediaState); ICE goes on trying.
    }

    @Override
    public void onResumed() {
        // As with onInterrupted.
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (reason != CloseReason.LOCAL) {
            close();
            owner.onClosed(reason);
        }
    }

    private void onTimer() {
        long nowNs = System.nanoTime();
        gathering.onTimer(nowNs);
        transport.onTimer(nowNs);
        if (transport.isConnected()) {
            owner.onTimer(nowNs);
        }
        sender.flush();
    }
}
