package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;

/** One end on the virtual network, with all that its listener heard. */
class TransportPeer implements PeerListener, DatagramSender {
    static final SecureRandom RANDOM = new SecureRandom();

    final DtlsCertificate certificate = DtlsCertificate.generate(Instant.now(), RANDOM);
    final List<byte[]> rtp = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final VirtualNetwork.Endpoint endpoint;
    final PeerTransport transport;
    final IceCredentials credentials;
    boolean full;
    boolean recording = true;
    long received;

    TransportPeer(PeerWorld world, IceRole role, InetSocketAddress address) {
        this(world, role, TransportPatience.CLIENTS, address);
    }

    TransportPeer(PeerWorld world, IceRole role, TransportPatience patience, InetSocketAddress address) {
        credentials = IceCredentials.generate(RANDOM);
        endpoint =
                world.network.bind(address, (data, offset, length, from) -> receive(world, data, offset, length, from));
        PeerContext context = new PeerContext(certificate, world.workers, this, world.loop::add, RANDOM, 64);
        transport = new PeerTransport(role, patience, credentials, context, this, world.clock.nowNs());
    }

    RemotePeer description(DtlsRole roleOfTheOther) {
        return description(transport.localCredentials(), certificate, roleOfTheOther);
    }

    RemotePeer description(IceCredentials ice, DtlsCertificate shown, DtlsRole roleOfTheOther) {
        return new RemotePeer(ice, candidates(), List.of(shown.fingerprint()), roleOfTheOther);
    }

    List<IceCandidate> candidates() {
        return List.of(IceCandidate.host(endpoint.address(), 1));
    }

    @Override
    public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
        if (full || endpoint.address() == null) {
            return false;
        }
        endpoint.send(data, offset, length, to);
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void onConnected() {
        events.add("connected");
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        received++;
        if (recording) {
            rtp.add(Arrays.copyOfRange(data, offset, offset + length));
        }
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length, long nowNs) {
        rtcp.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    @Override
    public void onInterrupted() {
        events.add("interrupted");
    }

    @Override
    public void onResumed() {
        events.add("resumed");
    }

    @Override
    public void onClosed(CloseReason reason) {
        events.add("closed " + reason);
    }

    void receive(PeerWorld world, byte[] data, int offset, int length, InetSocketAddress from) {
        transport.onDatagram(data, offset, length, from, world.clock.nowNs());
    }
}
