package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.anychat.testsupport.LeakCheck;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.srtp.SrtpReject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTransportTest {
    private static final int ATTEMPTS = 3;
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("203.0.113.5", 1234);

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads("dtls-");

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private TransportWorld world;

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3})
    void shouldConnectAndCarryMediaBothWaysInSpiteOfLoss(double loss) {
        connectPersistently(
                LinkConditions.PERFECT.withDelayMs(10).withLoss(loss).withReordering(loss));

        world.network.conditions(LinkConditions.PERFECT);
        sendRtp(world.client, 1);
        sendRtp(world.server, 2);
        world.advanceMs(10);

        assertArrayEquals(rtpPacket(1), world.server.rtp.get(0));
        assertArrayEquals(rtpPacket(2), world.client.rtp.get(0));
        assertEquals(List.of("connected"), world.client.events);
        assertEquals(List.of("connected"), world.server.events);
    }

    @Test
    void shouldConnectWithTheDtlsRolesExchanged() {
        open(LinkConditions.PERFECT);

        world.server.transport.connect(world.client.description(DtlsRole.CLIENT), world.clock.nowNs());
        world.client.transport.connect(world.server.description(DtlsRole.SERVER), world.clock.nowNs());
        world.runUntil(this::isConnected);

        sendRtp(world.server, 3);
        world.advanceMs(1);
        assertArrayEquals(rtpPacket(3), world.client.rtp.get(0));
    }

    @Test
    void shouldCarryRtcp() {
        openConnected();
        byte[] receiverReport = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 9};
        byte[] buffer = Arrays.copyOf(receiverReport, 8 + DatagramReceiver.TAIL_ROOM);

        assertTrue(world.client.transport.sendRtcp(buffer, 0, 8));
        world.advanceMs(1);

        assertArrayEquals(receiverReport, world.server.rtcp.get(0));
    }

    @Test
    void shouldFailWhenTheCertificateIsNotTheDescribedOne() {
        open(LinkConditions.PERFECT);
        world.server.transport.connect(
                world.client.description(world.client.credentials, world.server.certificate, DtlsRole.SERVER),
                world.clock.nowNs());
        world.client.transport.connect(world.server.description(DtlsRole.CLIENT), world.clock.nowNs());

        world.runUntil(() -> !world.server.events.isEmpty());

        assertEquals(List.of("closed DTLS_FAILED"), world.server.events);
        assertTrue(world.server.transport.dtlsFailure().orElseThrow().contains("fingerprint"));
    }

    @Test
    void shouldTellThePeerWhenItCloses() {
        openConnected();

        world.client.transport.close();
        world.runUntil(() -> world.server.events.size() == 2);

        assertEquals(List.of("connected", "closed LOCAL"), world.client.events);
        assertEquals(List.of("connected", "closed REMOTE"), world.server.events);
        assertFalse(world.client.transport.sendRtp(new byte[100], 0, 20));
        assertEquals(1, world.client.transport.counters().rejected(TransportReject.NOT_CONNECTED));
    }

    @Test
    void shouldCloseWhenIceFindsNoPath() {
        open(LinkConditions.PERFECT.withLoss(1));
        world.describe();

        world.advanceMs(14_900);
        assertEquals(List.of(), world.server.events);
        world.advanceMs(200);

        assertEquals(List.of("closed ICE_TIMEOUT"), world.server.events);
        assertEquals(List.of("closed ICE_TIMEOUT"), world.client.events);
    }

    @Test
    void shouldCloseWhenTheHandshakeIsNotDoneInTime() {
        open(LinkConditions.PERFECT);
        // The client waits for a ClientHello, too: the handshake never begins.
        world.server.transport.connect(world.client.description(DtlsRole.SERVER), world.clock.nowNs());
        world.client.transport.connect(world.server.description(DtlsRole.SERVER), world.clock.nowNs());

        world.advanceMs(9_900);
        assertEquals(List.of(), world.server.events);
        world.advanceMs(300);

        assertEquals(List.of("closed DTLS_TIMEOUT"), world.server.events);
    }

    @Test
    void shouldStayConnectedOnConsentAlone() {
        openConnected();

        world.advanceMs(120_000);

        assertEquals(List.of("connected"), world.server.events);
        assertEquals(List.of("connected"), world.client.events);
    }

    @Test
    void shouldTellAnInterruptionAndItsEnd() {
        openConnected();
        world.network.conditions(LinkConditions.PERFECT.withLoss(1));
        world.advanceMs(15_000);
        world.network.conditions(LinkConditions.PERFECT);
        world.advanceMs(7_000);

        assertEquals(List.of("connected", "interrupted", "resumed"), world.server.events);
        assertEquals(List.of("connected", "interrupted", "resumed"), world.client.events);
    }

    @Test
    void shouldCloseWhenConsentExpires() {
        openConnected();
        world.network.conditions(LinkConditions.PERFECT.withLoss(1));
        world.advanceMs(31_000);

        assertEquals(List.of("connected", "interrupted", "closed CONSENT_EXPIRED"), world.server.events);
        assertEquals(List.of("connected", "interrupted", "closed CONSENT_EXPIRED"), world.client.events);
    }

    @Test
    void shouldGiveAServerUpSoonThatIsNotHeardOf() {
        world = new TransportWorld(seeded.random(), LinkConditions.PERFECT, TransportPatience.SERVERS);
        world.connect();
        world.advanceMs(60_000);
        assertEquals(List.of("connected"), world.client.events, "consent alone will do");

        world.network.conditions(LinkConditions.PERFECT.withLoss(1));
        world.advanceMs(1_700);
        assertEquals(List.of("connected"), world.client.events);
        world.advanceMs(600);
        assertEquals(List.of("connected", "closed CONSENT_EXPIRED"), world.client.events);
    }

    @Test
    void shouldNotTakeMediaForConsent() {
        openConnected();
        world.client.endpoint.close();
        for (int second = 0; second < 31; second++) {
            world.advanceMs(1_000);
            handOver(second, world.client, world.server, TransportWorld.CLIENT_ADDRESS);
        }

        assertEquals(List.of("connected", "closed CONSENT_EXPIRED"), world.server.events);
        assertTrue(world.server.rtp.size() > 25, () -> "received " + world.server.rtp.size());
    }

    @Test
    void shouldTakeTheMediaForConsentOfAPeerThatGetsNone() {
        openConnected();
        world.server.transport.takeRtpForConsent();
        world.client.transport.takeRtpForConsent();
        world.client.endpoint.close();
        for (int second = 0; second < 60; second++) {
            world.advanceMs(1_000);
            handOver(second, world.client, world.server, TransportWorld.CLIENT_ADDRESS);
            handOver(second, world.server, world.client, TransportWorld.SERVER_ADDRESS);
        }
        assertEquals(List.of("connected"), world.server.events);

        world.advanceMs(31_000);
        assertEquals(List.of("connected", "interrupted", "closed CONSENT_EXPIRED"), world.server.events);
    }

    @Test
    void shouldNotTakeMediaFromElsewhereForConsentOfTheSelectedPair() {
        openConnected();
        world.server.transport.takeRtpForConsent();
        world.client.transport.takeRtpForConsent();
        world.client.endpoint.rebind(ELSEWHERE);
        world.advanceMs(15_000);
        assertEquals(ELSEWHERE, world.server.transport.remoteAddress());
        world.client.endpoint.close();
        for (int second = 0; second < 31; second++) {
            world.advanceMs(1_000);
            handOver(second, world.client, world.server, TransportWorld.CLIENT_ADDRESS);
            handOver(second, world.server, world.client, TransportWorld.SERVER_ADDRESS);
        }

        assertTrue(world.server.rtp.size() > 20, () -> "received " + world.server.rtp.size());
        assertTrue(world.server.events.contains("closed CONSENT_EXPIRED"), () -> "events " + world.server.events);
    }

    /** Gives one a packet of the other's, past the network. */
    private void handOver(int number, TransportPeer from, TransportPeer to, InetSocketAddress address) {
        byte[] genuine = paddedRtp(number);
        from.transport.sendRtp(genuine, 0, rtpPacket(number).length);
        to.transport.onDatagram(genuine, 0, 40, address, world.clock.nowNs());
    }

    @Test
    void shouldFollowAPeerBehindANatToItsNewAddress() {
        openConnected();
        world.client.endpoint.rebind(ELSEWHERE);

        world.advanceMs(15_000);
        sendRtp(world.server, 5);
        world.advanceMs(1);

        assertEquals(ELSEWHERE, world.server.transport.remoteAddress());
        assertArrayEquals(rtpPacket(5), world.client.rtp.get(0));
    }

    @Test
    void shouldTellItsNewAddressSoonWhenMediaStops() {
        openConnected();
        sendRtp(world.server, 1);
        world.advanceMs(500);
        world.client.endpoint.rebind(ELSEWHERE);

        world.advanceMs(700);

        assertEquals(ELSEWHERE, world.server.transport.remoteAddress());
    }

    @Test
    void shouldKeepMediaFlowingThroughAnIceRestart() {
        openConnected();
        IceCredentials newServer = IceCredentials.generate(TransportPeer.RANDOM);
        IceCredentials newClient = IceCredentials.generate(TransportPeer.RANDOM);
        world.server.transport.restartIce(newServer);
        world.client.transport.restartIce(newClient);
        sendRtp(world.server, 1);
        world.client.endpoint.rebind(ELSEWHERE);
        world.describe();
        world.advanceMs(100);
        sendRtp(world.server, 2);
        world.advanceMs(1);

        assertEquals(ELSEWHERE, world.server.transport.remoteAddress());
        assertArrayEquals(rtpPacket(2), world.client.rtp.get(world.client.rtp.size() - 1));
        assertEquals(List.of("connected"), world.server.events);
    }

    @Test
    void shouldIgnoreMediaAndDtlsFromAddressesWithoutACheck() {
        openConnected();
        byte[] genuine = protectedPacket();

        world.server.transport.onDatagram(genuine.clone(), 0, 40, ELSEWHERE, world.clock.nowNs());
        world.server.transport.onDatagram(dtlsRecord(), 0, 40, ELSEWHERE, world.clock.nowNs());

        assertEquals(List.of(), world.server.rtp);
        assertEquals(2, world.server.transport.counters().rejected(TransportReject.UNVALIDATED_ADDRESS));
    }

    @Test
    void shouldCountForgedMediaAndGarbage() {
        openConnected();
        InetSocketAddress client = TransportWorld.CLIENT_ADDRESS;

        world.server.transport.onDatagram(paddedRtp(1), 0, 40, client, world.clock.nowNs());
        world.server.transport.onDatagram(new byte[] {99, 1, 2}, 0, 3, client, world.clock.nowNs());

        assertEquals(1, world.server.transport.counters().rejected(TransportReject.SRTP_REJECTED));
        assertEquals(1, world.server.transport.srtpRejected(SrtpReject.AUTHENTICATION_FAILED));
        assertEquals(1, world.server.transport.counters().rejected(TransportReject.UNKNOWN_CLASS));
    }

    @Test
    void shouldCountWhatFindsNoRoomOutwards() {
        openConnected();
        world.client.full = true;

        assertFalse(world.client.transport.sendRtp(paddedRtp(1), 0, rtpPacket(1).length));

        assertEquals(1, world.client.transport.counters().rejected(TransportReject.SEND_DROPPED));
        assertEquals(0, world.client.transport.counters().sentPackets());
    }

    /**
     * DTLS backs off exponentially, so that at 30 % loss a handshake in a hundred is not done within its time; then a
     * client begins anew.
     */
    private void connectPersistently(LinkConditions conditions) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            open(conditions);
            world.describe();
            world.runUntil(() -> isConnected() || hasFailed());
            if (isConnected() || attempt == ATTEMPTS) {
                return;
            }
            world.close();
        }
    }

    private boolean isConnected() {
        return world.server.transport.isConnected() && world.client.transport.isConnected();
    }

    private boolean hasFailed() {
        return world.server.events.toString().contains("closed")
                || world.client.events.toString().contains("closed");
    }

    private void open(LinkConditions conditions) {
        world = new TransportWorld(seeded.random(), conditions);
    }

    private void openConnected() {
        open(LinkConditions.PERFECT);
        world.connect();
    }

    /** A packet that the client has protected and the server has not seen. */
    private byte[] protectedPacket() {
        byte[] captured = paddedRtp(77);
        world.client.full = true;
        world.client.transport.sendRtp(captured, 0, rtpPacket(77).length);
        world.client.full = false;
        return captured;
    }

    private static void sendRtp(TransportPeer peer, int sequenceNumber) {
        assertTrue(peer.transport.sendRtp(paddedRtp(sequenceNumber), 0, rtpPacket(sequenceNumber).length));
    }

    private static byte[] paddedRtp(int sequenceNumber) {
        byte[] packet = rtpPacket(sequenceNumber);
        return Arrays.copyOf(packet, packet.length + DatagramReceiver.TAIL_ROOM);
    }

    /** Version 2, payload type 96, SSRC 7, twelve bytes of payload. */
    private static byte[] rtpPacket(int sequenceNumber) {
        byte[] packet = new byte[24];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[3] = (byte) sequenceNumber;
        packet[11] = 7;
        Arrays.fill(packet, 12, 24, (byte) sequenceNumber);
        return packet;
    }

    private static byte[] dtlsRecord() {
        byte[] record = new byte[40 + DatagramReceiver.TAIL_ROOM];
        record[0] = 22;
        return record;
    }
}
