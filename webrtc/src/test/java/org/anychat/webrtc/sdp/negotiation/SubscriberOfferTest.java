package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.anychat.webrtc.sdp.Attribute;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.Msid;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.junit.jupiter.api.Test;

class SubscriberOfferTest {
    private static final int AUDIO = 0;
    private static final int VIDEO = 1;

    private final SubscriberOffer viewer =
            new SubscriberOffer(Negotiations.RELAY, MediaCapabilities.relay(), "relay", new Random(1));

    private ViewerTrack add(int kind, String user) throws SdpException {
        return viewer.addTrack(Negotiations.track(kind, user)).orElseThrow();
    }

    private SessionDescription offerAndAnswer() throws SdpException {
        SubscriberOffer.Offer offer = viewer.offer();
        ClientAnswer answer = ClientAnswer.to(offer.description(), Negotiations.CLIENT, MediaCapabilities.relay());
        assertTrue(viewer.answered(offer.revision(), answer.description()).isPresent());
        return offer.description();
    }

    @Test
    void shouldOfferAnInactiveAudioSectionToAnEmptyRoom() throws SdpException {
        SessionDescription offer = viewer.offer().description();
        assertEquals(offer, SdpParser.parse(offer.toSdp()));
        assertEquals(List.of("0"), offer.bundle());
        MediaSection section = offer.media().get(0);
        assertEquals(MediaKind.AUDIO, section.kind());
        assertEquals(Direction.INACTIVE, section.direction());
        assertEquals(SetupRole.ACTPASS, offer.transportOf(section).setup());
        assertEquals(2, offer.transportOf(section).candidates().size());
    }

    @Test
    void shouldOfferATrackWithItsSources() throws SdpException {
        ViewerTrack video = add(VIDEO, "-2");
        MediaSection section = viewer.offer().description().section(video.mid());
        assertEquals(Direction.SENDONLY, section.direction());
        assertEquals(new Msid("-2", "-2-video"), section.msid());
        assertEquals(video.ssrc(), section.ssrcs().get(0).ssrc());
        assertEquals("relay", section.ssrcs().get(1).cname());
        assertEquals(
                List.of(video.ssrc(), video.rtxSsrc().orElseThrow()),
                section.ssrcGroups().get(0).ssrcs());
    }

