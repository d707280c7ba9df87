package org.anychat.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.contracts.RelayApi.Answer;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;
import org.anychat.webrtc.sdp.negotiation.ClientTrack;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;

/** A client that publishes. */
final class TestPublisher implements AutoCloseable {
    static final int AUDIO_SSRC = 0x0A0A_0001;
    static final int VIDEO_SSRC = 0x0B0B_0001;
    static final int VIDEO_RTX_SSRC = 0x0B0B_0002;

    final Peer peer;
    final TestPeer transport;
    private final TestWorld world;
    private final LocalParameters local;
    private final ClientOffer offers;
    private long version;
    private String videoCodec;
    private int audioSequence = 60_000;
    private int videoSequence = 65_500;
    private int videoTimestamp = -1000;

    TestPublisher(TestWorld world, Peer peer) {
        this.world = world;
        this.peer = peer;
        this.transport = new TestPeer(world.clientLoop(), world.workers, world.certificate);
        this.local = transport.local();
        this.offers = new ClientOffer(local, "publisher", List.of());
    }

    /** Offers Opus and video of a codec, and waits until media can flow. */
    TestPublisher publish(String codec) {
        offer(codec);
        transport.awaitConnected();
        return this;
    }

    /** Offers Opus, and video where a codec is given. */
    void offer(String codec) {
        videoCodec = codec;
        List<ClientTrack> tracks = new ArrayList<>();
        tracks.add(new ClientTrack(MediaKind.AUDIO, "s", "a", List.of("opus"), AUDIO_SSRC, OptionalInt.empty()));
        if (codec != null) {
            tracks.add(new ClientTrack(
                    MediaKind.VIDEO, "s", "v", List.of(codec), VIDEO_SSRC, OptionalInt.of(VIDEO_RTX_SSRC)));
        }
        SessionDescription offer = offers.of(tracks, ++version);
        Answer answer = TestWorld.await(world.relay.publish(new Publish(peer, offer.toSdp())));
        try {
            transport.connect(
                    RemoteAnswer.of(offer, SdpParser.parse(answer.sdp())).remote());
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a frame of one packet; returns its sequence number. */
    int sendVideo(boolean keyFrame, int number) {
        byte[] payload =
                videoCodec.equals("VP8") ? TestPackets.vp8(keyFrame, number) : TestPackets.h264(keyFrame, number);
        int sequenceNumber = videoSequence & 0xFFFF;
        videoSequence++;
        videoTimestamp += 3000;
        transport.sendRtp(TestPackets.rtp(
                ClientOffer.payloadType(videoCodec), sequenceNumber, videoTimestamp, VIDEO_SSRC, payload));
        return sequenceNumber;
    }

    /** Lets video sequence numbers go by as if packets were lost on the way. */
    void loseVideo(int packets) {
        videoSequence += packets;
        videoTimestamp += 3000 * packets;
    }

    void sendAudio(int number) {
        transport.sendRtp(TestPackets.rtp(
                ClientOffer.payloadType("opus"),
                audioSequence++ & 0xFFFF,
                960 * number,
                AUDIO_SSRC,
                TestPackets.opus(number)));
    }

    int keyFrameRequests() {
        return TestPackets.count(transport.rtcp(), RtcpKind.PLI);
    }

    void leave() {
        TestWorld.await(world.relay.close(new CloseMedia(peer.session(), null)));
    }

    @Override
    public void close() {
        transport.close();
    }
}
