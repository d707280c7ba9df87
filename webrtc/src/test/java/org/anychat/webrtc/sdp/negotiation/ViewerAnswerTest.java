package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewerAnswerTest {
    private static final String H264 = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=";

    private static ViewerTrack carried(int transportSequenceId) throws SdpException {
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
                + section(0, transportSequenceId);
        ViewerAnswer answer = answer(offer, List.of(), new AtomicInteger());
        return answer.seats().get(0).carry(Negotiations.track(1, "user"));
    }

    private static ViewerAnswer answer(String sdp, List<ViewerAnswer.Seat> before, AtomicInteger ssrcs)
            throws SdpException {
        return ViewerAnswer.to(
                SdpParser.parse(sdp),
                Negotiations.RELAY,
                MediaCapabilities.relay(),
                "relay",
                before,
                ssrcs::incrementAndGet);
    }

    @Test
    void shouldGiveTheSourcesOfSectionsThatAreGoneToNewOnes() throws SdpException {
        AtomicInteger ssrcs = new AtomicInteger();
        ViewerAnswer first = answer(offer(0, 1, 2), List.of(), ssrcs);
        ViewerAnswer fewer = answer(offer(1), first.seats(), ssrcs);

        ViewerAnswer others = answer(offer(7, 1, 8, 9), first.seats(), ssrcs);

        assertEquals(first.seats().get(1).ssrc(), fewer.seats().get(0).ssrc());
        assertEquals(
                List.of(1, 3, 5, 7),
                others.seats().stream().map(ViewerAnswer.Seat::ssrc).toList());
    }

    private static String offer(int... mids) {
        String names = Arrays.stream(mids).mapToObj(mid -> " " + mid).collect(Collectors.joining());
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE" + names + "\r\n"
                + Arrays.stream(mids).mapToObj(mid -> section(mid, 3)).collect(Collectors.joining());
    }

    private static String section(int mid, int transportSequenceId) {
        return "m=video 9 UDP/TLS/RTP/SAVPF 120 124\r\nc=IN IP4 0.0.0.0\r\na=mid:" + mid + "\r\na=ice-ufrag:abcd\r\n"
                + "a=ice-pwd:thePasswordOfTheClient01234\r\na=fingerprint:sha-256 12" + ":34".repeat(31) + "\r\n"
                + "a=setup:actpass\r\na=rtcp-mux\r\na=recvonly\r\na=extmap:" + transportSequenceId + ' '
                + RtpExtensions.TRANSPORT_SEQUENCE_NUMBER + "\r\na=rtpmap:120 VP8/90000\r\n"
                + "a=rtcp-fb:120 transport-cc\r\na=rtpmap:124 rtx/90000\r\na=fmtp:124 apt=120\r\n";
    }

    @Test
    void shouldNumberUnderTheViewersId() throws SdpException {
        assertEquals(14, carried(14).transportSequenceId());
    }

    @Test
    void shouldNumberNothingUnderAnIdThatOneByteHeadersCannotHave() throws SdpException {
        assertEquals(0, carried(16).transportSequenceId());
    }

    /** Its video section has port 0, as only the bundle carries it; it has no H.264 without the OpenH264 plug-in. */
    @Test
    void shouldCarryToFirefoxWhatItDecodes() throws SdpException {
        AtomicInteger ssrcs = new AtomicInteger();
        ViewerAnswer answer = ViewerAnswer.to(
                SdpSamples.parsed("firefox-offer-recvonly"),
                Negotiations.RELAY,
                MediaCapabilities.relay(),
                "relay",
                List.of(),
                ssrcs::incrementAndGet);
        assertEquals(2, answer.seats().size());
        PublishedTrack chromiums = Negotiations.track(1, "user");
        ViewerTrack carried = answer.seats().get(1).carry(chromiums);
        assertEquals(
                List.of(ViewerTrack.NOT_OFFERED, 120, 121, 99),
                chromiums.codecs().stream()
                        .map(codec -> carried.payloadType(codec.payloadType()))
                        .toList(),
                "of H.264, VP8, VP9, AV1");
        assertEquals(7, carried.transportSequenceId());
    }

    /** FFmpeg publishes Baseline with OpenH264, and browsers offer to receive both, of which they prefer the constrained one. */
    @ParameterizedTest
    @CsvSource({
        "420014, 102 106, 102",
        "420014, 106 102, 102",
        "42e01f, 102 106, 106",
        "42e01f, 102, 102",
        "420014, 106, -1",
    })
    void shouldCarryH264ToTheProfileThatTakesIt(String published, String offered, int payloadType) throws SdpException {
        Codec codec = new Codec(99, "H264", 90_000, 1, H264 + published, List.of());
        PublishedTrack track = new PublishedTrack(
                MediaKind.VIDEO,
                "user",
                "user-video",
                List.of(new NegotiatedCodec(codec, NegotiatedCodec.NO_RTX)),
                List.of());
        String offer = offer(0).replace("120 124", offered + " 120 124")
                + "a=rtpmap:102 H264/90000\r\na=fmtp:102 " + H264 + "42001f\r\n"
                + "a=rtpmap:106 H264/90000\r\na=fmtp:106 " + H264 + "42e01f\r\n";
        ViewerAnswer answer = answer(offer, List.of(), new AtomicInteger());
        assertEquals(payloadType, answer.seats().get(0).carry(track).payloadType(99));
    }
}
