package org.anychat.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.anychat.contracts.GatewayApi.MediaOffer;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RelayApi.SubscriberAnswer;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.negotiation.ClientAnswer;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.NegotiatedMedia;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;

/** A client that receives. It answers offers when the test says so. */
final class TestViewer implements AutoCloseable {
    final Peer peer;
    TestPeer transport;
    private final TestWorld world;
    private LocalParameters local;
    private String relaySession;
    private String relayUfrag;
    private RemoteParameters remote;
    private int answered;
    private MediaCapabilities capabilities = MediaCapabilities.relay().withoutFeedback(MediaCapabilities.TRANSPORT_CC);
    private boolean withoutRtx;
    private Map<String, NegotiatedMedia> tracks = Map.of();

    TestViewer(TestWorld world, Peer peer) {
        this(world, peer, world.certificate);
    }

    TestViewer(TestWorld world, Peer peer, DtlsCertificate certificate) {
        this.world = world;
        this.peer = peer;
        this.transport = new TestPeer(world.clientLoop(), world.workers, certificate, world.tcpAlone);
        this.local = transport.local();
        this.answered = newest() == null ? 0 : newest().revision();
    }

    /** Promises to tell how packets arrive. */
    TestViewer telling() {
        capabilities = MediaCapabilities.relay();
        return this;
    }

    /** Takes no redundant sound, as the Java SDK does. */
    TestViewer withoutRed() {
        capabilities = capabilities.withoutRed();
        return this;
    }

    /** The payload type under which it gets redundant sound. */
    int redPayloadType(String trackId) {
        return tracks.get(trackId).codecs().get(0).redPayloadType();
    }

    /** Decodes these video codecs alone. */
    TestViewer decoding(String... codecs) {
        capabilities = new MediaCapabilities(
                capabilities.audioCodecs(),
                List.of(codecs),
                capabilities.extensions(),
                capabilities.feedback(),
                capabilities.opusParameters());
        return this;
    }

    /** Knows no retransmission streams. */
    TestViewer withoutRtx() {
        withoutRtx = true;
        return this;
    }

    /** The id under which a track's packets are numbered, 0 for none. */
    int numberingId(String trackId) {
        return tracks.get(trackId).extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER);
    }

    /** Subscribes, answers the first offer and waits until media can flow. */
    TestViewer subscribe() {
        TestWorld.await(world.relay.subscribe(new Subscribe(peer)));
        answerNext();
        transport.awaitConnected();
        world.awaitState(peer, Direction.SUBSCRIBE, State.CONNECTED);
        return this;
    }

    /** Waits for an offer that is newer than the last answered one, and answers the newest. */
    MediaOffer answerNext() {
        MediaOffer offer = awaitOffer();
        answer(offer);
        return offer;
    }

    /** Waits for an offer that is newer than the last one, and counts it as answered. */
    MediaOffer awaitOffer() {
        world.signal.await("an offer after " + answered, () -> newest() != null && newest().revision() > answered);
        MediaOffer offer = newest();
        answered = offer.revision();
        return offer;
    }

    private void answer(MediaOffer offer) {
        SubscriberAnswer answer = prepare(offer);
        connect();
        TestWorld.await(world.relay.answer(answer));
        world.awaitLoops();
    }

    /** What a client says to an offer; it checks the relay's address from {@link #connect} on, as browsers do before the relay has the answer. */
    SubscriberAnswer prepare(MediaOffer offer) {
        try {
            openAnewIfAsked(offer);
            restartIfAsked(offer);
            String sdp = withoutRtx ? offer.sdp().replace(" rtx/", " unknown/") : offer.sdp();
            ClientAnswer answer = ClientAnswer.to(SdpParser.parse(sdp), local, capabilities);
            tracks = byTrackId(answer.media());
            remote = answer.remote();
            return new SubscriberAnswer(
                    peer.session(), offer.revision(), answer.description().toSdp());
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    void connect() {
        transport.connect(remote);
    }

    /** Another session id is another connection (docs/protocol.md section 8). */
    private void openAnewIfAsked(MediaOffer offer) {
        String session = offer.sdp().replaceAll("(?s).*?o=\\S+ (\\d+).*", "$1");
        if (relaySession != null && !relaySession.equals(session)) {
            transport.close();
            transport = new TestPeer(
                    world.clientLoop(),
                    world.workers,
                    DtlsCertificate.generate(Instant.now(), TestPeer.RANDOM),
                    world.tcpAlone);
            local = transport.local();
            relayUfrag = null;
        }
        relaySession = session;
    }

    /** Other credentials in an offer are an ICE restart, which the answer has to follow (RFC 8839 section 4.4.3.1.1). */
    private void restartIfAsked(MediaOffer offer) {
        String ufrag = offer.sdp().replaceAll("(?s).*?a=ice-ufrag:(\\S+).*", "$1");
        if (relayUfrag != null && !relayUfrag.equals(ufrag)) {
            local = transport.restart();
        }
        relayUfrag = ufrag;
    }

    /** Answers offers until a track is, or is not, among what is received. */
    TestViewer answerUntil(String trackId, boolean there) {
        while (tracks.containsKey(trackId) != there) {
            answerNext();
        }
        return this;
    }

    private MediaOffer newest() {
        List<MediaOffer> offers = world.offers(peer.session());
        return offers.isEmpty() ? null : offers.get(offers.size() - 1);
    }

    private static Map<String, NegotiatedMedia> byTrackId(List<NegotiatedMedia> media) {
        Map<String, NegotiatedMedia> tracks = new TreeMap<>();
        for (NegotiatedMedia section : media) {
            if (section.direction() == org.anychat.webrtc.sdp.Direction.RECVONLY) {
                tracks.put(section.trackId(), section);
            }
        }
        return tracks;
    }

    int ssrc(String trackId) {
        return tracks.get(trackId).encodings().get(0).ssrc().orElseThrow();
    }

    int rtxSsrc(String trackId) {
        return tracks.get(trackId).encodings().get(0).rtxSsrc().orElseThrow();
    }

    int payloadType(String trackId) {
        return tracks.get(trackId).codecs().get(0).payloadType();
    }

    boolean has(String trackId) {
        return tracks.containsKey(trackId);
    }

    /** What has come under a source, as it came. */
    List<byte[]> packets(int ssrc) {
        List<byte[]> found = new ArrayList<>();
        for (byte[] packet : transport.rtp()) {
            if (TestPackets.read(packet).ssrc() == ssrc) {
                found.add(packet);
            }
        }
        return found;
    }

    /** The numbers that the publisher put into what has come under a source. */
    List<Integer> numbers(int ssrc) {
        return packets(ssrc).stream().map(TestPackets::number).toList();
    }

    /** Waits until the marker numbers of a source are as wanted. */
    List<Integer> awaitNumber(int ssrc, IntPredicate wanted) {
        transport.signal.await(
                () -> "a packet of " + ssrc + " among " + numbers(ssrc),
                () -> numbers(ssrc).stream().anyMatch(wanted::test));
        return numbers(ssrc);
    }

    RtpPacket packet(int ssrc, int number) {
        return packets(ssrc).stream()
                .filter(packet -> TestPackets.number(packet) == number)
                .findFirst()
                .map(TestPackets::read)
                .orElseThrow();
    }

    void leave() {
        TestWorld.await(world.relay.close(new CloseMedia(peer.session(), null)));
    }

    @Override
    public void close() {
        transport.close();
    }
}
