package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceCandidateTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("203.0.113.141", 8998);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldReadTheCandidatesOfRfc8839() {
        // RFC 8839 section 5.1, with its addresses.
        assertEquals(
                new IceCandidate(
                        "2",
                        1,
                        IceCandidate.Transport.UDP,
                        1694498815L,
                        new InetSocketAddress("192.0.2.3", 45664),
                        IceCandidate.Type.SRFLX),
                IceCandidate.parse(
                                "candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998")
                        .orElseThrow());
    }

    @Test
    void shouldReadABrowsersCandidateWithExtensions() {
        IceCandidate candidate = IceCandidate.parse("candidate:842163049 1 udp 1677729535 2001:db8::7 40000 typ prflx"
                        + " raddr :: rport 0 generation 0 ufrag EsAw network-id 1 network-cost 10")
                .orElseThrow();

        assertEquals(new InetSocketAddress("2001:db8::7", 40000), candidate.address());
        assertEquals(IceCandidate.Type.PRFLX, candidate.type());
    }

    @Test
    void shouldReadWhatItWrites() {
        IceCandidate udp = IceCandidate.host(ADDRESS, 65535);
        IceCandidate tcp = IceCandidate.passiveTcp(new InetSocketAddress("2001:db8::1", 443), 3);

        assertEquals(Optional.of(udp), IceCandidate.parse(udp.toAttribute()));
        assertEquals(Optional.of(tcp), IceCandidate.parse(tcp.toAttribute()));
        assertEquals(
                "candidate:1 1 udp 2113929471 203.0.113.141 8998 typ host",
                IceCandidate.host(ADDRESS, 0).toAttribute());
    }

    @Test
    void shouldPreferUdpToTcp() {
        assertTrue(IceCandidate.host(ADDRESS, 0).priority()
                > IceCandidate.passiveTcp(ADDRESS, 8191).priority());
    }

    /** The sample of RFC 8445 section 5.1.2.1: a host candidate, local preference 65535, component 1. */
    @Test
    void shouldComputePrioritiesByTheFormula() {
        assertEquals(2130706431L, IceCandidate.priority(IceCandidate.Type.HOST, 65535, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 1 192.0.2.3 1 typ",
                "1 1 udp 1 192.0.2.3 1 typ host",
                "candidate:1 0 udp 1 192.0.2.3 1 typ host",
                "candidate:1 257 udp 1 192.0.2.3 1 typ host",
                "candidate:1 1 udp 0 192.0.2.3 1 typ host",
                "candidate:1 1 udp 2147483648 192.0.2.3 1 typ host",
                "candidate:1 1 udp 99999999999 192.0.2.3 1 typ host",
                "candidate:1 1 udp 1 192.0.2.3 0 typ host",
                "candidate:1 1 udp 1 192.0.2.3 65536 typ host",
                "candidate:1 1 udp 1 192.0.2.256 1 typ host",
                "candidate:1 1 udp 1 192.0.2 1 typ host",
                "candidate:1 1 udp 1 192.0.2.3.4 1 typ host",
                "candidate:1 1 udp 1 example.org 1 typ host",
                "candidate:1 1 udp 1 3a2f7b6c-0000-4000-8000-000000000000.local 1 typ host",
                "candidate:1 1 udp 1 fe80::1%eth0 1 typ host",
                "candidate:1 1 udp 1 1::2::3 1 typ host",
                "candidate:1 1 udp 1 192.0.2.3 1 type host",
                "candidate:1 1 udp 1 192.0.2.3 1 typ other",
                "candidate:1 1 sctp 1 192.0.2.3 1 typ host",
                "candidate:1 1 tcp 1 192.0.2.3 9 typ host tcptype active",
                "candidate:1 1 tcp 1 192.0.2.3 9 typ host",
                "candidate:?? 1 udp 1 192.0.2.3 1 typ host"
            })
    void shouldRefuseWhatIsMalformedOrOfNoUse(String value) {
        assertEquals(Optional.empty(), IceCandidate.parse(value));
    }

    @Test
    void shouldSurviveMutations() {
        Random random = seeded.random();
        String sample = "candidate:1 1 tcp 2113929471 2001:db8::1 8998 typ host tcptype passive";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder mutated = new StringBuilder(sample);
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutated.setCharAt(random.nextInt(mutated.length()), (char) (32 + random.nextInt(95)));
            }
            IceCandidate.parse(mutated.substring(0, random.nextInt(mutated.length() + 1)));
            IceCandidate.parse(mutated.toString());
        }
    }
}