    @Test
    void shouldMapThePublishersNumbersToTheViewers() throws SdpException {
        ViewerTrack video = add(VIDEO, "-2");
        MediaSection section = viewer.offer().description().section(video.mid());
        Codec h264 = section.codec(video.payloadType(108));
        assertTrue(h264.is("H264"));
        assertEquals(
                h264.payloadType(), section.codec(video.rtxPayloadType(108)).associatedPayloadType());
        assertEquals(ViewerTrack.NOT_OFFERED, video.payloadType(116), "a profile that was not agreed");
        assertEquals(ViewerTrack.NOT_OFFERED, video.payloadType(109), "RTX of the publisher ends at the relay");
        ExtMap transport = section.extMaps().stream()
                .filter(line -> line.uri().equals(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER))
                .findFirst()
                .orElseThrow();
        assertEquals(transport.id(), video.extensionIds()[3], "the publisher has it under 3");
        assertEquals(transport.id(), video.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
        assertEquals(0, video.extensionIds()[4], "the publisher's mid means nothing to the viewer");
        assertEquals(0, video.extensionId(RtpExtensions.MID));
    }

    @Test
    void shouldOfferTheDependencyDescriptorWhereThePublisherSendsIt() throws SdpException {
        NegotiatedMedia layered =
                Negotiations.answerTo("chromium-offer-simulcast").media().get(1);
        ViewerTrack video =
                viewer.addTrack(PublishedTrack.of(layered, "-2", "-2-video")).orElseThrow();
        int id = video.extensionId(RtpExtensions.DEPENDENCY_DESCRIPTOR);
        assertNotEquals(0, id);
        assertEquals(id, video.extensionIds()[12], "the publisher has it under 12");
        SessionDescription offer = viewer.offer().description();
        assertTrue(offer.section(video.mid()).extMaps().contains(new ExtMap(id, RtpExtensions.DEPENDENCY_DESCRIPTOR)));
        assertTrue(offer.others().contains(new Attribute("extmap-allow-mixed", null)), "in either form");
    }

    @Test
    void shouldNumberItsPacketsWhetherThePublishersAreNumberedOrNot() throws SdpException {
        Codec opus = new Codec(109, "opus", 48_000, 2, "", List.of());
        ViewerTrack plain = viewer.addTrack(new PublishedTrack(
                        MediaKind.AUDIO,
                        "-3",
                        "-3-audio",
                        List.of(new NegotiatedCodec(opus, NegotiatedCodec.NO_RTX)),
                        List.of()))
                .orElseThrow();
        ViewerTrack numbered = add(VIDEO, "-2");
        assertNotEquals(0, plain.transportSequenceId());
        assertEquals(plain.transportSequenceId(), numbered.transportSequenceId());
        MediaSection section = viewer.offer().description().section(plain.mid());
        assertEquals(
                List.of(new ExtMap(plain.transportSequenceId(), RtpExtensions.TRANSPORT_SEQUENCE_NUMBER)),
                section.extMaps());
        assertTrue(section.codecs().get(0).feedback().contains(MediaCapabilities.TRANSPORT_CC));
    }

    @Test
    void shouldUseOneNumberForOneFormatInAllSections() throws SdpException {
        ViewerTrack first = add(VIDEO, "-2");
        NegotiatedCodec other = new NegotiatedCodec(
                new Codec(120, "h264", 90_000, 1, "profile-level-id=42e034;packetization-mode=1", List.of()),
                NegotiatedCodec.NO_RTX);
        ViewerTrack second = viewer.addTrack(
                        new PublishedTrack(MediaKind.VIDEO, "-3", "-3-video", List.of(other), List.of()))
                .orElseThrow();
        assertEquals(first.payloadType(108), second.payloadType(120));
        assertEquals(first.rtxPayloadType(108), second.rtxPayloadType(120), "RTX is there without the publisher's");
        assertNotEquals(first.ssrc(), second.ssrc());
    }

    @Test
    void shouldOfferRedundancyWhereThePublisherHasIt() throws SdpException {
        ViewerTrack sound = add(AUDIO, "-2");
        MediaSection section = viewer.offer().description().section(sound.mid());
        Codec opus = section.codecs().get(0);
        Codec red = section.codecs().get(1);
        assertEquals(opus.payloadType(), sound.payloadType(111));
        assertEquals(red.payloadType(), sound.redPayloadType());
        assertTrue(red.is("red") && red.clockRateHz() == 48_000 && red.channels() == 2);
        assertEquals(opus.payloadType() + "/" + opus.payloadType(), red.fmtp());
        assertEquals(ViewerTrack.NOT_OFFERED, sound.payloadType(63), "the publisher's blocks are not a codec");

        assertEquals(ViewerTrack.NOT_OFFERED, add(VIDEO, "-2").redPayloadType());
        SubscriberOffer plain = new SubscriberOffer(
                Negotiations.RELAY, MediaCapabilities.relay().withoutRed(), "relay", new Random(1));
        ViewerTrack without = plain.addTrack(Negotiations.track(AUDIO, "-2")).orElseThrow();
        assertEquals(ViewerTrack.NOT_OFFERED, without.redPayloadType());
        assertEquals(
                1, plain.offer().description().section(without.mid()).codecs().size());
    }

    @Test
    void shouldTellStereoFromMono() throws SdpException {
        ViewerTrack mono = add(AUDIO, "-2");
        Codec stereo = new Codec(109, "opus", 48_000, 2, "stereo=1", List.of());
        ViewerTrack other = viewer.addTrack(new PublishedTrack(
                        MediaKind.AUDIO,
                        "-3",
                        "-3-audio",
                        List.of(new NegotiatedCodec(stereo, NegotiatedCodec.NO_RTX)),
                        List.of()))
                .orElseThrow();
        assertNotEquals(mono.payloadType(111), other.payloadType(109));
        MediaSection section = viewer.offer().description().section(other.mid());
        assertEquals("1", section.codec(other.payloadType(109)).parameter("stereo", "0"));
    }

    @Test
    void shouldNotLetPublishersUseTheNumbersUp() throws SdpException {
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            String fmtp = "packetization-mode=1;profile-level-id=42%02x1f;x=%d".formatted(random.nextInt(256), i);
            Codec codec = new Codec(100, "H264", 90_000, 1, fmtp, List.of());
            PublishedTrack track = new PublishedTrack(
                    MediaKind.VIDEO, "s", "t", List.of(new NegotiatedCodec(codec, NegotiatedCodec.NO_RTX)), List.of());
            assertTrue(viewer.addTrack(track).isPresent());
        }
        Set<Integer> payloadTypes = new HashSet<>();
        viewer.offer()
                .description()
                .media()
                .forEach(section -> section.codecs().forEach(codec -> payloadTypes.add(codec.payloadType())));
        assertEquals(5, payloadTypes.size(), "Opus, Baseline, Constrained Baseline and two RTX");
    }

    @Test
    void shouldNotLetClockRatesUseTheNumbersUp() throws SdpException {
        int rate = 1;
        for (String name : List.of("VP8", "VP9", "AV1", "H264")) {
            for (int i = 0; i < 20; i++) {
                Codec codec = new Codec(100, name, rate++, 1 + i, "packetization-mode=1", List.of());
                PublishedTrack track = new PublishedTrack(
                        MediaKind.VIDEO,
                        "s",
                        "t",
                        List.of(new NegotiatedCodec(codec, NegotiatedCodec.NO_RTX)),
                        List.of());
                assertTrue(viewer.addTrack(track).isPresent(), name + " of clock rate " + rate);
            }
        }
        ViewerTrack honest = add(VIDEO, "-2");
        assertEquals(
                90_000,
                viewer.offer()
                        .description()
                        .section(honest.mid())
                        .codec(honest.payloadType(108))
                        .clockRateHz());
    }

