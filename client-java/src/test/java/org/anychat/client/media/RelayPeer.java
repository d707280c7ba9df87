package org.anychat.client.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsFingerprint;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Rtx;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.negotiation.HostCandidates;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.NegotiatedMedia;
import org.anychat.webrtc.sdp.negotiation.PublisherAnswer;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramClass;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.Demultiplexer;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/**
 * The relay's end of one connection, on a real UDP port on loopback: ICE-lite, receives or sends tracks, and loses a share of the RTP packets in either direction.
 * For its loop.
 */
public final class RelayPeer implements DatagramReceiver, DatagramSender, PeerListener, AutoCloseable {
    private final MediaResources resources;
    private final MediaSink sink;
    private final DtlsCertificate certificate;
    private final long sessionId;
    private final Random losses;
    private final double lossRate;
    private final UdpPort udp;
    private final PeerTransport transport;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Map<Integer, TrackReceiver> receivers = new HashMap<>();
    private final Map<Integer, Integer> ssrcByRtxSsrc = new HashMap<>();
    private final Map<Integer, Integer> payloadTypes = new HashMap<>();
    private final List<TrackSender> senders = new ArrayList<>();
    private final RtpPacket packet = new RtpPacket();
    private final RtcpReader rtcp = new RtcpReader();
    private final RtcpWriter feedback = new RtcpWriter();
    private final byte[] feedbackBuffer = new byte[1500];
    private InetSocketAddress address;
    private int lostPackets;
    private int receiverReports;
    private int senderReports;

    public RelayPeer(MediaResources resources, MediaSink sink, double lossRate, long seed) {
        this.resources = resources;
        this.sink = sink;
        this.certificate = DtlsCertificate.generate(Instant.now(), resources.random());
        this.sessionId = resources.random().nextLong() >>> 1;
        this.lossRate = lossRate;
        this.losses = new Random(seed);
        udp = new UdpPort(resources.loop(), UdpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        PeerContext context =
                new PeerContext(certificate, resources.dtlsWorkers(), this, resources.loop(), resources.random(), 16);
        IceCredentials credentials = IceCredentials.generate(resources.random());
        transport = new PeerTransport(IceRole.LITE, credentials, context, this, System.nanoTime());
        var unused = resources.loop().scheduleAtFixedRate(this::onTimer, 10, 10, TimeUnit.MILLISECONDS);
    }

    public CompletableFuture<RelayPeer> open() {
        return udp.open(this).toCompletableFuture().thenApply(bound -> {
            address = bound;
            return this;
        });
    }

    public CompletableFuture<Void> connected() {
        return connected;
    }

    /** Why the connection is over. */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    int lostPackets() {
        return lostPackets;
    }

    int receiverReports() {
        return receiverReports;
    }

    int senderReports() {
        return senderReports;
    }

    public LocalParameters localParameters() {
        DtlsFingerprint fingerprint = certificate.fingerprint();
        IceCredentials credentials = transport.localCredentials();
        return new LocalParameters(
                sessionId,
                true,
                credentials.ufrag(),
                credentials.password(),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                HostCandidates.udp(List.of(address)));
    }

    /** Answers a publisher and gives what it sends to the sink, as user 1. */
    public String answer(String offer) throws SdpException {
        PublisherAnswer answer = PublisherAnswer.to(
                SdpParser.parse(offer),
                localParameters(),
                MediaCapabilities.relay().withoutFeedback(MediaCapabilities.TRANSPORT_CC));
        for (NegotiatedMedia media : answer.media()) {
            MediaCodec codec =
                    MediaCodec.ofEncodingName(media.codecs().get(0).codec().name());
            int ssrc = media.encodings().get(0).ssrc().getAsInt();
            receivers.put(ssrc, new TrackReceiver(new RemoteTrack(1, codec), ssrc, sink));
            payloadTypes.put(ssrc, media.codecs().get(0).payloadType());
            media.encodings().get(0).rtxSsrc().ifPresent(rtx -> ssrcByRtxSsrc.put(rtx, ssrc));
        }
        connect(answer.remote());
        return SdpWriter.write(answer.description());
    }

    /** Takes a subscriber's answer. */
    public void accept(RemoteAnswer answer) {
        connect(answer.remote());
    }

    void send(MediaSource source, TrackSender.SendParameters parameters) {
        senders.add(new TrackSender(source, parameters, new Random(1), transport::sendRtp));
    }

    void requestKeyFrame() {
        int ssrc = receivers.keySet().iterator().next();
        feedback.wrap(feedbackBuffer, 0, 1200).pli(1, ssrc);
        transport.sendRtcp(feedbackBuffer, 0, feedback.length());
    }

    List<SendStatistics> sendStatistics() {
        return senders.stream().map(TrackSender::statistics).toList();
    }

    List<TrackStatistics> receiveStatistics() {
        return receivers.values().stream().map(TrackReceiver::statistics).toList();
    }

    @Override
    public void close() {
        transport.close();
        var unused = resources.loop().schedule(udp::close, 500, TimeUnit.MILLISECONDS);
    }

    private void connect(RemoteParameters remote) {
        DtlsRole role = remote.localSetup() == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
        DtlsFingerprint fingerprint = new DtlsFingerprint(
                remote.fingerprint().hashFunction(), remote.fingerprint().value());
        transport.connect(
                new RemotePeer(
                        new IceCredentials(remote.ufrag(), remote.password()), List.of(), List.of(fingerprint), role),
                System.nanoTime());
    }

    private boolean lost(byte[] data, int offset, int length) {
        boolean rtp = Demultiplexer.classify(data, offset, length) == DatagramClass.RTP;
        boolean lost = rtp && losses.nextDouble() < lossRate;
        lostPackets += lost ? 1 : 0;
        return lost;
    }

    private void onTimer() {
        long nowNs = System.nanoTime();
        transport.onTimer(nowNs);
        if (transport.isConnected()) {
            senders.forEach(sender -> sender.onTimer(nowNs));
            feedback.wrap(feedbackBuffer, 0, 1200);
            receivers.values().forEach(receiver -> receiver.onTimer(nowNs, 1, feedback));
            if (feedback.length() > 0) {
                transport.sendRtcp(feedbackBuffer, 0, feedback.length());
            }
        }
        udp.flush();
    }

    @Override
    public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
        return lost(data, offset, length) || udp.send(data, offset, length, to);
    }

