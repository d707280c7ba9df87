package org.anychat.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Answer;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.MediaSettings;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;
import org.anychat.webrtc.sdp.negotiation.ClientTrack;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;

/** A client that publishes. */
final class TestPublisher implements AutoCloseable {
    static final int AUDIO_SSRC = 0x0A0A_0001;
    static final int VIDEO_SSRC = 0x0B0B_0001;
    static final int VIDEO_RTX_SSRC = 0x0B0B_0002;
    static final int RED = 63;

    final Peer peer;
    final TestPeer transport;
    private final TestWorld world;
    private final RelayApi relay;
    private final int formerStates;
    private final LocalParameters local;
    private ClientOffer offers;
    private long version;
    private MediaSettings settings = MediaSettings.NONE;
    private boolean redundant;
    private String videoCodec;
    private String answer;
    private int audioSequence = 60_000;
    private int videoSequence = 65_500;
    private int videoTimestamp = -1000;
    private byte[] held;
    private int transportSequence = -1;

    TestPublisher(TestWorld world, Peer peer) {
        this(world, world.relay, peer);
    }

    /** Of one relay of several. */
    TestPublisher(TestWorld world, RelayApi relay, Peer peer) {
        this.world = world;
        this.relay = relay;
        this.formerStates = world.states(peer.session()).size();
        this.peer = peer;
        this.transport = new TestPeer(world.clientLoop(), world.workers, world.certificate, world.tcpAlone);
        this.local = transport.local();
        this.offers = new ClientOffer(local, "publisher", List.of());
    }

    /** What the server, or the client itself, wants of its media, from the next offer on. */
    TestPublisher settings(MediaSettings wanted) {
        settings = wanted;
        return this;
    }