    @Test
    void shouldNeverDrawASourceTwice() throws SdpException {
        // A source of random numbers that soon repeats them: as bad as luck may be.
        SubscriberOffer unlucky =
                new SubscriberOffer(Negotiations.RELAY, MediaCapabilities.relay(), "relay", new Random(1) {
                    private int drawn;

                    @Override
                    public int nextInt() {
                        return drawn++ % 16;
                    }
                });
        PublishedTrack track = Negotiations.track(VIDEO, "-2");
        Set<Integer> drawn = new HashSet<>(Set.of(0));
        for (int i = 0; i < 1_000; i++) {
            ViewerTrack taken = unlucky.addTrack(track).orElseThrow();
            assertTrue(drawn.add(taken.ssrc()), "the source of track " + i);
            assertTrue(drawn.add(taken.rtxSsrc().orElseThrow()), "the retransmissions of track " + i);
            unlucky.removeTrack(taken);
        }
    }

    @Test
    void shouldUseTheFirstSectionForTheFirstSound() throws SdpException {
        assertEquals("1", add(VIDEO, "-2").mid());
        assertEquals("0", add(AUDIO, "-2").mid());
        assertEquals("2", add(AUDIO, "-3").mid());
    }

    @Test
    void shouldKeepARemovedTracksSectionInactive() throws SdpException {
        ViewerTrack video = add(VIDEO, "-2");
        offerAndAnswer();
        viewer.removeTrack(video);
        viewer.removeTrack(video);
        MediaSection section = viewer.offer().description().media().get(1);
        assertEquals(Direction.INACTIVE, section.direction());
        assertEquals(List.of(), section.ssrcs());
        assertEquals("1", section.mid());
        assertTrue(section.codecs().size() > 1, "a section that is not rejected has codecs");
    }

    @Test
    void shouldUseASectionAgainOnlyAfterTheViewerHasSeenItInactive() throws SdpException {
        ViewerTrack first = add(VIDEO, "-2");
        offerAndAnswer();
        viewer.removeTrack(first);
        assertEquals("2", add(VIDEO, "-3").mid(), "not offered inactive yet");
        SubscriberOffer.Offer unanswered = viewer.offer();
        assertEquals("3", add(VIDEO, "-4").mid(), "not answered yet");
        SessionDescription newer = offerAndAnswer();
        assertEquals(unanswered.revision() + 1, Integer.parseInt(newer.origin().sessionVersion()));
        ViewerTrack again = add(VIDEO, "-5");
        assertEquals("1", again.mid());
        assertEquals(
                new Msid("-5", "-5-video"),
                viewer.offer().description().section("1").msid());
    }

    @Test
    void shouldUseASectionAgainAtOnceWhereItsTrackWasNeverOffered() throws SdpException {
        viewer.removeTrack(add(VIDEO, "-2"));
        assertEquals("1", add(VIDEO, "-3").mid());
    }

    @Test
    void shouldNotGiveASectionToTheOtherKind() throws SdpException {
        ViewerTrack video = add(VIDEO, "-2");
        offerAndAnswer();
        viewer.removeTrack(video);
        offerAndAnswer();
        add(AUDIO, "-3");
        assertEquals("2", add(AUDIO, "-4").mid());
    }

    @Test
    void shouldLeaveAnAnswerToAnOlderOfferAlone() throws SdpException {
        SubscriberOffer.Offer old = viewer.offer();
        ClientAnswer answer = ClientAnswer.to(old.description(), Negotiations.CLIENT, MediaCapabilities.relay());
        viewer.offer();
        assertEquals(Optional.empty(), viewer.answered(old.revision(), answer.description()));
        assertEquals(Optional.empty(), viewer.answered(99, answer.description()));
    }

    @Test
    void shouldRefuseAnAnswerOfOtherSections() throws SdpException {
        SubscriberOffer.Offer offer = viewer.offer();
        add(VIDEO, "-2");
        SubscriberOffer.Offer longer = viewer.offer();
        ClientAnswer answer = ClientAnswer.to(offer.description(), Negotiations.CLIENT, MediaCapabilities.relay());
        assertThrows(SdpException.class, () -> viewer.answered(longer.revision(), answer.description()));
    }

    @Test
    void shouldRestartIceWithTheNextOffer() {
        viewer.offer();
        LocalParameters old = Negotiations.RELAY;
        viewer.restartIce(new LocalParameters(
                old.sessionId(), true, "newer", old.password(), old.fingerprint(), old.candidates()));
        assertEquals("newer", viewer.offer().description().transport().ufrag());
    }

    @Test
    void shouldStopAtTheMostSectionsThatADescriptionMayHave() throws SdpException {
        PublishedTrack track = Negotiations.track(VIDEO, "-2");
        for (int i = 1; i < SdpParser.MAX_SECTIONS; i++) {
            assertTrue(viewer.addTrack(track).isPresent());
        }
        assertTrue(viewer.addTrack(track).isEmpty());
    }
}
