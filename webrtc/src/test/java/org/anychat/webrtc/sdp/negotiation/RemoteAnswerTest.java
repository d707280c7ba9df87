package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpSamples;
import org.anychat.webrtc.sdp.SetupRole;
import org.junit.jupiter.api.Test;

class RemoteAnswerTest {
    private static RemoteAnswer read(String answer) throws SdpException {
        return RemoteAnswer.of(SdpSamples.parsed("relay-offer-two"), SdpParser.parse(answer));
    }

    @Test
    void shouldReadChromiumsAnswer() throws SdpException {
        RemoteAnswer answer = read(SdpSamples.text("chromium-answer-two"));
        assertEquals(SetupRole.PASSIVE, answer.remote().localSetup());
        assertEquals(4, answer.remote().ufrag().length());
        assertEquals(
                List.of("0", "1", "2", "3"),
                answer.sections().stream().map(RemoteAnswer.Section::mid).toList());
        RemoteAnswer.Section video = answer.section("1");
        assertTrue(video.receives());
        assertEquals(List.of(97, 98, 99, 100, 101, 102, 103, 104), video.payloadTypes());
        assertEquals(List.of(1, 2, 3, 4, 5, 6), video.extensionIds());
    }

    /** It leaves H.264 out where it has no OpenH264 plug-in, and keeps the section for what it decodes. */
    @Test
    void shouldReadFirefoxsAnswer() throws SdpException {
        RemoteAnswer answer = read(SdpSamples.text("firefox-answer-two"));
        assertEquals(SetupRole.PASSIVE, answer.remote().localSetup());
        assertEquals(8, answer.remote().ufrag().length());
        assertEquals(
                List.of("0", "1", "2", "3"),
                answer.sections().stream().map(RemoteAnswer.Section::mid).toList());
        RemoteAnswer.Section video = answer.section("1");
        assertTrue(video.receives());
        assertEquals(List.of(99, 100, 101, 102, 103, 104), video.payloadTypes());
        assertEquals(List.of(1, 3, 4), video.extensionIds());
        assertTrue(video.feedback().containsAll(List.of("nack", "nack pli", "transport-cc")));
        RemoteAnswer removed =
                RemoteAnswer.of(SdpSamples.parsed("relay-offer-removed"), SdpSamples.parsed("firefox-answer-removed"));
        assertEquals(
                List.of(false, false, true, true, true),
                removed.sections().stream().map(RemoteAnswer.Section::receives).toList());
    }

    @Test
    void shouldReadAnAnswerToAnEmptyRoom() throws SdpException {
        RemoteAnswer answer =
                RemoteAnswer.of(SdpSamples.parsed("relay-offer-empty"), SdpSamples.parsed("chromium-answer-empty"));
        assertFalse(answer.section("0").receives());
    }

    @Test
    void shouldSeeThatARemovedTracksSectionIsQuiet() throws SdpException {
        RemoteAnswer answer =
                RemoteAnswer.of(SdpSamples.parsed("relay-offer-removed"), SdpSamples.parsed("chromium-answer-removed"));
        assertEquals(
                List.of(false, false, true, true, true),
                answer.sections().stream().map(RemoteAnswer.Section::receives).toList());
    }

    @Test
    void shouldSayWhatIsRejected() throws SdpException {
        RemoteAnswer answer = read(SdpSamples.text("chromium-answer-two").replaceAll("m=video \\d+", "m=video 0"));
        assertFalse(answer.section("1").receives());
        assertEquals(List.of(), answer.section("1").payloadTypes());
        assertTrue(answer.section("3").receives());
    }

    @Test
    void shouldIgnorePayloadTypesThatWereNotOffered() throws SdpException {
        String answer = SdpSamples.text("chromium-answer-two")
                .replace("SAVPF 97 98 99", "SAVPF 37 97 98 99")
                .replace("a=rtpmap:97 ", "a=rtpmap:37 VP8/90000\na=rtpmap:97 ");
        assertEquals(97, read(answer).section("1").payloadTypes().get(0));
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheOffer() {
        String answer = SdpSamples.text("chromium-answer-two");
        assertThrows(SdpException.class, () -> read(SdpSamples.text("chromium-answer-empty")));
        assertThrows(SdpException.class, () -> read(answer.replace("a=mid:1\n", "a=mid:9\n")));
        assertThrows(SdpException.class, () -> read(answer.replace("m=video", "m=audio")));
        assertThrows(SdpException.class, () -> read(answer.replace("a=setup:active", "a=setup:actpass")));
        assertThrows(SdpException.class, () -> read(answer.replaceAll("m=(audio|video) \\d+", "m=$1 0")));
    }
}
