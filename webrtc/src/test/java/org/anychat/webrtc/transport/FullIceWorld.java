package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.Random;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.stun.StunResponder;

/** Two users on a virtual network, each behind a NAT or not, and a STUN server. */
final class FullIceWorld extends PeerWorld {
    static final InetSocketAddress STUN_SERVER = new InetSocketAddress("192.0.2.1", 8907);
    /** How long a description is under way from one to the other. */
    static final long SIGNALLING_MS = 80;

    final UserPeer offerer;
    final UserPeer answerer;

    private final VirtualNetwork.Endpoint stunServer;

    /** Without a mapping there is no NAT. */
    FullIceWorld(Random random, LinkConditions conditions, Nat.Mapping ofOfferer, Nat.Mapping ofAnswerer) {
        this(random, conditions, ofOfferer, ofAnswerer, IceRole.FULL_CONTROLLED);
    }

    FullIceWorld(
            Random random,
            LinkConditions conditions,
            Nat.Mapping ofOfferer,
            Nat.Mapping ofAnswerer,
            IceRole answererRole) {
        super(random, conditions);
        stunServer = network.bind(STUN_SERVER, this::answerStun);
        offerer = new UserPeer(this, IceRole.FULL_CONTROLLING, hostOf(ofOfferer, "1"), ofOfferer);
        answerer = new UserPeer(this, answererRole, hostOf(ofAnswerer, "2"), ofAnswerer);
        add(offerer);
        add(answerer);
    }

    static String natOf(InetSocketAddress host) {
        return "198.51.100." + host.getAddress().getHostAddress().replaceFirst(".*\\.", "");
    }

    /** One offer, one answer, with all candidates; the answerer begins before the offerer knows of it. */
    void describe() {
        while (!offerer.hasCandidates() || !answerer.hasCandidates()) {
            advanceMs(10);
        }
        answerer.transport.connect(offerer.description(DtlsRole.CLIENT), clock.nowNs());
        RemotePeer answer = answerer.description(DtlsRole.SERVER);
        advanceMs(SIGNALLING_MS);
        offerer.transport.connect(answer, clock.nowNs());
    }

    boolean isConnected() {
        return offerer.transport.isConnected() && answerer.transport.isConnected();
    }

    private void answerStun(byte[] data, int offset, int length, InetSocketAddress from) {
        byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
        int responseLength = StunResponder.respond(data, offset, length, from, response);
        stunServer.send(response, 0, responseLength, from);
    }

    private static InetSocketAddress hostOf(Nat.Mapping mapping, String last) {
        return new InetSocketAddress((mapping == null ? "203.0.113." : "10.0.0.") + last, 40_000);
    }
}
