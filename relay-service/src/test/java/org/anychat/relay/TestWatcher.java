package org.anychat.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Watch;
import org.anychat.contracts.UserId;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;

/** A client that offers to receive, as WHEP has it. */
final class TestWatcher implements AutoCloseable {
    static final int OPUS = 109;
    static final int VP8 = 120;
    static final int RTX = 124;

    final Peer peer;
    final TestPeer transport;
    private final TestWorld world;
    private final RelayApi relay;
    private LocalParameters local;
    private SessionDescription answer;
    private int firstMid;

    TestWatcher(TestWorld world, Peer peer) {
        this(world, world.relay, peer);
    }

    /** Of one relay of several. */
    TestWatcher(TestWorld world, RelayApi relay, Peer peer) {
        this.world = world;
        this.relay = relay;
        this.peer = peer;
        this.transport = new TestPeer(world.clientLoop(), world.workers, world.certificate, world.tcpAlone);
        this.local = transport.local();
    }

    /** Watches somebody, or with null those who speak, and waits until media can flow. */
    TestWatcher watch(UserId publisher, int pairs) {
        offer(publisher, pairs);
        transport.awaitConnected();
        world.awaitState(peer, Direction.SUBSCRIBE, org.anychat.contracts.GatewayApi.State.CONNECTED);
        return this;
    }

    void offer(UserId publisher, int pairs) {
        String offer = sdp(pairs);
        String answered =
                TestWorld.await(relay.watch(new Watch(peer, offer, publisher))).sdp();
        try {
            answer = SdpParser.parse(answered);
            transport.connect(RemoteAnswer.of(SdpParser.parse(offer), answer).remote());
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
        world.awaitLoops();
    }

    /** The next offer restarts ICE. */
    void restart() {
        local = transport.restart();
    }

    /** The next offers name their sections with these numbers. */
    void nameFrom(int first) {
        firstMid = first;
    }

    /** An offer that nothing is wrong with but that it receives nothing. */
    String sending() {
        return sdp(1).replace("a=recvonly", "a=sendonly");
    }

    private String sdp(int pairs) {
        StringBuilder sdp = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        for (int mid = 0; mid < 2 * pairs; mid++) {
            sdp.append(' ').append(firstMid + mid);
        }
        sdp.append("\r\n");
        for (int pair = 0; pair < pairs; pair++) {
            section(sdp, "audio " + "9 UDP/TLS/RTP/SAVPF " + OPUS, 2 * pair)
                    .append("a=rtpmap:" + OPUS + " opus/48000/2\r\n");
            section(sdp, "video " + "9 UDP/TLS/RTP/SAVPF " + VP8 + " " + RTX, 2 * pair + 1)
                    .append("a=rtpmap:" + VP8 + " VP8/90000\r\na=rtcp-fb:" + VP8 + " nack\r\na=rtcp-fb:" + VP8
                            + " nack pli\r\na=rtpmap:" + RTX + " rtx/90000\r\na=fmtp:" + RTX + " apt=" + VP8 + "\r\n");
        }
        return sdp.toString();
    }

    private StringBuilder section(StringBuilder sdp, String line, int mid) {
        return sdp.append(
                "m=" + line + "\r\nc=IN IP4 0.0.0.0\r\na=mid:" + (firstMid + mid) + "\r\na=ice-ufrag:" + local.ufrag()
                        + "\r\na=ice-pwd:" + local.password() + "\r\na=fingerprint:" + local.fingerprint()
                        + "\r\na=setup:actpass\r\na=rtcp-mux\r\na=recvonly\r\n");
    }

    List<MediaSection> sections() {
        return answer.media();
    }

    int ssrc(int section) {
        return answer.media().get(section).ssrcs().get(0).ssrc();
    }

    /** What has come under a source, in its order. */
    List<RtpPacket> packets(int ssrc) {
        List<RtpPacket> found = new ArrayList<>();
        for (byte[] packet : transport.rtp()) {
            RtpPacket read = TestPackets.read(packet);
            if (read.ssrc() == ssrc) {
                found.add(read);
            }
        }
        return found;
    }

    List<Integer> numbers(int ssrc) {
        return transport.rtp().stream()
                .filter(packet -> TestPackets.read(packet).ssrc() == ssrc)
                .map(TestPackets::number)
                .toList();
    }

    void awaitNumber(int ssrc, IntPredicate wanted) {
        transport.signal.await(
                () -> "a packet of " + ssrc + " among " + numbers(ssrc),
                () -> numbers(ssrc).stream().anyMatch(wanted::test));
    }

    @Override
    public void close() {
        transport.close();
    }
}