    @Override
    public void flush() {
        udp.flush();
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (!lost(data, offset, length)) {
            transport.onDatagram(data, offset, length, from, nowNs);
        }
    }

    @Override
    public void onBatchEnd() {
        udp.flush();
    }

    @Override
    public void onConnected() {
        connected.complete(null);
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        packet.wrap(data, offset, length);
        Integer original = ssrcByRtxSsrc.get(packet.ssrc());
        if (original == null) {
            receivers.get(packet.ssrc()).onRtp(packet, nowNs);
        } else if (Rtx.decapsulate(packet, payloadTypes.get(original), original)) {
            receivers.get(original).onRetransmission(packet, nowNs);
        }
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length, long nowNs) {
        if (!rtcp.wrap(data, offset, length)) {
            throw new AssertionError("The SDK sent malformed RTCP");
        }
        while (rtcp.next()) {
            receiverReports += rtcp.kind() == RtcpKind.RECEIVER_REPORT ? 1 : 0;
            senderReports += rtcp.kind() == RtcpKind.SENDER_REPORT ? 1 : 0;
            for (TrackSender sender : senders) {
                onFeedback(sender, nowNs);
            }
        }
    }

    private void onFeedback(TrackSender sender, long nowNs) {
        if (rtcp.kind() == RtcpKind.NACK && rtcp.mediaSsrc() == sender.ssrc()) {
            rtcp.forEachNacked(sender::onNack);
        } else if (rtcp.kind() == RtcpKind.PLI && rtcp.mediaSsrc() == sender.ssrc()) {
            sender.onKeyFrameRequest(nowNs);
        }
    }

    @Override
    public void onInterrupted() {
        // Nothing depends on it in the tests.
    }

    @Override
    public void onResumed() {
        // Nothing depends on it in the tests.
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.complete(reason);
    }
}
