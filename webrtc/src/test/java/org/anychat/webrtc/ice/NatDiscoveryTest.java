package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.ice.NatDiscovery.Dependence;
import org.anychat.webrtc.ice.NatDiscovery.Findings;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunResponder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NatDiscoveryTest {
    private static final int PORT = 40_000;
    /** Of 10 ms each, more than the patience. */
    private static final int ROUNDS = 400;

    private static final String OWN_PUBLIC = "198.51.100.2";
    private static final String OUTSIDE = "203.0.113.9";
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 8907);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.1", 8908);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("192.0.2.2", 8907);
    private static final InetSocketAddress INSIDE = new InetSocketAddress("10.0.0.1", 8907);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock(-300_000_000L, 0);
    /** At which address each server sees the socket; nothing comes from those that are not in it. */
    private final Map<InetSocketAddress, InetSocketAddress> seen = new HashMap<>();

    /** From where each server's answers arrive that are not to come from where it was asked; others' do not arrive. */
    private final Map<InetSocketAddress, InetSocketAddress> elsewhere = new HashMap<>();

    private final List<byte[]> requests = new ArrayList<>();
    private final List<InetSocketAddress> asked = new ArrayList<>();

    private static InetSocketAddress outside(int port) {
        return new InetSocketAddress(OUTSIDE, port);
    }

    /** Goes through what {@link #seen} says, once, and waits as long as one has to. */
    private Findings find(InetSocketAddress... servers) throws Exception {
        int before = asked.size();
        HostLookup lookup = new HostLookup(() -> List.of(address("10.0.0.2"), address(OWN_PUBLIC)));
        NatDiscovery discovery = new NatDiscovery(
                (data, offset, length, to) -> {
                    requests.add(Arrays.copyOfRange(data, offset, offset + length));
                    asked.add(to);
                },
                seeded.random(),
                List.of(servers),
                lookup);
        CompletableFuture<Findings> found = discovery.findings().toCompletableFuture();
        clock.every(10_000_000, discovery::onTimer);
        discovery.start(PORT, clock.nowNs());
        assertEquals(2, lookup.begin().get(10, TimeUnit.SECONDS).size());
        int answered = before;
        for (int round = 0; round < ROUNDS; round++) {
            for (; answered < asked.size(); answered++) {
                answer(discovery, answered);
            }
            clock.advanceMs(10);
        }
        return found.get(10, TimeUnit.SECONDS);
    }

    private void answer(NatDiscovery discovery, int index) {
        InetSocketAddress server = asked.get(index);
        byte[] bytes = requests.get(index);
        StunMessage request = StunResponder.request(bytes, 0, bytes.length).orElseThrow();
        boolean byOtherPort = StunResponder.change(request).port();
        InetSocketAddress from = byOtherPort ? elsewhere.get(server) : server;
        if (seen.containsKey(server) && from != null) {
            byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
            int length = StunResponder.respond(request, seen.get(server), response);
            assertTrue(length <= bytes.length, "a server that nobody shall misuse answers nothing longer");
            discovery.take(response, 0, length, from);
        }
    }

    private static Findings found(Dependence mapping) {
        return new Findings(mapping, Dependence.UNKNOWN, true);
    }

    private static InetAddress address(String literal) {
        return new InetSocketAddress(literal, 0).getAddress();
    }

    @Test
    void shouldTellAMappingThatIsTheSameForAll() throws Exception {
        seen.put(SERVER, outside(1024));
        seen.put(OTHER_HOST, outside(1024));

        assertEquals(found(Dependence.ENDPOINT_INDEPENDENT), find(SERVER, OTHER_HOST));
        assertEquals(List.of(SERVER, OTHER_HOST), asked.subList(0, 2));
    }

    @Test
    void shouldTellThatWhatComesInIsNotAskedForItsPort() throws Exception {
        seen.put(SERVER, outside(1024));
        elsewhere.put(SERVER, new InetSocketAddress("192.0.2.1", 50_001));

        assertEquals(new Findings(Dependence.UNKNOWN, Dependence.ADDRESS_DEPENDENT, true), find(SERVER));
        assertEquals(2, asked.size(), "asked no more once it is known");
    }

    /** Some know nothing of the question, and answer from where they were asked. */
    @Test
    void shouldNotTakeAnAnswerFromTheSamePortForOneFromAnother() throws Exception {
        seen.put(SERVER, outside(1024));
        elsewhere.put(SERVER, SERVER);

        assertEquals(found(Dependence.UNKNOWN), find(SERVER));
        assertEquals(5, asked.size(), "four times, in vain");
    }

    /** That a server of the same network gets through says nothing of the Internet. */
    @Test
    void shouldAskAServerOnTheInternetWhatComesIn() throws Exception {
        seen.put(INSIDE, new InetSocketAddress("10.0.0.2", PORT));
        seen.put(SERVER, outside(1024));
        elsewhere.put(INSIDE, new InetSocketAddress("10.0.0.1", 50_001));

        assertEquals(Dependence.UNKNOWN, find(INSIDE, SERVER).filtering());
    }

    @Test
    void shouldNotAskServersWithinTheOwnNetworkOrOnThisHostWhatComesIn() throws Exception {
        InetSocketAddress ownHost = new InetSocketAddress(OWN_PUBLIC, 8907);
        for (InetSocketAddress near : List.of(INSIDE, ownHost)) {
            seen.put(near, new InetSocketAddress("10.0.0.2", PORT));
            elsewhere.put(near, new InetSocketAddress(near.getAddress(), 50_001));
            assertEquals(Dependence.UNKNOWN, find(near).filtering());
        }
        assertEquals(List.of(INSIDE, ownHost), asked);
    }

    /** IPv4 may be filtered where IPv6 is not: mapping and filter are those of one way. */
    @Test
    void shouldSayWhatComesInByTheWayWhoseMappingItSays() throws Exception {
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8::1", 8907);
        seen.put(ipv6, new InetSocketAddress("2001:db8::9", PORT));
        seen.put(SERVER, outside(1024));
        elsewhere.put(ipv6, new InetSocketAddress("2001:db8::1", 50_001));

        assertEquals(found(Dependence.UNKNOWN), find(ipv6, SERVER));
    }

    @Test
    void shouldAskWhatComesInWhereAnotherServerIsSilent() throws Exception {
        seen.put(SERVER, outside(1024));
        elsewhere.put(SERVER, new InetSocketAddress("192.0.2.1", 50_001));

        assertEquals(Dependence.ADDRESS_DEPENDENT, find(SERVER, OTHER_HOST).filtering());
    }

    @Test
    void shouldTellAMappingThatIsAnotherForEachAddress() throws Exception {
        seen.put(SERVER, outside(1024));
        seen.put(OTHER_PORT, outside(1024));
        seen.put(OTHER_HOST, outside(1025));

        assertEquals(found(Dependence.ADDRESS_DEPENDENT), find(SERVER, OTHER_PORT, OTHER_HOST));
    }

    @Test
    void shouldTellAMappingThatIsAnotherForEachPort() throws Exception {
        seen.put(SERVER, outside(1024));
        seen.put(OTHER_PORT, outside(1025));

        assertEquals(found(Dependence.ADDRESS_AND_PORT_DEPENDENT), find(SERVER, OTHER_PORT));
    }

    /** With one port of each address nothing shows that the port does not count. */
    @Test
    void shouldTakeTheWorseWhereItCannotTell() throws Exception {
        seen.put(SERVER, outside(1024));
        seen.put(OTHER_HOST, outside(1025));

        assertEquals(found(Dependence.ADDRESS_AND_PORT_DEPENDENT), find(SERVER, OTHER_HOST));
    }

    @Test
    void shouldNotKnowTheMappingByOneServer() throws Exception {
        seen.put(SERVER, outside(1024));

        assertEquals(found(Dependence.UNKNOWN), find(SERVER));
    }

    @Test
    void shouldKnowThatThereIsNoNatByOneServer() throws Exception {
        seen.put(INSIDE, new InetSocketAddress("10.0.0.2", PORT));

        assertEquals(found(Dependence.ENDPOINT_INDEPENDENT), find(INSIDE));
    }

    /** A server of the same network sees another address than one behind the NAT. */
    @Test
    void shouldNotCompareAServerInsideWithOneOutside() throws Exception {
        seen.put(SERVER, outside(1024));
        seen.put(INSIDE, new InetSocketAddress("10.0.0.7", 1500));

        assertEquals(found(Dependence.UNKNOWN), find(SERVER, INSIDE));
    }

    /** That there is none on the way to a server inside says nothing of the way out. */
    @Test
    void shouldNotTakeAServerInsideForTheWayOut() throws Exception {
        seen.put(INSIDE, new InetSocketAddress("10.0.0.2", PORT));
        seen.put(SERVER, outside(1024));
        seen.put(OTHER_HOST, outside(1025));

        assertEquals(found(Dependence.ADDRESS_AND_PORT_DEPENDENT), find(INSIDE, SERVER, OTHER_HOST));
    }

    @Test
    void shouldAskAgainAndThenSayThatUdpDoesNotGetThrough() throws Exception {
        Findings found = find(SERVER, OTHER_HOST);

        assertFalse(found.udp());
        assertEquals(Dependence.UNKNOWN, found.mapping());
        assertTrue(asked.size() >= 8, () -> asked.size() + " requests");
        assertEquals(asked.size() / 2, asked.stream().filter(SERVER::equals).count());
    }
}
