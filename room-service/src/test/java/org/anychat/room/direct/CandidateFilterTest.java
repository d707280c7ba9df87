package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateFilterTest {
    private static final String NAME = "1f4712db-ea17-4bcf-a596-105139dfd8bf.local";

    private static String sdp(String... lines) {
        return "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + String.join("\r\n", lines) + "\r\n";
    }

    private static String host(String address) {
        return "a=candidate:1 1 udp 2113937151 " + address + " 50000 typ host generation 0";
    }

    private static List<String> candidates(String sdp, String sender, String receiver) {
        return CandidateFilter.filter(sdp, sender, receiver)
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("a=candidate:"))
                .toList();
    }

    private static boolean passes(String address, String sender, String receiver) {
        return !candidates(sdp(host(address)), sender, receiver).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 203.0.113.5, 198.51.100.7",
        "2001:db8:1:2:3::9, 2001:db8:1:2::1, 2001:db8:9::1",
        "192.168.1.20, 203.0.113.5, 203.0.113.5",
        "172.16.0.4, 203.0.113.5, 203.0.113.5",
        "100.64.0.1, 203.0.113.5, 203.0.113.5",
        "fd00::5, 2001:db8::1, 2001:db8::1",
        "10.0.0.4, 10.0.0.4, 10.0.0.9",
        "10.0.0.4, 10.0.0.4, 192.168.7.1",
        "198.18.0.4, 198.18.0.4, 198.18.0.9",
        "fd00::5, fd00::5, fd00::6",
        NAME + ", 203.0.113.5, 203.0.113.5",
        NAME + ", 10.0.0.4, 10.0.0.9"
    })
    void shouldLeaveWhereTheSenderIs(String address, String sender, String receiver) {
        assertTrue(passes(address, sender, receiver));
    }

    @ParameterizedTest
    @CsvSource({
        // Somebody else's host, on the Internet and in the receiver's own network.
        "198.51.100.99, 203.0.113.5, 198.51.100.7",
        "192.168.1.1, 203.0.113.5, 198.51.100.7",
        "10.0.0.4, 10.0.0.4, 198.51.100.7",
        "10.0.0.1, 10.0.0.4, 10.0.0.9",
        "169.254.169.254, 203.0.113.5, 198.51.100.7",
        "100.64.0.1, 203.0.113.5, 198.51.100.7",
        "fd00::5, 2001:db8::1, 2001:db8:9::1",
        "fe80::1, 2001:db8::1, 2001:db8:9::1",
        // Of one link alone, or nobody's network: not even between two behind one address.
        "169.254.169.254, 203.0.113.5, 203.0.113.5",
        "169.254.7.1, 169.254.7.1, 169.254.7.1",
        "fe80::1, 2001:db8::1, 2001:db8::1",
        "fec0::1, 2001:db8::1, 2001:db8::1",
        "198.18.0.1, 203.0.113.5, 203.0.113.5",
        // The receiver's own machine.
        "127.0.0.1, 203.0.113.5, 198.51.100.7",
        "127.0.0.1, 127.0.0.1, 198.51.100.7",
        "127.0.0.1, 127.0.0.1, 127.0.0.1",
        // Both by a proxy beside the server: they may be anywhere.
        "192.168.1.20, 127.0.0.1, 127.0.0.1",
        NAME + ", 127.0.0.1, 127.0.0.1",
        "::1, 2001:db8::1, 2001:db8::2",
        "::ffff:127.0.0.1, 203.0.113.5, 203.0.113.5",
        // Many hosts, and none.
        "224.0.0.1, 203.0.113.5, 203.0.113.5",
        "255.255.255.255, 203.0.113.5, 203.0.113.5",
        "0.0.0.0, 203.0.113.5, 203.0.113.5",
        // Names: of a device, of a stranger, of one elsewhere.
        "printer.local, 203.0.113.5, 203.0.113.5",
        "intranet.example, 203.0.113.5, 203.0.113.5",
        NAME + ", 203.0.113.5, 198.51.100.7",
        // What different readers read differently.
        "0127.0.0.1, 203.0.113.5, 203.0.113.5",
        "2130706433, 203.0.113.5, 203.0.113.5"
    })
    void shouldTakeOutWhatTheReceiverHasNoBusinessWith(String address, String sender, String receiver) {
        assertFalse(passes(address, sender, receiver));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=candidate:1 1 tcp 1518280447 203.0.113.5 9 typ host tcptype active",
                "a=candidate:1 1 udp 1 203.0.113.5 50000 typ relay raddr 0.0.0.0 rport 0",
                "a=candidate:1 1 udp 1 203.0.113.5 50000 typ prflx raddr 0.0.0.0 rport 0",
                "a=candidate:1 1 udp 1 203.0.113.5 0 typ host",
                "a=candidate:1 1 udp 1 203.0.113.5 70000 typ host",
                "a=candidate:1 3 udp 1 203.0.113.5 5000 typ host",
                "a=candidate:",
                "a=candidate:1 1 udp"
            })
    void shouldTakeOutOtherKinds(String line) {
        assertEquals(List.of(), candidates(sdp(line), "203.0.113.5", "203.0.113.5"));
    }

    @Test
    void shouldNotSayWhereTheSenderIsWithinItsNetwork() {
        String line = "a=candidate:7 1 udp 1677729535 203.0.113.5 50000 typ srflx raddr 192.168.1.20 rport 50000";

        assertEquals(
                List.of("a=candidate:7 1 udp 1677729535 203.0.113.5 50000 typ srflx raddr 0.0.0.0 rport 0"),
                candidates(sdp(line), "203.0.113.5", "198.51.100.7"));
    }

    @Test
    void shouldTakeOutDefaultDestinations() {
        String filtered = CandidateFilter.filter(
                        sdp(
                                "m=audio 50000 UDP/TLS/RTP/SAVPF 111",
                                "c=IN IP4 192.168.1.20",
                                "a=rtcp:50001 IN IP4 10.0.0.1"),
                        "203.0.113.5",
                        "198.51.100.7")
                .orElseThrow();

        assertTrue(filtered.contains("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0"));
    }

    @Test
    void shouldTakeNoMoreCandidatesThanACheckListNeeds() {
        assertEquals(
                16,
                candidates(sdp(many(64, "203.0.113.5")), "203.0.113.5", "203.0.113.5")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.5", "256.1.1.1", NAME, "nowhere.example"})
    void shouldRefuseMoreCandidatesThanABrowserHas(String address) {
        String sdp = sdp(many(65, address));

        assertEquals(Optional.empty(), CandidateFilter.filter(sdp, "203.0.113.5", "203.0.113.5"));
    }

    @Test
    void shouldLetFewAddressesOfAPrivateNetworkThrough() {
        List<String> through = candidates(sdp(many(16, "192.168.1.20")), "203.0.113.5", "203.0.113.5");

        assertEquals(4, through.size());
    }

    /** Nobody but its own host knows what a name stands for. */
    @Test
    void shouldLetFewNamesThroughAsItDoesAddresses() {
        List<String> lines = new ArrayList<>(List.of(many(3, "192.168.1.20")));
        lines.addAll(List.of(many(13, NAME)));

        assertEquals(
                4,
                candidates(sdp(lines.toArray(String[]::new)), "203.0.113.5", "203.0.113.5")
                        .size());
        assertEquals(4, candidates(sdp(many(16, NAME)), "10.0.0.4", "10.0.0.9").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 80, 443, 1_023})
    void shouldNotHaveServicesOfTheOwnNetworkKnockedAt(int port) {
        for (String address : List.of("192.168.1.1", NAME)) {
            String line = "a=candidate:1 1 udp 1 " + address + " " + port + " typ host";

            assertEquals(List.of(), candidates(sdp(line), "203.0.113.5", "203.0.113.5"));
        }
    }

    private static String[] many(int count, String address) {
        String[] lines = new String[count];
        Arrays.fill(lines, host(address));
        return lines;
    }

    /** As one browser or another reads them: a candidate, or where to send by default. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=CANDIDATE:",
                "a=Candidate:",
                "a= candidate:",
                "a=: candidate:",
                "a=candidatex:",
                "a=candidates:",
                "a=candidate :",
                "a=RTCP:9 IN IP4 ",
                "a= rtcp:9 IN IP4 ",
                "a=Remote-Candidates:1 ",
                "a=remote-candidates:1 ",
                "a=rtcpx:9 IN IP4 ",
                "a=x-unheard-of:",
                "a=alt:1 1 : ",
                "i=",
                "u=http://"
            })
    void shouldLeaveOutWhatABrowserMayTakeForADestination(String beginning) {
        String line = beginning + "1 1 udp 2113937151 192.168.1.1 5000 typ host";

        assertFalse(CandidateFilter.filter(sdp(line), "203.0.113.5", "198.51.100.7")
                .orElseThrow()
                .contains("192.168.1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 1234/2 UDP/TLS/RTP/SAVPF 111",
                "m=audio  1234 UDP/TLS/RTP/SAVPF 111",
                "m=audio 1234 RTP/AVP 0",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                "m=",
                "C=IN IP4 192.168.1.1",
                " c=IN IP4 192.168.1.1",
                "a=mid:\u00e4"
            })
    void shouldRefuseWhatNoBrowserWritesForCameraAndMicrophone(String line) {
        assertEquals(Optional.empty(), CandidateFilter.filter(sdp(line), "203.0.113.5", "198.51.100.7"));
    }

    @Test
    void shouldLeaveABrowsersOwnLines() {
        String offer = sdp(
                "a=group:BUNDLE 0 1",
                "a=extmap-allow-mixed",
                "a=msid-semantic: WMS",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
                "c=IN IP4 0.0.0.0",
                "b=AS:64",
                "a=rtcp:9 IN IP4 0.0.0.0",
                "a=ice-ufrag:EsAw",
                "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
                "a=ice-options:trickle",
                "a=fingerprint:sha-256 D2:FA",
                "a=setup:actpass",
                "a=mid:0",
                "a=bundle-only",
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=sendrecv",
                "a=msid:- 5a6c",
                "a=rtcp-mux",
                "a=rtcp-rsize",
                "a=rtcp-xr:rcvr-rtt=all",
                "a=rtpmap:111 opus/48000/2",
                "a=rtcp-fb:111 transport-cc",
                "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=ssrc-group:FID 1 2",
                "a=ssrc:1 cname:{5a6c}",
                "a=end-of-candidates");

        assertEquals(
                offer,
                CandidateFilter.filter(offer, "203.0.113.5", "198.51.100.7").orElseThrow());
    }

    @Test
    void shouldRefuseWhatIsNoDescription() {
        for (String text : new String[] {null, "", "hello", "v=0\r\nnonsense\r\n", "v=0\r\na=x\u0001y\r\n"}) {
            assertEquals(Optional.empty(), CandidateFilter.filter(text, "203.0.113.5", "203.0.113.5"));
        }
        assertEquals(
                Optional.empty(), CandidateFilter.filter(sdp("a=" + "x".repeat(20_000)), "192.0.2.1", "192.0.2.1"));
        assertEquals(
                Optional.empty(),
                CandidateFilter.filter("v=0\r\n" + "a=x\r\n".repeat(1_000), "192.0.2.1", "192.0.2.1"));
    }

    @Test
    void shouldLetNothingThroughWhereAddressesAreNotKnown() {
        assertEquals(List.of(), candidates(sdp(host("203.0.113.5"), host(NAME)), "", "203.0.113.5"));
    }

    /** Whatever is made of a candidate, none for the receiver's own machine comes out of it. */
    @Test
    void shouldNeverLetAForgedLoopbackThrough() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "127.0:1fl ocalhstudp%x[]-/@";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder address = new StringBuilder("127.0.0.1");
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                address.insert(
                        random.nextInt(address.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> through = candidates(sdp(host(address.toString())), "203.0.113.5", "198.51.100.7");
            assertEquals(List.of(), through, () -> "seed " + seed + ", " + address);
        }
    }
}
