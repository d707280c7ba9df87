package org.anychat.relay;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsFingerprint;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.dtls.DtlsWorkers;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.tcp.TcpDialer;
import org.anychat.webrtc.tcp.TcpSettings;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PathSender;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/** A client's end of one connection, on a real socket. */
class TestPeer implements PeerListener, DatagramReceiver, AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();

    final Signal signal = new Signal();
    private IceCredentials credentials = IceCredentials.generate(RANDOM);
    private final DtlsCertificate certificate;
    private final EventLoop loop;
    private final UdpPort port;
    private final TcpDialer tcp;
    private final PathSender sender;
    private final boolean tcpAlone;
    private final PeerTransport transport;
    private final Future<?> timer;
    private final List<byte[]> rtp = new ArrayList<>();
    private final List<byte[]> rtcp = new ArrayList<>();
    private int proxyPort;
    private volatile boolean connected;
    private volatile boolean gone;
    private volatile CloseReason closed;
    private volatile Predicate<byte[]> loss = packet -> false;

    /** {@code tcpAlone} is a client that reaches nothing by UDP. */
    TestPeer(EventLoop loop, DtlsWorkers workers, DtlsCertificate certificate, boolean tcpAlone) {
        this.tcpAlone = tcpAlone;
        this.loop = loop;
        this.certificate = certificate;
        this.port = new UdpPort(loop, UdpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        port.open(this).toCompletableFuture().join();
        this.tcp = new TcpDialer(loop, TcpSettings.STANDARD, this, this::onPathLost);
        this.sender = new PathSender(port);
        PeerContext context = new PeerContext(certificate, workers, sender, loop, RANDOM, 64);
        this.transport =
                onLoop(() -> new PeerTransport(IceRole.CONTROLLING, credentials, context, this, System.nanoTime()));
        this.timer = loop.scheduleAtFixedRate(this::onTimer, 10, 10, TimeUnit.MILLISECONDS);
    }

    LocalParameters local() {
        DtlsFingerprint fingerprint = certificate.fingerprint();
        return new LocalParameters(
                RANDOM.nextLong() & Long.MAX_VALUE,
                false,
                credentials.ufrag(),
                credentials.password(),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                List.of());
    }

    /** Begins an ICE restart; returns what the next description has to say. */
    LocalParameters restart() {
        credentials = IceCredentials.generate(RANDOM);
        onLoop(() -> {
            transport.restartIce(credentials);
            return null;
        });
        return local();
    }

    void connect(RemoteParameters remote) {
        List<IceCandidate> candidates = remote.candidates().stream()
                .flatMap(value -> IceCandidate.parse("candidate:" + value).stream())
                .filter(candidate -> tcpAlone == (candidate.transport() == IceCandidate.Transport.TCP))
                .map(candidate -> tcpAlone ? candidate.at(tcp.address(way(candidate.address()))) : candidate)
                .toList();
        RemotePeer peer = new RemotePeer(
                new IceCredentials(remote.ufrag(), remote.password()),
                candidates,
                List.of(DtlsFingerprint.parse(remote.fingerprint().toString()).orElseThrow()),
                remote.localSetup() == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER);
        onLoop(() -> {
            transport.connect(peer, System.nanoTime());
            sender.flush();
            return null;
        });
    }

    /** TCP connections go by this port instead of the relay's. */
    void tcpBy(int port) {
        proxyPort = port;
    }

    private InetSocketAddress way(InetSocketAddress relay) {
        return proxyPort == 0 ? relay : new InetSocketAddress(relay.getAddress(), proxyPort);
    }

    private void onPathLost(InetSocketAddress address) {
        transport.onPathLost(address, System.nanoTime());
    }

    void sendRtp(byte[] packet) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + TAIL_ROOM);
        onLoop(() -> {
            transport.sendRtp(buffer, 0, packet.length);
            sender.flush();
            return null;
        });
    }

    void sendRtcp(byte[] packet) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + TAIL_ROOM);
        onLoop(() -> {
            transport.sendRtcp(buffer, 0, packet.length);
            sender.flush();
            return null;
        });
    }

    /** Drops arriving RTP packets as if the network had. */
    void lose(Predicate<byte[]> condition) {
        loss = condition;
    }

    void awaitConnected() {
        signal.await("connected", () -> connected);
    }

    void awaitClosed() {
        signal.await("closed", () -> closed != null);
    }

    List<byte[]> rtp() {
        synchronized (rtp) {
            return List.copyOf(rtp);
        }
    }

    List<byte[]> rtcp() {
        synchronized (rtcp) {
            return List.copyOf(rtcp);
        }
    }

    /** Waits for packets of a kind and returns all that has come. */
    List<byte[]> awaitRtcp(RtcpKind kind, int count) {
        signal.await(() -> count + " " + kind, () -> TestPackets.count(rtcp(), kind) >= count);
        return rtcp();
    }

    private void onTimer() {
        transport.onTimer(System.nanoTime());
        sender.flush();
    }

    private <T> T onLoop(java.util.concurrent.Callable<T> call) {
        try {
            return loop.inEventLoop() ? call.call() : loop.submit(call).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("on the peer's loop", e);
        }
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        transport.onDatagram(data, offset, length, from, nowNs);
    }

    @Override
    public void onBatchEnd() {
        sender.flush();
    }

    @Override
    public void onConnected() {
        connected = true;
        signal.raise();
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        byte[] packet = Arrays.copyOfRange(data, offset, offset + length);
        if (!loss.test(packet)) {
            synchronized (rtp) {
                rtp.add(packet);
            }
            signal.raise();
        }
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length, long nowNs) {
        synchronized (rtcp) {
            rtcp.add(Arrays.copyOfRange(data, offset, offset + length));
        }
        signal.raise();
    }

    @Override
    public void onInterrupted() {}

    @Override
    public void onResumed() {}

    @Override
    public void onClosed(CloseReason reason) {
        closed = reason;
        signal.raise();
    }

    /** Goes without a word. */
    void vanish() {
        gone = true;
        timer.cancel(false);
        onLoop(() -> {
            tcp.close();
            return null;
        });
        CompletableFuture<Void> done = port.close().toCompletableFuture();
        done.join();
    }

    /** Where the relay is for this peer. */
    String remoteAddress() {
        return onLoop(() -> String.valueOf(transport.remoteAddress()));
    }

    /** Says goodbye; the port stays open, as the words leave from another thread. */
    void hangUp() {
        onLoop(() -> {
            transport.close();
            return null;
        });
    }

    @Override
    public void close() {
        if (!gone) {
            hangUp();
            vanish();
        }
    }
}