    /** Numbers the packets of its video, as senders do that are told how they arrive. */
    TestPublisher numbering() {
        offers = new ClientOffer(local, "publisher", List.of(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
        transportSequence = 0;
        return this;
    }

    /** May say how loud its sound is. */
    TestPublisher levels() {
        offers = new ClientOffer(local, "publisher", List.of(RtpExtensions.AUDIO_LEVEL));
        return this;
    }

    /** Offers RED beside Opus, as browsers do. */
    TestPublisher redundant() {
        redundant = true;
        return this;
    }

    private String withRed(String sdp) {
        return redundant
                ? sdp.replaceFirst("(m=audio \\d+ \\S+ 111)", "$1 " + RED)
                        .replaceFirst(
                                "(a=rtpmap:111 [^\r]*\r\n)",
                                "$1a=rtpmap:" + RED + " red/48000/2\r\na=fmtp:" + RED + " 111/111\r\n")
                : sdp;
    }

    /** Offers Opus and video, which it sends in the first of the codecs, and waits until media can flow. */
    TestPublisher publish(String codec, String... others) {
        offer(codec, others);
        transport.awaitConnected();
        world.awaitState(peer, Direction.PUBLISH, State.CONNECTED, formerStates);
        return this;
    }

    /** Offers Opus, and video where a codec is given. */
    void offer(String codec, String... others) {
        videoCodec = codec;
        List<String> codecs = new ArrayList<>(List.of(others));
        codecs.add(0, codec);
        List<ClientTrack> tracks = new ArrayList<>();
        tracks.add(new ClientTrack(MediaKind.AUDIO, "s", "a", List.of("opus"), AUDIO_SSRC, OptionalInt.empty()));
        if (codec != null) {
            tracks.add(new ClientTrack(MediaKind.VIDEO, "s", "v", codecs, VIDEO_SSRC, OptionalInt.of(VIDEO_RTX_SSRC)));
        }
        SessionDescription offer = offers.of(tracks, ++version);
        Answer answered =
                TestWorld.await(relay.publish(new Publish(peer, withRed(offer.toSdp()), Audience.EVERYBODY, settings)));
        answer = answered.sdp();
        try {
            transport.connect(RemoteAnswer.of(offer, SdpParser.parse(answer)).remote());
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends its video in another codec of its offer from now on. */
    TestPublisher sending(String codec) {
        videoCodec = codec;
        return this;
    }

    /** The relay's latest. */
    String answer() {
        return answer;
    }

    /** Sends a frame of one packet. */
    void sendVideo(boolean keyFrame, int number) {
        transport.sendRtp(nextVideo(keyFrame, number));
    }

    /** Sends a VP8 frame of one large packet. */
    void sendVideoOf(int bytes, boolean keyFrame, int number) {
        byte[] small = TestPackets.vp8(keyFrame, number);
        byte[] large = new byte[bytes];
        System.arraycopy(small, 0, large, 0, small.length - Integer.BYTES);
        System.arraycopy(small, small.length - Integer.BYTES, large, bytes - Integer.BYTES, Integer.BYTES);
        transport.sendRtp(nextVideo(large));
    }

    private byte[] nextVideo(boolean keyFrame, int number) {
        return nextVideo(
                videoCodec.equals("VP8") ? TestPackets.vp8(keyFrame, number) : TestPackets.h264(keyFrame, number));
    }

    private byte[] nextVideo(byte... payload) {
        int sequenceNumber = videoSequence & 0xFFFF;
        videoSequence++;
        videoTimestamp += 3000;
        byte[] packet = TestPackets.rtp(
                ClientOffer.payloadType(videoCodec), sequenceNumber, videoTimestamp, VIDEO_SSRC, payload);
        return transportSequence < 0 ? packet : numbered(packet);
    }

    private byte[] numbered(byte... packet) {
        RtpPacket extended = new RtpPacket();
        byte[] room = Arrays.copyOf(packet, packet.length + RtpPacket.EXTENSION_16_ROOM);
        extended.wrap(room, 0, packet.length);
        return Arrays.copyOf(room, extended.putExtension16(1, transportSequence++));
    }

    /** Makes a frame of one packet that the network seems to lose; {@link #sendHeld} sends it later. */
    void holdVideo(int number) {
        held = nextVideo(false, number);
    }

    void sendHeld() {
        transport.sendRtp(held);
    }

    /** Waits until the relay has dealt with all that was sent so far: it has, when it has dealt with one packet more. */
    void awaitForwarded(TestWorld world) {
        long before = world.counter(RelayCounter.DROP_UNKNOWN_PAYLOAD_TYPE);
        transport.sendRtp(TestPackets.rtp(77, 0, 0, VIDEO_SSRC, new byte[4]));
        transport.signal.await(
                "the relay has read on", () -> world.counter(RelayCounter.DROP_UNKNOWN_PAYLOAD_TYPE) > before);
    }

    String videoTrack() {
        return peer.user() + "-video";
    }

    String audioTrack() {
        return peer.user() + "-audio";
    }

    /** Of the frame sent last. */
    int videoTimestamp() {
        return videoTimestamp;
    }

    void sendAudio(int number) {
        transport.sendRtp(TestPackets.rtp(
                ClientOffer.payloadType("opus"),
                audioSequence++ & 0xFFFF,
                960 * number,
                AUDIO_SSRC,
                TestPackets.opus(number)));
    }

    /** Sends sound that has the packet before with it. */
    void sendRedundantAudio(int number) {
        transport.sendRtp(TestPackets.rtp(
                RED,
                audioSequence++ & 0xFFFF,
                960 * number,
                AUDIO_SSRC,
                TestPackets.redundantOpus(ClientOffer.payloadType("opus"), number)));
    }

    /** Makes a packet of sound that never arrives. */
    void loseAudio() {
        audioSequence++;
    }

    /** Sends a sound that is as loud as can be, where the offer had {@link #levels}. */
    void sendSpeech(int number) {
        sendSound(number, 0);
    }

    /** Sends a sound as loud as this, from 0 to 127, silence. */
    void sendSound(int number, int level) {
        transport.sendRtp(TestPackets.withLevel(
                level,
                TestPackets.rtp(
                        ClientOffer.payloadType("opus"),
                        audioSequence++ & 0xFFFF,
                        960 * number,
                        AUDIO_SSRC,
                        TestPackets.opus(number))));
    }

    int keyFrameRequests() {
        return TestPackets.count(transport.rtcp(), RtcpKind.PLI);
    }

    void leave() {
        TestWorld.await(relay.close(new CloseMedia(peer.session(), null)));
    }

    @Override
    public void close() {
        transport.close();
    }
}
