package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.benchmarks.MediaDescriptions.Numbering;
import org.junit.jupiter.api.Test;

class MediaDescriptionsTest {
    private static final String NUMBERS = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final IceEnd LOCAL = IceEnd.ofPeer(3, "198.18.0.1");
    private static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=mid:a",
            "a=rtpmap:111 opus/48000/2",
            "a=extmap:1 " + NUMBERS,
            "a=rtcp-fb:111 transport-cc",
            "a=sendonly",
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99",
            "a=mid:v",
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96",
            "a=rtpmap:98 H264/90000",
            "a=rtpmap:99 rtx/90000",
            "a=fmtp:99 apt=98",
            "a=extmap:1 " + NUMBERS,
            "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=rtcp-fb:96 nack",
            "a=rtcp-fb:96 transport-cc",
            "a=rtcp-fb:98 transport-cc",
            "a=sendonly",
            "");

    @Test
    void shouldTakeNumbersFeedbackAndRtxOfWhatItReceives() {
        String answer = MediaDescriptions.answer(OFFER, LOCAL, "AA", true);

        assertEquals(new Numbering(1, 97), MediaDescriptions.numbering(answer));
        List<String> lines = answer.lines().toList();
        assertTrue(lines.contains("m=video 9 UDP/TLS/RTP/SAVPF 96 97"), answer);
        assertTrue(lines.contains("m=audio 9 UDP/TLS/RTP/SAVPF 111"), answer);
        assertTrue(lines.containsAll(List.of(
                "a=rtcp-fb:111 transport-cc",
                "a=rtcp-fb:96 transport-cc",
                "a=rtpmap:97 rtx/90000",
                "a=fmtp:97 apt=96")));
        assertFalse(answer.contains(":98 ") || answer.contains("sdes:mid"), answer);
    }

    @Test
    void shouldHaveNoneOfItUnlessAsked() {
        String answer = MediaDescriptions.answer(OFFER, LOCAL, "AA", false);

        assertEquals(new Numbering(0, 0), MediaDescriptions.numbering(answer));
        assertFalse(answer.contains("transport-cc"), answer);
        assertTrue(answer.lines().toList().contains("m=video 9 UDP/TLS/RTP/SAVPF 96"), answer);
    }

    @Test
    void shouldOfferNumbersOfWhatItSends() {
        String plain = MediaDescriptions.offer(3, MediaLoad.CALL, LOCAL, "AA", false);
        String numbered = MediaDescriptions.offer(3, MediaLoad.CALL, LOCAL, "AA", true);

        assertEquals(new Numbering(0, 0), MediaDescriptions.numbering(plain));
        assertEquals(new Numbering(5, 0), MediaDescriptions.numbering(numbered));
        assertEquals(
                2,
                numbered.lines().filter(line -> line.endsWith(" transport-cc")).count());
    }
}
