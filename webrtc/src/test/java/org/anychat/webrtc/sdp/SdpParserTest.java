package org.anychat.webrtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SdpParserTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n";

    private static SessionDescription parse(String text) throws SdpException {
        return SdpParser.parse(text);
    }

    private static String refusal(String text) {
        return assertThrows(SdpException.class, () -> parse(text)).getMessage();
    }

    @Test
    void shouldReadAChromiumOffer() throws SdpException {
        SessionDescription offer = SdpSamples.parsed("chromium-offer-audio-video");
        assertEquals(List.of("0", "1"), offer.bundle());
        assertFalse(offer.iceLite());
        MediaSection audio = offer.media().get(0);
        assertEquals(MediaKind.AUDIO, audio.kind());
        assertEquals("0", audio.mid());
        assertEquals(Direction.SENDONLY, audio.direction());
        assertTrue(audio.rtcpMux());
        assertTrue(audio.rtcpReducedSize());
        assertEquals(
                new Codec(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of("transport-cc")),
                audio.codecs().get(0));
        assertEquals(
                new ExtMap(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
                audio.extMaps().get(0));
        TransportDescription transport = offer.transportOf(audio);
        assertEquals(4, transport.ufrag().length());
        assertEquals(24, transport.password().length());
        assertEquals(SetupRole.ACTPASS, transport.setup());
        assertEquals("sha-256", transport.fingerprints().get(0).hashFunction());
        assertEquals(4, transport.candidates().size());
        assertTrue(audio.others().contains(new Attribute("rtcp-xr", "rcvr-rtt=all")), "unknown attributes are kept");
    }

    @Test
    void shouldReadTheSourcesOfAVideoSection() throws SdpException {
        MediaSection video =
                SdpSamples.parsed("chromium-offer-audio-video").media().get(1);
        assertEquals(2, video.ssrcs().size());
        SsrcGroup pair = video.ssrcGroups().get(0);
        assertEquals("FID", pair.semantics());
        assertEquals(List.of(video.ssrcs().get(0).ssrc(), video.ssrcs().get(1).ssrc()), pair.ssrcs());
        assertEquals(102, video.codec(103).associatedPayloadType());
        assertEquals(-1, video.codec(102).associatedPayloadType());
        assertEquals("42001f", video.codec(102).parameter("profile-level-id", ""));
    }

    @Test
    void shouldReadSimulcast() throws SdpException {
        MediaSection video =
                SdpSamples.parsed("chromium-offer-simulcast").media().get(1);
        assertEquals(new Rid("q", true, null), video.rids().get(0));
        assertEquals(List.of("q", "h", "f"), Simulcast.rids(video.simulcast().send()));
        assertNull(video.simulcast().recv());
    }

    @Test
    void shouldTakeTheFirstAlternativeOfAPausedSimulcastStream() {
        assertEquals(List.of("a", "c"), Simulcast.rids("~a,b;c"));
        assertEquals(List.of(), Simulcast.rids(null));
    }

    @Test
    void shouldKeepWhatIsNotRtp() throws SdpException {
        MediaSection data =
                SdpSamples.parsed("chromium-offer-datachannel").media().get(2);
        assertNull(data.kind());
        assertEquals(List.of("webrtc-datachannel"), data.formats());
        assertTrue(data.codecs().isEmpty());
    }

    @ParameterizedTest
    @FieldSource("org.anychat.webrtc.sdp.SdpSamples#ALL")
    void shouldComeBackFromItsText(String sample) throws SdpException {
        SessionDescription description = SdpSamples.parsed(sample);
        assertEquals(description, parse(description.toSdp()));
        assertEquals(description.toSdp(), parse(description.toSdp()).toSdp());
    }

    @Test
    void shouldReadLinesThatEndInCrLfOrLf() throws SdpException {
        String lineFeeds = SdpSamples.text("chromium-offer-simulcast");
        assertEquals(parse(lineFeeds), parse(lineFeeds.replace("\n", "\r\n")));
    }

    @Test
    void shouldLetTheSessionSpeakForItsSections() throws SdpException {
        SessionDescription description = parse(HEAD + "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
                + "a=fingerprint:SHA-256 aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99\r\n"
                + "a=setup:active\r\na=sendonly\r\na=extmap:3 urn:x\r\n" + VIDEO + "a=mid:v\r\n");
        MediaSection video = description.section("v");
        assertEquals(Direction.SENDONLY, video.direction());
        assertEquals(List.of(new ExtMap(3, "urn:x")), video.extMaps());
        TransportDescription transport = description.transportOf(video);
        assertEquals("abcd", transport.ufrag());
        assertEquals(SetupRole.ACTIVE, transport.setup());
        assertEquals(
                new Fingerprint("sha-256", "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"),
                transport.fingerprints().get(0));
    }

    @Test
    void shouldGiveFeedbackForAllPayloadTypesToEach() throws SdpException {
        MediaSection video = parse(HEAD + VIDEO + "a=rtpmap:96 VP8/90000\r\na=rtpmap:97 H264/90000\r\n"
                        + "a=rtcp-fb:* nack\r\na=rtcp-fb:97 ccm fir\r\n")
                .media()
                .get(0);
        assertEquals(List.of("nack"), video.codec(96).feedback());
        assertEquals(List.of("ccm fir", "nack"), video.codec(97).feedback());
    }

    @Test
    void shouldStepOverPayloadTypesThatMakeNoSense() throws SdpException {
        MediaSection video = parse(HEAD + VIDEO + "a=rtpmap:96 VP8\r\na=rtpmap:97 VP8/90000\r\na=rtpmap:99 X/1\r\n")
                .media()
                .get(0);
        assertEquals(List.of("96", "97"), video.formats());
        assertEquals(1, video.codecs().size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a=ice-ufrag:abc                   | line 6: ice-ufrag
        a=ice-ufrag:ab cd                 | line 6: ice-ufrag
        a=ice-pwd:short                   | line 6: ice-pwd
        a=fingerprint:sha-256 12:3        | line 6: fingerprint
        a=fingerprint:sha-256             | line 6: fingerprint
        a=setup:holdconn                  | line 6: setup
        a=rtpmap:128 VP8/90000            | line 6: a payload type
        a=rtpmap:96                       | line 6: a payload type
        a=fmtp:x y=1                      | line 6: a payload type
        a=rtcp-fb:96                      | line 6: rtcp-fb
        a=rtcp-fb:200 nack                | line 6: rtcp-fb
        a=extmap:0 urn:x                  | line 6: extmap
        a=extmap:256 urn:x                | line 6: extmap
        a=extmap:1/both urn:x             | line 6: extmap
        a=extmap:1                        | line 6: extmap
        a=mid:a b                         | line 6: mid
        a=ssrc:4294967296 cname:x         | line 6: an ssrc
        a=ssrc:-1 cname:x                 | line 6: an ssrc
        a=ssrc-group:FID 1 x              | line 6: an ssrc
        a=rid:q                           | line 6: rid
        a=rid:q/ send                     | line 6: rid
        a=simulcast:q                     | line 6: simulcast
        m=audio 9 UDP/TLS/RTP/SAVPF       | line 6: m=
        m=audio 65536 UDP/TLS/RTP/SAVPF 0 | line 6: the port
        hello                             | line 6: a line
        """)
    void shouldSayWhichLineIsWrong(String line, String message) {
        String refusal = refusal(HEAD + VIDEO + line + "\r\n");
        assertTrue(refusal.startsWith(message), refusal);
    }

    @Test
    void shouldRefuseWhatIsNotADescription() {
        assertEquals("line 1: a description starts with v=0", refusal("hello"));
        assertEquals("the description has no o= line", refusal(""));
        assertEquals("the description has no o= line", refusal("v=0\r\n"));
        assertEquals("line 2: o= has fewer than 6 fields", refusal("v=0\r\no=- 1 2\r\n"));
    }

    @Test
    void shouldRefuseControlCharacters() {
        assertEquals("line 6: a line has a control character", refusal(HEAD + VIDEO + "a=msid:a\rm=b c\r\n"));
    }

    @Test
    void shouldRefuseWhatGoesOverTheBounds() throws SdpException {
        assertEquals(128, parse(HEAD + VIDEO.repeat(128)).media().size());
        assertTrue(refusal(HEAD + VIDEO.repeat(129)).contains("more than 128 sections"));
        parse(HEAD + VIDEO + "a=x\r\n".repeat(256));
        assertTrue(refusal(HEAD + VIDEO + "a=x\r\n".repeat(257)).contains("more than 256 lines"));
        assertTrue(refusal(HEAD + "a=" + "x".repeat(65_536)).contains("longer than 65536"));
        assertTrue(refusal(HEAD + "m=video 9 UDP/TLS/RTP/SAVPF" + " 96".repeat(129))
                .contains("more than 128 formats"));
    }

    @Test
    void shouldCarryNoStackTrace() {
        assertEquals(0, assertThrows(SdpException.class, () -> parse("")).getStackTrace().length);
    }
}
