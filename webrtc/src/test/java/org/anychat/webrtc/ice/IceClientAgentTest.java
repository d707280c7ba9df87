package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.SeededRandom;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IceClientAgentTest {
    private static final InetSocketAddress CLIENT_ADDRESS = new InetSocketAddress("198.51.100.7", 4000);
    private static final InetSocketAddress BEST = new InetSocketAddress("192.0.2.1", 8907);
    private static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 8907);
    private static final InetSocketAddress DEAD = new InetSocketAddress("192.0.2.99", 8907);
    private static final long SECOND_MS = 1_000;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock(-5_000_000_000L, 0);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<InetSocketAddress> destinations = new ArrayList<>();
    private VirtualNetwork network;
    private VirtualNetwork.Endpoint socket;
    private IceClientAgent client;
    private IceLiteAgent server;

    @BeforeEach
    void build() {
        build(Nomination.REGULAR);
    }

    @ParameterizedTest
    @EnumSource(Nomination.class)
    void shouldSelectTheBestAddress(Nomination nomination) {
        build(nomination);
        serve(BEST);
        serve(SECOND);

        start(host(SECOND, 1), host(BEST, 2));
        clock.advanceMs(500);

        assertEquals(BEST, client.selected());
        assertEquals(CLIENT_ADDRESS, server.selected());
        assertTrue(client.isValidated(BEST));
    }

    @Test
    void shouldSelectAnotherWhereTheBestIsDead() {
        serve(SECOND);

        start(host(DEAD, 2), host(SECOND, 1));
        clock.advanceMs(500);

        assertEquals(SECOND, client.selected());
        assertFalse(client.isValidated(DEAD));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void shouldConnectInSpiteOfLoss(double loss) {
        network.conditions(new LinkConditions(40, loss, loss, loss));
        serve(BEST);

        start(host(BEST, 1));
        clock.advanceMs(14_000);

        assertEquals(BEST, client.selected());
        assertEquals(CLIENT_ADDRESS, server.selected());
    }

    @Test
    void shouldPaceItsChecks() {
        List<Long> times = new ArrayList<>();
        network.bind(DEAD, (data, offset, length, from) -> times.add(clock.nowNs()));
        for (int port = 1; port <= 10; port++) {
            network.bind(
                    new InetSocketAddress("192.0.2.99", port),
                    (data, offset, length, from) -> times.add(clock.nowNs()));
        }
        List<IceCandidate> candidates = new ArrayList<>(List.of(host(DEAD, 0)));
        for (int port = 1; port <= 10; port++) {
            candidates.add(host(new InetSocketAddress("192.0.2.99", port), port));
        }
        start(candidates.toArray(IceCandidate[]::new));
        clock.advanceMs(3_000);

        for (int i = 1; i < times.size(); i++) {
            assertTrue(times.get(i) - times.get(i - 1) >= 20_000_000, "at most one check every 20 ms");
        }
        assertTrue(times.size() >= 55, () -> "every pair again and again: " + times.size());
    }

    @Test
    void shouldBoundItsPairsAndIgnoreWhatItCannotUse() {
        List<IceCandidate> many = new ArrayList<>();
        many.add(IceCandidate.passiveTcp(new InetSocketAddress("192.0.2.50", 443), 0));
        for (int port = 1; port <= 100; port++) {
            many.add(host(new InetSocketAddress("192.0.2.51", port), port));
        }
        client.remote(Checks.SERVER, many, clock.nowNs());
        clock.advanceMs(10 * SECOND_MS);

        assertEquals(32, destinations.stream().distinct().count());
        assertFalse(destinations.contains(new InetSocketAddress("192.0.2.50", 443)));
    }

    @Test
    void shouldAskForConsentEveryFourToSixSeconds() {
        serve(BEST);
        start(host(BEST, 1));
        clock.advanceMs(SECOND_MS);
        int before = sent.size();
        long consentBefore = client.lastConsentNs();

        clock.advanceMs(60 * SECOND_MS);

        int asked = sent.size() - before;
        assertTrue(asked >= 10 && asked <= 15, () -> "asked " + asked);
        assertTrue(client.lastConsentNs() - consentBefore > 50_000_000_000L);
        assertTrue(clock.nowNs() - server.lastConsentNs() <= 6_100_000_000L);
    }

    @Test
    void shouldLetConsentAgeWhenNobodyAnswers() {
        serve(BEST);
        start(host(BEST, 1));
        clock.advanceMs(SECOND_MS);
        network.conditions(LinkConditions.PERFECT.withLoss(1));

        clock.advanceMs(31 * SECOND_MS);

        assertTrue(clock.nowNs() - client.lastConsentNs() >= 30_000_000_000L);
        assertEquals(BEST, client.selected());
    }

    @Test
    void shouldMoveToAnotherAddressWhenTheSelectedOneDies() {
        VirtualNetwork.Endpoint best = serve(BEST);
        serve(SECOND);
        start(host(BEST, 2), host(SECOND, 1));
        clock.advanceMs(SECOND_MS);

        best.close();
        clock.advanceMs(15 * SECOND_MS);

        assertEquals(SECOND, client.selected());
    }

    @Test
    void shouldLookForAPathAsSoonAsTheConnectionIsLost() {
        VirtualNetwork.Endpoint best = serve(BEST);
        serve(SECOND);
        start(host(BEST, 2), host(SECOND, 1));
        clock.advanceMs(SECOND_MS);

        best.close();
        client.onPathLost(SECOND, clock.nowNs());
        clock.advanceMs(SECOND_MS);
        assertEquals(BEST, client.selected(), "another was lost");
        for (int i = 0; i < 10; i++) {
            client.onPathLost(BEST, clock.nowNs());
            clock.advanceMs(50);
        }

        assertEquals(SECOND, client.selected());
    }

    @Test
    void shouldKeepTheOldPathUntilARestartHasANewOne() {
        serve(BEST);
        start(host(BEST, 1));
        clock.advanceMs(SECOND_MS);
        IceCredentials newServer = new IceCredentials("NEWS", "n".repeat(22));
        client.restart(new IceCredentials("NEWC", "m".repeat(22)));
        client.remote(newServer, List.of(host(SECOND, 1)), clock.nowNs());

        clock.advanceMs(10 * SECOND_MS);
        assertEquals(BEST, client.selected());
        assertTrue(clock.nowNs() - client.lastConsentNs() <= 6_100_000_000L);

        server.restart(newServer);
        server.remote(client.local(), List.of(), clock.nowNs());
        serve(SECOND);
        clock.advanceMs(SECOND_MS);

        assertEquals(SECOND, client.selected());
    }

    @Test
    void shouldIgnoreForgedAnswers() {
        start(host(BEST, 1));
        clock.advanceMs(100);
        TransactionId id = lastCheck().transactionId();
        byte[] genuine = answer(Checks.SERVER.password(), id);

        assertEquals(StunOutcome.UNAUTHENTICATED, receive(answer("x".repeat(22), id), BEST));
        assertEquals(StunOutcome.UNEXPECTED, receive(genuine, SECOND));
        assertEquals(StunOutcome.UNEXPECTED, receive(answer(Checks.SERVER.password(), new TransactionId(0, 0)), BEST));
        assertEquals(StunOutcome.UNEXPECTED, receive(Checks.check(), BEST));
        assertEquals(StunOutcome.MALFORMED, receive(new byte[20], BEST));
        assertFalse(client.isValidated(BEST));
        assertNull(client.selected());
        assertEquals(StunOutcome.ACCEPTED, receive(genuine, BEST));
        assertTrue(client.isValidated(BEST));
    }

    @Test
    void shouldNominateOnlyWhatWasAnswered() {
        start(host(BEST, 1));
        clock.advanceMs(100);
        assertFalse(lastCheck().first(UseCandidate.class).isPresent());
        TransactionId first = lastCheck().transactionId();

        receive(answer(Checks.SERVER.password(), first), BEST);
        clock.advanceMs(20);

        assertTrue(lastCheck().first(UseCandidate.class).isPresent());
        assertNotEquals(first, lastCheck().transactionId());
        assertNull(client.selected());
    }

    private void build(Nomination nomination) {
        network = new VirtualNetwork(clock, seeded.random());
        socket = network.bind(
                CLIENT_ADDRESS,
                (data, offset, length, from) -> client.onStun(data, offset, length, from, clock.nowNs()));
        client = new IceClientAgent(Checks.CLIENT, nomination, seeded.random(), this::send, 5_000_000_000L);
        server = new IceLiteAgent(Checks.SERVER, (data, offset, length, to) -> {});
        IceClientAgent built = client;
        clock.every(20_000_000, built::onTimer);
    }

    /** Lets the server answer at an address. */
    private VirtualNetwork.Endpoint serve(InetSocketAddress address) {
        VirtualNetwork.Endpoint[] endpoint = new VirtualNetwork.Endpoint[1];
        endpoint[0] = network.bind(address, (data, offset, length, from) -> {
            server.onStun(data, offset, length, from, clock.nowNs());
            answerFrom(endpoint[0], data, offset, length, from);
        });
        return endpoint[0];
    }

    /** The agent's own output cannot tell at which of its addresses it was asked. */
    private void answerFrom(
            VirtualNetwork.Endpoint endpoint, byte[] data, int offset, int length, InetSocketAddress from) {
        IceLiteAgent answering = new IceLiteAgent(server.local(), endpoint::send);
        answering.onStun(data, offset, length, from, clock.nowNs());
    }

    private void start(IceCandidate... candidates) {
        client.remote(Checks.SERVER, List.of(candidates), clock.nowNs());
    }

    private void send(byte[] data, int offset, int length, InetSocketAddress to) {
        sent.add(Arrays.copyOfRange(data, offset, offset + length));
        destinations.add(to);
        socket.send(data, offset, length, to);
    }

    private StunOutcome receive(byte[] message, InetSocketAddress from) {
        return client.onStun(message, 0, message.length, from, clock.nowNs());
    }

    private StunMessage lastCheck() {
        byte[] last = sent.get(sent.size() - 1);
        return StunMessage.decode(last, 0, last.length).orElseThrow();
    }

    private static byte[] answer(String password, TransactionId id) {
        return Checks.signed(
                password, StunMessageType.BINDING_SUCCESS, id, List.of(new XorMappedAddress(CLIENT_ADDRESS)));
    }

    private static IceCandidate host(InetSocketAddress address, int preference) {
        return IceCandidate.host(address, preference);
    }
}
