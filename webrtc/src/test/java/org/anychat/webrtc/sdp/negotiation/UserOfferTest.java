package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpSamples;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.junit.jupiter.api.Test;

class UserOfferTest {
    private static final ClientTrack SOUND =
            new ClientTrack(MediaKind.AUDIO, "anychat", "audio", List.of("opus"), 11, OptionalInt.empty());
    private static final ClientTrack PICTURE =
            new ClientTrack(MediaKind.VIDEO, "anychat", "video", List.of("H264", "VP8"), 22, OptionalInt.of(23));
    private static final ClientTrack OTHER_SOUND =
            new ClientTrack(MediaKind.AUDIO, "anychat", "audio", List.of("opus"), 31, OptionalInt.empty());
    private static final ClientTrack OTHER_PICTURE =
            new ClientTrack(MediaKind.VIDEO, "anychat", "video", List.of("VP8", "H264"), 42, OptionalInt.of(43));

    private static final UserOffer OFFER = UserOffer.of(Negotiations.CLIENT, "cname", List.of(SOUND, PICTURE));

    /** What the server lets pass between users (docs/direct.md), as far as this side writes it. */
    private static final Set<String> PASSED = Set.of(
            "candidate",
            "end-of-candidates",
            "extmap",
            "fingerprint",
            "fmtp",
            "group",
            "ice-options",
            "ice-pwd",
            "ice-ufrag",
            "mid",
            "msid",
            "rtcp-fb",
            "rtcp-mux",
            "rtcp-rsize",
            "rtpmap",
            "sendrecv",
            "setup",
            "ssrc",
            "ssrc-group");

    private static UserAnswer answerTo(SessionDescription offer) throws SdpException {
        return UserAnswer.to(offer, Negotiations.RELAY, "other", List.of(OTHER_SOUND, OTHER_PICTURE));
    }

    private static SessionDescription read(SessionDescription written) throws SdpException {
        return SdpParser.parse(SdpWriter.write(written));
    }

    @Test
    void shouldAgreeOnBothWaysWithAllSourcesNamed() throws SdpException {
        UserAnswer answer = answerTo(read(OFFER.description()));
        UserAgreement offerer = OFFER.agreed(read(answer.description()));

        for (MediaKind kind : MediaKind.values()) {
            assertEquals(Direction.SENDRECV, offerer.media(kind).direction());
            assertEquals(Direction.SENDRECV, answer.agreement().media(kind).direction());
        }
        assertEquals(
                new NegotiatedEncoding(null, OptionalInt.of(42), OptionalInt.of(43)),
                offerer.media(MediaKind.VIDEO).encodings().get(0));
        assertEquals(
                new NegotiatedEncoding(null, OptionalInt.of(22), OptionalInt.of(23)),
                answer.agreement().media(MediaKind.VIDEO).encodings().get(0));
        assertEquals(SetupRole.PASSIVE, offerer.remote().localSetup());
        assertEquals(SetupRole.ACTIVE, answer.agreement().remote().localSetup());
    }

    @Test
    void shouldPutFirstWhatTheAnswererWouldLikeToGet() throws SdpException {
        UserAnswer answer = answerTo(OFFER.description());
        List<NegotiatedCodec> codecs =
                OFFER.agreed(answer.description()).media(MediaKind.VIDEO).codecs();

        assertEquals(List.of("VP8", "H264"), names(codecs));
        assertEquals(
                List.of(96, 102),
                codecs.stream().map(NegotiatedCodec::payloadType).toList());
        assertEquals(
                List.of(97, 103),
                codecs.stream().map(NegotiatedCodec::rtxPayloadType).toList());
        assertTrue(codecs.get(0).codec().feedback().containsAll(List.of("nack", "nack pli", "transport-cc")));
    }

