package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.Attribute;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpSamples;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.SsrcGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherAnswerTest {
    private static final String PLAIN = "chromium-offer-audio-video";

    private static PublisherAnswer answer(String offer, MediaCapabilities capabilities) throws SdpException {
        return PublisherAnswer.to(SdpParser.parse(offer), Negotiations.RELAY, capabilities);
    }

    private static String refusal(String offer) {
        return assertThrows(SdpException.class, () -> answer(offer, MediaCapabilities.relay()))
                .getMessage();
    }

    private static List<String> names(NegotiatedMedia media) {
        return media.codecs().stream().map(codec -> codec.codec().name()).toList();
    }

    @Test
    void shouldTakeOnePayloadTypePerCodecByPreference() throws SdpException {
        NegotiatedMedia video = Negotiations.answerTo(PLAIN).media().get(1);
        assertEquals(List.of("H264", "VP8", "VP9", "AV1"), names(video));
        NegotiatedCodec h264 = video.codecs().get(0);
        assertEquals(108, h264.payloadType(), "constrained baseline in packetization mode 1");
        assertEquals(109, h264.rtxPayloadType());
        assertEquals(VideoCodec.H264, h264.videoCodec());
        assertEquals(98, video.codecs().get(2).payloadType(), "VP9 profile 0");
        assertEquals(h264, video.codec(109));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8/12345", "VP8/90000/2", "VP9/48000", "AV1/1", "H264/89999", "H264/90000/255"})
    void shouldTakeVideoOfTheUsualClockAlone(String odd) throws SdpException {
        String name = odd.substring(0, odd.indexOf('/'));
        String offer = SdpSamples.text(PLAIN).replaceAll(" " + name + "/90000", " " + odd);
        NegotiatedMedia video = answer(offer, MediaCapabilities.relay()).media().get(1);
        assertFalse(names(video).contains(name), () -> names(video).toString());
        assertEquals(3, video.codecs().size());
    }

    @Test
    void shouldTakeTheUsualOneOfACodecsClocks() throws SdpException {
        String offer = SdpSamples.text(PLAIN).replaceFirst(" VP9/90000", " VP9/90001");
        NegotiatedMedia video = answer(offer, MediaCapabilities.relay()).media().get(1);
        assertTrue(video.codecs().stream().allMatch(codec -> codec.clockRateHz() == 90_000));
    }

    @Test
    void shouldPutThePreferredCodecFirst() throws SdpException {
        MediaCapabilities vp9 = MediaCapabilities.relay().preferringVideo("vp9");
        assertEquals(
                List.of("VP9", "H264", "VP8", "AV1"),
                names(answer(SdpSamples.text(PLAIN), vp9).media().get(1)));
        assertEquals(MediaCapabilities.relay(), MediaCapabilities.relay().preferringVideo("theora"));
    }

    @Test
    void shouldTellTheSourcesAndTheTrack() throws SdpException {
        MediaSection offered = SdpSamples.parsed(PLAIN).media().get(1);
        NegotiatedMedia video = Negotiations.answerTo(PLAIN).media().get(1);
        SsrcGroup pair = offered.ssrcGroups().get(0);
        assertEquals(
                List.of(new NegotiatedEncoding(
                        null,
                        OptionalInt.of(pair.ssrcs().get(0)),
                        OptionalInt.of(pair.ssrcs().get(1)))),
                video.encodings());
        assertEquals(offered.msid().trackId(), video.trackId());
        assertEquals("1", video.mid());
        assertEquals(MediaKind.VIDEO, video.kind());
        assertEquals(4, video.extensionId(RtpExtensions.MID));
        assertEquals(0, video.extensionId("urn:unheard-of"));
    }

    @Test
    void shouldAnswerRecvonlyAndPassiveWithCandidatesInTheFirstSection() throws SdpException {
        PublisherAnswer answer = Negotiations.answerTo(PLAIN);
        assertEquals(answer.description(), SdpParser.parse(answer.description().toSdp()));
        assertTrue(answer.description().iceLite());
        assertEquals(List.of("0", "1"), answer.description().bundle());
        MediaSection audio = answer.description().media().get(0);
        MediaSection video = answer.description().media().get(1);
        assertEquals(Direction.RECVONLY, audio.direction());
        assertEquals(SetupRole.PASSIVE, audio.transport().setup());
        assertEquals(
                List.of(
                        "1 1 udp 2130706431 192.0.2.1 8907 typ host",
                        "2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 8907 typ host"),
                audio.transport().candidates());
        assertTrue(audio.transport().endOfCandidates());
        assertEquals(List.of(), video.transport().candidates());
        assertEquals("relay", video.transport().ufrag());
        assertTrue(video.rtcpMux() && video.rtcpReducedSize());
        assertEquals(
                List.of(
                        new Codec(63, "red", 48_000, 2, "111/111", List.of()),
                        new Codec(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of("transport-cc"))),
                audio.codecs(),
                "redundancy before Opus, no CN or telephone-event");
    }

    @Test
    void shouldTakeRedundancyOfOpusAlone() throws SdpException {
        NegotiatedCodec opus =
                Negotiations.answerTo(PLAIN).media().get(0).codecs().get(0);
        assertEquals(111, opus.payloadType());
        assertEquals(63, opus.redPayloadType());
        assertEquals(opus, Negotiations.answerTo(PLAIN).media().get(0).codec(63));

        MediaCapabilities plain = MediaCapabilities.relay().withoutRed();
        PublisherAnswer refused = answer(SdpSamples.text(PLAIN), plain);
        assertFalse(refused.media().get(0).codecs().get(0).hasRed());
        assertEquals(1, refused.description().media().get(0).codecs().size());
        for (String blocks : List.of("111/9", "9/111", "", "111/", "x", "111;111")) {
            String offer = SdpSamples.text(PLAIN).replace("a=fmtp:63 111/111", "a=fmtp:63 " + blocks);
            NegotiatedMedia sound =
                    answer(offer, MediaCapabilities.relay()).media().get(0);
            assertFalse(sound.codecs().get(0).hasRed(), blocks);
        }
        String mono = SdpSamples.text(PLAIN).replace("red/48000/2", "red/48000");
        NegotiatedMedia sound = answer(mono, MediaCapabilities.relay()).media().get(0);
        assertFalse(sound.codecs().get(0).hasRed(), "one channel");
    }

    @Test
    void shouldReceiveSimulcastByRid() throws SdpException {
        PublisherAnswer answer = Negotiations.answerTo("chromium-offer-simulcast");
        assertEquals(
                List.of("q", "h", "f"),
                answer.media().get(1).encodings().stream()
                        .map(NegotiatedEncoding::rid)
                        .toList());
        String sdp = answer.description().toSdp();
        assertTrue(sdp.contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n"), sdp);
    }

    /** Its video section has port 0, as only the bundle carries it; it has no H.264 without the OpenH264 plug-in. */
    @Test
    void shouldTakeWhatFirefoxOffers() throws SdpException {
        PublisherAnswer answer = Negotiations.answerTo("firefox-offer-audio-video");
        assertEquals(List.of(), answer.rejected());
        NegotiatedMedia audio = answer.media().get(0);
        assertEquals(109, audio.codecs().get(0).payloadType());
        assertEquals(1, audio.extensionId(RtpExtensions.AUDIO_LEVEL));
        NegotiatedMedia video = answer.media().get(1);
        assertEquals(List.of("VP8", "VP9", "AV1"), names(video));
        assertEquals(120, video.codecs().get(0).payloadType());
        assertEquals(124, video.codecs().get(0).rtxPayloadType());
        assertEquals(
                List.of(new NegotiatedEncoding(
                        null, OptionalInt.of((int) 2_530_797_228L), OptionalInt.of((int) 2_751_834_264L))),
                video.encodings());
        assertEquals(7, video.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
        assertEquals(Direction.RECVONLY, answer.description().media().get(1).direction());
        assertEquals(
                MediaSection.DISCARD_PORT, answer.description().media().get(1).port());
    }

    @Test
    void shouldLeaveOutExtensionsThatThePublisherTakesOnly() throws SdpException {
        NegotiatedMedia video =
                Negotiations.answerTo("firefox-offer-audio-video").media().get(1);
        assertEquals(0, video.extensionId(RtpExtensions.PLAYOUT_DELAY), "offered with /recvonly");
        NegotiatedMedia layered =
                Negotiations.answerTo("firefox-offer-simulcast").media().get(0);
        assertEquals(9, layered.extensionId(RtpExtensions.RID), "offered with /sendonly");
    }

    /** What a dependency structure needs, which the one-byte form has no room for. */
    @Test
    void shouldAllowHeaderExtensionsOfBothFormsWhereTheOfferDoes() throws SdpException {
        Attribute mixed = new Attribute("extmap-allow-mixed", null);
        assertEquals(List.of(mixed), Negotiations.answerTo(PLAIN).description().others(), "for the session");
        PublisherAnswer firefox = Negotiations.answerTo("firefox-offer-audio-video");
        assertEquals(List.of(), firefox.description().others());
        for (MediaSection section : firefox.description().media()) {
            assertEquals(List.of(mixed), section.others(), "for each section");
        }
        String without = SdpSamples.text(PLAIN).replaceAll("a=extmap-allow-mixed\r?\n", "");
        assertEquals(
                List.of(),
                answer(without, MediaCapabilities.relay()).description().others());
    }

    @Test
    void shouldTakeTheDependencyDescriptor() throws SdpException {
        NegotiatedMedia layered =
                Negotiations.answerTo("chromium-offer-simulcast").media().get(1);
        assertEquals(12, layered.extensionId(RtpExtensions.DEPENDENCY_DESCRIPTOR));
    }

    @Test
    void shouldReceiveFirefoxsSimulcastByRid() throws SdpException {
        assertEquals(
                List.of("h", "l"),
                Negotiations.answerTo("firefox-offer-simulcast").media().get(0).encodings().stream()
                        .map(NegotiatedEncoding::rid)
                        .toList());
    }

    @Test
    void shouldReceiveSimulcastBySsrcGroup() throws SdpException {
        String offer = SdpSamples.text(PLAIN) + "a=ssrc-group:SIM 4075770362 7 8\na=ssrc-group:FID 7 9\n";
        List<NegotiatedEncoding> encodings =
                answer(offer, MediaCapabilities.relay()).media().get(1).encodings();
        assertEquals(3, encodings.size());
        assertEquals(new NegotiatedEncoding(null, OptionalInt.of(7), OptionalInt.of(9)), encodings.get(1));
        assertEquals(new NegotiatedEncoding(null, OptionalInt.of(8), OptionalInt.empty()), encodings.get(2));
    }

    @Test
    void shouldRefuseADataChannelInItsPlace() throws SdpException {
        PublisherAnswer answer = Negotiations.answerTo("chromium-offer-datachannel");
        MediaSection data = answer.description().media().get(2);
        assertEquals(0, data.port());
        assertEquals(List.of("webrtc-datachannel"), data.formats());
        assertEquals("UDP/DTLS/SCTP", data.protocol());
        assertEquals(List.of("0", "1"), answer.description().bundle());
        assertEquals(
                List.of(new RejectedSection(2, "application", "only audio and video are taken")), answer.rejected());
    }

    @Test
    void shouldAnswerInactiveWhereNothingIsSent() throws SdpException {
        PublisherAnswer answer = Negotiations.answerTo("chromium-offer-recvonly");
        assertEquals(Direction.INACTIVE, answer.media().get(0).direction());
        assertEquals(Direction.INACTIVE, answer.description().media().get(1).direction());
        assertEquals("-", answer.media().get(0).streamId());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "42e01f, 1, true",
        "42001f, 1, true",
        "42c015, 1, true",
        "42E034, 1, true",
        ", 1, true",
        "42e01f, 0, false",
        "42e01f, , false",
        "4d001f, 1, false",
        "640c1f, 1, false",
    })
    void shouldTakeBaselineH264InPacketizationMode1(String profileLevelId, String mode, boolean taken)
            throws SdpException {
        String fmtp = (mode == null ? "" : "packetization-mode=" + mode + ";")
                + (profileLevelId == null ? "" : "profile-level-id=" + profileLevelId);
        String offer = SdpSamples.text(PLAIN)
                .replaceAll("a=rtpmap:\\d+ (H264|VP8|VP9|AV1)/90000\n", "")
                .replace("a=rtpmap:97 rtx/90000\n", "a=rtpmap:97 H264/90000\n")
                .replace("a=fmtp:97 apt=96\n", fmtp.isEmpty() ? "" : "a=fmtp:97 " + fmtp + "\n");
        assertEquals(taken, answer(offer, MediaCapabilities.relay()).media().size() == 2);
    }

    @Test
    void shouldKeepWhatTheClientSaysOfOpus() throws SdpException {
        String offer = SdpSamples.text(PLAIN)
                .replace("minptime=10;useinbandfec=1", "minptime=10;useinbandfec=1;stereo=1;usedtx=1");
        assertTrue(answer(offer, MediaCapabilities.relay())
                .description()
                .toSdp()
                .contains("a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;usedtx=1\r\n"));
    }

    @Test
    void shouldTakeTelephoneEventsWhereAsked() throws SdpException {
        MediaCapabilities relay = MediaCapabilities.relay();
        MediaCapabilities asked = new MediaCapabilities(
                List.of("opus", "telephone-event"), relay.videoCodecs(), relay.extensions(), relay.feedback());
        assertEquals(
                List.of("opus", "telephone-event"),
                names(answer(SdpSamples.text(PLAIN), asked).media().get(0)));
    }

    @Test
    void shouldLeaveTransportFeedbackOutWithItsExtension() throws SdpException {
        String sdp = answer(SdpSamples.text(PLAIN), MediaCapabilities.relay().withoutFeedback("transport-cc"))
                .description()
                .toSdp();
        assertFalse(sdp.contains("transport-cc") || sdp.contains("transport-wide"), sdp);
        assertTrue(sdp.contains("goog-remb"));
    }

    @ParameterizedTest
    @CsvSource({"active, PASSIVE", "passive, ACTIVE", "actpass, PASSIVE"})
    void shouldTakeTheOtherDtlsRole(String offered, SetupRole local) throws SdpException {
        String offer = SdpSamples.text(PLAIN).replace("a=setup:actpass", "a=setup:" + offered);
        PublisherAnswer answer = answer(offer, MediaCapabilities.relay());
        assertEquals(local, answer.remote().localSetup());
        assertEquals(local, answer.description().media().get(0).transport().setup());
    }

    @Test
    void shouldReadTheTransportOfTheSession() throws SdpException {
        String offer = "v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\na=group:BUNDLE a\n"
                + "a=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\na=setup:active\n"
                + "a=fingerprint:sha-512 00" + ":00".repeat(63) + "\na=fingerprint:sha-256 11" + ":11".repeat(31)
                + "\nm=audio 9 UDP/TLS/RTP/SAVPF 97\na=mid:a\na=rtcp-mux\na=sendonly\na=rtpmap:97 opus/48000/2\n";
        RemoteParameters remote = answer(offer, MediaCapabilities.relay()).remote();
        assertEquals("abcd", remote.ufrag());
        assertEquals("sha-256", remote.fingerprint().hashFunction());
    }

    @ParameterizedTest
    @CsvSource({"sha-256, 16", "sha-256, 20", "sha-256, 64", "sha-384, 32", "sha-512, 63"})
    void shouldRefuseAFingerprintThatIsNotAsLongAsItsHash(String hash, int bytes) {
        String offer = SdpSamples.text(PLAIN)
                .replaceAll("a=fingerprint:.*", "a=fingerprint:" + hash + " 0A" + ":0A".repeat(bytes - 1));
        assertTrue(refusal(offer).contains("not as long as its hash"));
    }

    @Test
    void shouldSayWhyAnOfferIsRefused() {
        String offer = SdpSamples.text(PLAIN);
        assertTrue(refusal(offer.replace("a=group:BUNDLE 0 1\n", "")).contains("not in a=group:BUNDLE"));
        assertTrue(refusal(offer.replace("a=group:BUNDLE 0 1\n", "a=group:BUNDLE 0\n"))
                .startsWith("section 2 (video) is not in a=group:BUNDLE"));
        assertTrue(refusal(offer.replace("a=rtcp-mux\n", "")).contains("has no a=rtcp-mux"));
        assertTrue(refusal(offer.replace("a=mid:0\n", "")).contains("has no a=mid"));
        assertTrue(refusal(offer.replace("a=mid:1\n", "a=mid:0\n")).contains("has the a=mid of another"));
        assertTrue(refusal(offer.replaceAll("a=ice-ufrag:.*\n", "")).contains("a=ice-ufrag"));
        assertTrue(refusal(offer.replace("a=fingerprint:sha-256", "a=fingerprint:md5"))
                .contains("a=fingerprint"));
        assertTrue(refusal(offer.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP")).contains("no section"));
        assertTrue(refusal(offer.replaceAll("m=(audio|video) \\d+", "m=$1 0")).contains("no section"));
    }
}
