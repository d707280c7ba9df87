package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.anychat.relay.feedback.PublisherCeiling;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.transport.TransportPatience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link to another relay, which answers its checks or does not, and sends media all the time. */
class LinkConsentTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907);
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8908);
    private static final long ID = 7;
    private static final int STUN_BELOW = 4;
    private static final int RTP_LENGTH = 24;

    private final LoopWorld world = new LoopWorld();
    private final DtlsCertificate certificate = DtlsCertificate.generate(Instant.now(), RANDOM);
    private final DtlsCertificate certificateThere = DtlsCertificate.generate(Instant.now(), RANDOM);
    private final IceCredentials credentials = IceCredentials.generate(RANDOM);
    private final IceCredentials credentialsThere = IceCredentials.generate(RANDOM);
    private final PublisherSession link = new PublisherSession(
            ID,
            credentials,
            world.first,
            world.context(certificate, new Wire(this::deliverThere)),
            new PublisherSession.Terms(LinkSession.SIDE, PublisherSession.MAX_BITRATE_BPS, PublisherCeiling.NONE_BPS),
            world.clock.nowNs());
    private final PeerTransport there = new PeerTransport(
            IceRole.LITE,
            TransportPatience.CLIENTS,
            credentialsThere,
            world.context(certificateThere, new Wire(this::deliverHere)),
            new Nobody(),
            world.clock.nowNs());
    private boolean answersChecks = true;
    private int sequenceNumber;

    /** Delivers a copy of each datagram in a task of its own. */
    private final class Wire implements DatagramSender {
        private final Delivery delivery;

        Wire(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            byte[] copy = Arrays.copyOf(
                    Arrays.copyOfRange(data, offset, offset + length), length + DatagramReceiver.TAIL_ROOM);
            return world.later(() -> delivery.deliver(copy, length));
        }

        @Override
        public void flush() {}
    }

    @FunctionalInterface
    private interface Delivery {
        void deliver(byte[] datagram, int length);
    }

    private static final class Nobody implements PeerListener {
        @Override
        public void onConnected() {}

        @Override
        public void onRtp(byte[] data, int offset, int length, long nowNs) {}

        @Override
        public void onRtcp(byte[] data, int offset, int length, long nowNs) {}

        @Override
        public void onInterrupted() {}

        @Override
        public void onResumed() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private void deliverThere(byte[] datagram, int length) {
        there.onDatagram(datagram, 0, length, HERE, world.clock.nowNs());
    }

    private void deliverHere(byte[] datagram, int length) {
        if (answersChecks || (datagram[0] & 0xFF) >= STUN_BELOW) {
            link.transport().onDatagram(datagram, 0, length, THERE, world.clock.nowNs());
        }
    }

    private void connect() {
        world.first.registry().add(link);
        there.connect(
                new RemotePeer(credentials, List.of(), List.of(certificate.fingerprint()), DtlsRole.SERVER),
                world.clock.nowNs());
        link.connect(
                new RemotePeer(
                        credentialsThere,
                        List.of(IceCandidate.host(THERE, 1)),
                        List.of(certificateThere.fingerprint()),
                        DtlsRole.CLIENT),
                world.clock.nowNs());
        world.runUntil(() -> link.transport().isConnected() && there.isConnected());
    }

    private void receiveMediaFor(int seconds) {
        for (int i = 0; i < 2 * seconds; i++) {
            byte[] packet = new byte[RTP_LENGTH + DatagramReceiver.TAIL_ROOM];
            NetworkOrder.put16(packet, 0, 0x8060);
            NetworkOrder.put16(packet, 2, sequenceNumber++);
            there.sendRtp(packet, 0, RTP_LENGTH);
            world.advanceMs(500);
        }
    }

    @AfterEach
    void stop() {
        there.close();
        world.close();
    }

    @Test
    void shouldStayWhileItsChecksAreAnswered() {
        connect();
        receiveMediaFor(60);
        assertTrue(link.transport().isConnected());
    }

    @Test
    void shouldEndWhenItsChecksAreNotAnsweredThoughMediaComes() {
        connect();
        answersChecks = false;

        receiveMediaFor(28);
        assertTrue(link.transport().isConnected(), () -> "events " + world.events);
        receiveMediaFor(4);

        assertTrue(link.transport().counters().receivedPackets() > 50, "media came");
        assertFalse(link.transport().isConnected(), "by media alone");
        assertEquals(
                List.of("connected 7", "closed 7 CONSENT_EXPIRED"),
                world.events.stream().filter(event -> event.contains(" 7")).toList());
    }
}