    @Test
    void shouldAgreeOnTransportWideNumbers() throws SdpException {
        UserAnswer answer = answerTo(OFFER.description());
        UserAgreement offerer = OFFER.agreed(answer.description());

        for (UserAgreement side : List.of(offerer, answer.agreement())) {
            assertEquals(1, side.media(MediaKind.AUDIO).extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
            assertEquals(1, side.media(MediaKind.VIDEO).extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
        }
    }

    @Test
    void shouldWriteNothingThatTheServerDoesNotLetPass() throws SdpException {
        String written = SdpWriter.write(UserOffer.of(Negotiations.RELAY, "cname", List.of(SOUND, PICTURE))
                        .description())
                + SdpWriter.write(answerTo(OFFER.description()).description());

        Set<String> attributes = written.lines()
                .filter(line -> line.startsWith("a="))
                .map(line -> line.substring(2).split(":", 2)[0])
                .collect(Collectors.toSet());
        attributes.remove("ice-lite");
        attributes.removeAll(PASSED);
        assertEquals(Set.of(), attributes);
        assertTrue(written.lines().anyMatch(line -> line.startsWith("m=video 9 UDP/TLS/RTP/SAVPF ")), written);
    }

    @Test
    void shouldAnswerABrowserUnderItsOwnNumbers() throws SdpException {
        for (String browser : List.of("chromium", "firefox")) {
            String offer = SdpSamples.text(browser + "-offer-audio-video").replace("a=sendonly", "a=sendrecv");
            SessionDescription parsed = SdpParser.parse(offer);
            UserAnswer answer = answerTo(parsed);

            NegotiatedMedia video = answer.agreement().media(MediaKind.VIDEO);
            assertEquals(Direction.SENDRECV, video.direction(), browser);
            assertEquals("VP8", video.codecs().get(0).codec().name(), browser);
            assertEquals(browser.equals("chromium"), names(video.codecs()).contains("H264"), browser);
            assertTrue(video.encodings().get(0).ssrc().isPresent(), browser);
            assertTrue(video.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER) > 0, browser);
            String written = SdpWriter.write(answer.description());
            assertTrue(written.contains("a=ssrc-group:FID 42 43"), written);
            assertTrue(written.contains("a=setup:active"), written);
        }
    }

    @Test
    void shouldLeaveFurtherSectionsOfAKindInactive() throws SdpException {
        String one = SdpWriter.write(UserOffer.of(Negotiations.CLIENT, "cname", List.of(PICTURE, PICTURE))
                .description());

        UserAnswer answer = answerTo(SdpParser.parse(one));

        assertEquals(
                List.of(Direction.SENDRECV, Direction.INACTIVE),
                answer.description().media().stream()
                        .map(section -> section.direction())
                        .toList());
        assertEquals("0", answer.agreement().media(MediaKind.VIDEO).mid());
        assertNull(answer.agreement().media(MediaKind.AUDIO));
    }

    @Test
    void shouldTakeAnAnswerThatLeavesTheSoundOut() throws SdpException {
        String answer = SdpWriter.write(answerTo(OFFER.description()).description())
                .replaceFirst("m=audio \\d+ ", "m=audio 0 ");

        UserAgreement agreement = OFFER.agreed(SdpParser.parse(answer));

        assertNull(agreement.media(MediaKind.AUDIO));
        assertFalse(agreement.media(MediaKind.VIDEO).codecs().isEmpty());
    }

    @Test
    void shouldRefuseAnAnswerToSomethingElse() throws SdpException {
        SessionDescription other =
                UserOffer.of(Negotiations.CLIENT, "cname", List.of(SOUND)).description();
        assertThrows(SdpException.class, () -> OFFER.agreed(answerTo(other).description()));
        assertThrows(SdpException.class, () -> OFFER.agreed(OFFER.description()), "an offer is no answer");
    }

    private static List<String> names(List<NegotiatedCodec> codecs) {
        return codecs.stream().map(codec -> codec.codec().name()).toList();
    }
}
