package org.anychat.gateway.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MediaCandidatesTest {
    private static final String SDP = String.join(
            "\r\n",
            "v=0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=candidate:1 1 udp 2130706431 203.0.113.5 8907 typ host",
            "a=candidate:t8191 1 tcp 1520435199 203.0.113.5 8907 typ host tcptype passive",
            "a=end-of-candidates",
            "m=video 9 UDP/TLS/RTP/SAVPF 96",
            "a=mid:1",
            "");

    private final MediaCandidates candidates = new MediaCandidates();

    @Test
    void shouldAddItsPortsBehindTheRelaysOwn() {
        candidates.tell(List.of(new InetSocketAddress("203.0.113.6", 8906), new InetSocketAddress("203.0.113.6", 443)));

        List<String> lines = candidates.addedTo(SDP).lines().toList();

        assertEquals(
                List.of(
                        "a=candidate:t8191 1 tcp 1520435199 203.0.113.5 8907 typ host tcptype passive",
                        "a=candidate:t4095 1 tcp 1519386623 203.0.113.6 8906 typ host tcptype passive",
                        "a=candidate:t4094 1 tcp 1519386367 203.0.113.6 443 typ host tcptype passive",
                        "a=end-of-candidates"),
                lines.subList(3, 7));
        assertEquals(SDP.lines().count() + 2, lines.size());
    }

    @Test
    void shouldLeaveDescriptionsWithoutCandidatesAsTheyAre() {
        assertEquals(SDP, candidates.addedTo(SDP));
        candidates.tell(List.of(new InetSocketAddress("203.0.113.6", 8906)));
        assertEquals("answer", candidates.addedTo("answer"));
    }

    @Test
    void shouldAddToADescriptionThatEndsWithACandidate() {
        candidates.tell(List.of(new InetSocketAddress("2001:db8::6", 8906)));

        assertEquals("""
                a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r
                a=candidate:t4095 1 tcp 1519386623 2001:db8:0:0:0:0:0:6 8906 typ host tcptype passive\r
                """, candidates.addedTo("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n"));
    }

    @Test
    void shouldTellFewOfMany() {
        candidates.tell(IntStream.range(1, 100)
                .mapToObj(port -> new InetSocketAddress("203.0.113.6", port))
                .toList());

        assertEquals(SDP.lines().count() + 8, candidates.addedTo(SDP).lines().count());
    }
}
