package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.junit.jupiter.api.Test;

class ClientOfferTest {
    private static final ClientTrack SOUND =
            new ClientTrack(MediaKind.AUDIO, "s", "s-audio", List.of("opus"), 1, OptionalInt.empty());
    private static final ClientTrack PICTURE =
            new ClientTrack(MediaKind.VIDEO, "s", "s-video", List.of("H264", "VP8"), -2, OptionalInt.of(3));

    private final ClientOffer client =
            new ClientOffer(Negotiations.CLIENT, "bot", List.of(RtpExtensions.MID, RtpExtensions.AUDIO_LEVEL));

    @Test
    void shouldBeAnsweredByTheRelay() throws SdpException {
        SessionDescription offer = client.of(List.of(SOUND, PICTURE), 1);
        assertEquals(offer, SdpParser.parse(offer.toSdp()));
        PublisherAnswer answer = PublisherAnswer.to(offer, Negotiations.RELAY, MediaCapabilities.relay());
        NegotiatedMedia video = answer.media().get(1);
        assertEquals(List.of(new NegotiatedEncoding(null, OptionalInt.of(-2), OptionalInt.of(3))), video.encodings());
        assertEquals(ClientOffer.payloadType("h264"), video.codecs().get(0).payloadType());
        assertEquals(1, video.extensionId(RtpExtensions.MID));

        RemoteAnswer read = RemoteAnswer.of(offer, answer.description());
        assertEquals(SetupRole.ACTIVE, read.remote().localSetup());
        assertEquals(List.of(102, 103, 96, 97), read.section("1").payloadTypes());
        assertEquals(Negotiations.RELAY.candidates(), read.remote().candidates());
    }

    @Test
    void shouldReceiveWhatTheRelayOffers() throws SdpException {
        SubscriberOffer viewer =
                new SubscriberOffer(Negotiations.RELAY, MediaCapabilities.relay(), "relay", new java.util.Random(1));
        ViewerTrack track = viewer.addTrack(Negotiations.track(1, "-2")).orElseThrow();
        SubscriberOffer.Offer offer = viewer.offer();

        ClientAnswer answer = ClientAnswer.to(offer.description(), Negotiations.CLIENT, MediaCapabilities.relay());

        assertEquals(SetupRole.ACTIVE, answer.remote().localSetup());
        assertEquals(Direction.INACTIVE, answer.media().get(0).direction());
        NegotiatedMedia video = answer.media().get(1);
        assertEquals(Direction.RECVONLY, video.direction());
        assertEquals("-2-video", video.trackId());
        assertEquals(OptionalInt.of(track.ssrc()), video.encodings().get(0).ssrc());
        assertEquals(track.rtxSsrc(), video.encodings().get(0).rtxSsrc());
        assertEquals(track.payloadType(108), video.codecs().get(0).payloadType());
        RemoteAnswer read =
                viewer.answered(offer.revision(), answer.description()).orElseThrow();
        assertEquals(SetupRole.PASSIVE, read.remote().localSetup());
        assertEquals("client", read.remote().ufrag());
    }

    @Test
    void shouldRefuseACodecThatItCannotOffer() {
        assertThrows(IllegalArgumentException.class, () -> ClientOffer.payloadType("theora"));
    }
}
