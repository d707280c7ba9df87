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
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One agent, and a peer whose every message is made by hand. */
class IceFullAgentTest {
    private static final IceCredentials OWN = new IceCredentials("OWNN", "o".repeat(22));
    private static final IceCredentials PEER = new IceCredentials("PEER", "p".repeat(22));
    private static final InetSocketAddress OWN_ADDRESS = new InetSocketAddress("203.0.113.9", 40000);
    private static final InetSocketAddress BEST = new InetSocketAddress("192.0.2.1", 5001);
    private static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 5002);
    private static final InetSocketAddress UNNAMED = new InetSocketAddress("198.51.100.7", 5003);
    private static final long LARGEST = -1;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock(-5_000_000_000L, 0);
    private final List<Sent> sent = new ArrayList<>();
    private IceFullAgent agent;

    @BeforeEach
    void build() {
        clock.every(10_000_000, nowNs -> agent.onTimer(nowNs));
    }

    @Test
    void shouldSignItsChecksWithThePasswordOfThePeerAndSayItsRole() {
        start(true, host(BEST, 1));
        clock.advanceMs(10);

        Sent check = lastCheck();
        assertEquals(BEST, check.to);
        assertEquals(
                "PEER:OWNN", check.message.first(Username.class).orElseThrow().value());
        assertTrue(MessageIntegrity.shortTerm(PEER.password()).matches(check.bytes, 0, check.bytes.length));
        assertTrue(check.message.first(Priority.class).isPresent());
        assertTrue(check.message.first(IceControlling.class).isPresent());
        assertFalse(check.message.first(UseCandidate.class).isPresent());
    }

    @Test
    void shouldNominateTheBestThatIsAnsweredWhenControlling() {
        start(true, host(BEST, 2), host(SECOND, 1));
        clock.advanceMs(100);
        answerChecksTo(SECOND);
        clock.advanceMs(10);
        assertNull(agent.selected());
        answerChecksTo(BEST);
        clock.advanceMs(60);

        assertEquals(BEST, lastCheck().to);
        assertTrue(lastCheck().message.first(UseCandidate.class).isPresent());
        assertNull(agent.selected());
        answerChecksTo(BEST);

        assertEquals(BEST, agent.selected());
    }

    @Test
    void shouldSelectWhatThePeerNominatesOnceItsOwnCheckIsAnswered() {
        start(false, host(BEST, 1));

        assertEquals(StunOutcome.ACCEPTED, check(BEST, controlling(), new UseCandidate()));
        clock.advanceMs(100);
        assertNull(agent.selected(), "nobody has answered");
        answerChecksTo(BEST);

        assertEquals(BEST, agent.selected());
        assertTrue(checks().stream()
                .noneMatch(check -> check.message.first(UseCandidate.class).isPresent()));
        assertTrue(lastCheck().message.first(IceControlled.class).isPresent());
    }

    @Test
    void shouldSelectWhatIsNominatedAfterItsOwnCheckWasAnswered() {
        start(false, host(BEST, 1));
        clock.advanceMs(100);
        answerChecksTo(BEST);
        assertNull(agent.selected(), "the peer has not nominated");

        check(BEST, controlling(), new UseCandidate());

        assertEquals(BEST, agent.selected());
    }

    @Test
    void shouldPreferTheBetterOfThePairsThatAreNominatedAtTheBeginning() {
        start(false, host(BEST, 2), host(SECOND, 1));
        clock.advanceMs(100);
        answerAll();

        check(SECOND, controlling(), new UseCandidate());
        assertEquals(SECOND, agent.selected());
        check(BEST, controlling(), new UseCandidate());
        check(SECOND, controlling(), new UseCandidate());
        assertEquals(BEST, agent.selected());
        clock.advanceMs(1_100);
        check(SECOND, controlling(), new UseCandidate());

        assertEquals(SECOND, agent.selected(), "later the peer may change its mind");
    }

    @Test
    void shouldNotLetAControlledPeerNominate() {
        start(true, host(BEST, 1));
        clock.advanceMs(100);

        check(UNNAMED, new IceControlled(0), new UseCandidate());
        clock.advanceMs(10);
        answerChecksTo(UNNAMED);

        assertNull(agent.selected());
    }

    @Test
    void shouldCheckBackWhereverACheckComesFrom() {
        start(false, host(BEST, 1));
        clock.advanceMs(600);
        sent.clear();

        check(UNNAMED, controlling(), new UseCandidate());
        assertEquals(
                UNNAMED,
                firstSent(StunMessageType.BINDING_SUCCESS)
                        .message
                        .first(XorMappedAddress.class)
                        .orElseThrow()
                        .address());
        clock.advanceMs(60);
        assertEquals(List.of(UNNAMED), destinationsOfChecks(), "before all others");
        assertFalse(agent.isValidated(SECOND));
        answerChecksTo(UNNAMED);

        assertEquals(UNNAMED, agent.selected());
        assertTrue(agent.isValidated(UNNAMED));
    }

    @Test
    void shouldCheckBackAgainWhereNothingWasAnswered() {
        start(true, host(BEST, 1));
        clock.advanceMs(60);
        sent.clear();

        check(BEST, new IceControlled(0));
        clock.advanceMs(100);
        assertEquals(List.of(BEST), destinationsOfChecks(), "the NAT of the peer is open now");
        answerChecksTo(BEST);
        clock.advanceMs(60);
        answerChecksTo(BEST);
        sent.clear();
        check(BEST, new IceControlled(0));
        clock.advanceMs(100);

        assertEquals(List.of(), destinationsOfChecks(), "an answer just now says as much");
    }

    @Test
    void shouldRememberChecksThatOvertakeTheDescription() {
        agent = agent(false);
        assertEquals(StunOutcome.ACCEPTED, check(UNNAMED, controlling(), new UseCandidate()));
        assertEquals(StunOutcome.ACCEPTED, receive(request("STRANGER", controlling()), SECOND));
        clock.advanceMs(100);
        assertEquals(List.of(), destinationsOfChecks(), "the password of the peer is not known");

        agent.remote(PEER, List.of(), clock.nowNs());
        clock.advanceMs(100);
        assertEquals(List.of(UNNAMED), destinationsOfChecks());
        answerChecksTo(UNNAMED);

        assertEquals(UNNAMED, agent.selected());
    }

    @Test
    void shouldBoundTheChecksThatItRemembers() {
        agent = agent(false);
        for (int port = 2000; port < 2100; port++) {
            check(new InetSocketAddress("198.51.100.7", port), controlling());
        }

        agent.remote(PEER, List.of(), clock.nowNs());
        clock.advanceMs(4_000);

        assertEquals(EarlyChecks.MAX, destinationsOfChecks().stream().distinct().count());
        assertTrue(destinationsOfChecks().contains(new InetSocketAddress("198.51.100.7", 2099)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldInsistOnItsRoleWhereItsNumberDecidesSo(boolean controlling) {
        start(controlling, host(BEST, 1));
        clock.advanceMs(10);

        StunAttribute rival = controlling ? new IceControlling(0) : new IceControlled(LARGEST);
        assertEquals(StunOutcome.ROLE_CONFLICT, check(BEST, rival));

        Sent refusal = firstSent(StunMessageType.BINDING_ERROR);
        assertEquals(487, refusal.message.first(ErrorCode.class).orElseThrow().code());
        assertTrue(MessageIntegrity.shortTerm(OWN.password()).matches(refusal.bytes, 0, refusal.bytes.length));
        assertEquals(controlling, agent.isControlling());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldChangeItsRoleWhereTheOtherNumberDecidesSo(boolean controlling) {
        start(controlling, host(BEST, 1));
        clock.advanceMs(10);

        StunAttribute rival = controlling ? new IceControlling(LARGEST) : new IceControlled(0);
        assertEquals(StunOutcome.ACCEPTED, check(BEST, rival));

        assertEquals(!controlling, agent.isControlling());
        clock.advanceMs(200);
        assertEquals(
                !controlling, lastCheck().message.first(IceControlling.class).isPresent());
    }

    @Test
    void shouldChangeItsRoleOnceHoweverManyChecksAreRefused() {
        start(true, host(BEST, 2), host(SECOND, 1));
        clock.advanceMs(100);
        List<Sent> refused = checks();
        long number =
                refused.get(0).message.first(IceControlling.class).orElseThrow().tieBreaker();
        sent.clear();

        refused.forEach(check -> assertEquals(StunOutcome.ACCEPTED, receive(refusal(check, PEER), check.to)));

        assertFalse(agent.isControlling());
        clock.advanceMs(100);
        assertEquals(2, checks().size(), "both are repeated at once");
        assertNotEquals(
                number,
                lastCheck().message.first(IceControlled.class).orElseThrow().tieBreaker());
    }

    @Test
    void shouldNotBelieveForgedAnswers() {
        start(true, host(BEST, 1));
        clock.advanceMs(10);
        Sent check = lastCheck();
        IceCredentials forger = new IceCredentials("PEER", "x".repeat(22));

        assertEquals(StunOutcome.UNAUTHENTICATED, receive(refusal(check, forger), BEST));
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(answer(check, forger), BEST));
        assertEquals(StunOutcome.UNEXPECTED, receive(answer(check, PEER), SECOND));
        assertEquals(StunOutcome.MALFORMED, receive(new byte[20], BEST));
        assertTrue(agent.isControlling());
        assertFalse(agent.isValidated(BEST));
        assertEquals(StunOutcome.ACCEPTED, receive(answer(check, PEER), BEST));
        assertTrue(agent.isValidated(BEST));
        assertEquals(StunOutcome.UNEXPECTED, receive(answer(check, PEER), BEST), "once");
    }

    @Test
    void shouldLearnNothingFromForgedChecks() {
        start(false, host(BEST, 1));
        clock.advanceMs(10);
        sent.clear();
        IceCredentials forger = new IceCredentials("OWNN", "x".repeat(22));
        byte[] forged = request(forger, "PEER", controlling(), new UseCandidate());
        byte[] genuine = request("PEER", controlling(), new UseCandidate());
        receive(genuine, BEST);

        assertEquals(StunOutcome.UNAUTHENTICATED, receive(forged, UNNAMED));
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(request("STRANGER", controlling()), UNNAMED));
        assertEquals(StunOutcome.REPLAYED, receive(genuine, UNNAMED));
        clock.advanceMs(1_000);

        assertFalse(agent.isValidated(UNNAMED));
        assertFalse(destinationsOfChecks().contains(UNNAMED));
    }

    @Test
    void shouldNotKnockWhereNoPeerCanBe() {
        List<IceCandidate> candidates = new ArrayList<>();
        for (String host : List.of(
                "127.0.0.1",
                "::1",
                "0.0.0.0",
                "::",
                "0.1.2.3",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "169.254.169.254",
                "fe80::1",
                "::127.0.0.1")) {
            candidates.add(host(new InetSocketAddress(host, 5000), 1));
        }
        for (String host : List.of("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00::1")) {
            candidates.add(host(new InetSocketAddress(host, 53), 1));
            candidates.add(host(new InetSocketAddress(host, 5000), 1));
        }
        candidates.add(IceCandidate.passiveTcp(BEST, 1));

        start(true, candidates.toArray(IceCandidate[]::new));
        // Nor does it where the peer gives its checks such a source.
        assertEquals(StunOutcome.ACCEPTED, check(new InetSocketAddress("10.0.0.1", 53), new IceControlled(0)));
        clock.advanceMs(5_000);

        assertEquals(
                List.of("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00:0:0:0:0:0:0:1"),
                destinationsOfChecks().stream()
                        .distinct()
                        .map(address -> address.getAddress().getHostAddress())
                        .toList());
        assertTrue(destinationsOfChecks().stream().allMatch(address -> address.getPort() == 5000));
    }

    @Test
    void shouldBoundItsPairsAndItsPaceWhateverThePeerDoes() {
        List<IceCandidate> many = new ArrayList<>();
        for (int port = 3000; port < 3100; port++) {
            many.add(host(new InetSocketAddress("192.0.2.51", port), port));
        }
        start(false, many.toArray(IceCandidate[]::new));
        clock.advanceMs(3_000);
        assertEquals(16, destinationsOfChecks().stream().distinct().count());
        for (int port = 4000; port < 4400; port++) {
            check(new InetSocketAddress("192.0.2.52", port), controlling(), new UseCandidate());
            clock.advanceMs(1);
        }
        clock.advanceMs(1_000);

        List<Sent> checks = checks();
        for (int i = 1; i < checks.size(); i++) {
            assertTrue(checks.get(i).atNs - checks.get(i - 1).atNs >= 50_000_000, "at most one every 50 ms");
        }
        sent.clear();
        clock.advanceMs(10_000);
        assertEquals(32, destinationsOfChecks().stream().distinct().count());
        assertNull(agent.selected());
    }

    @Test
    void shouldFindAnAnswerThatIsLateHoweverOftenThePeerChecks() {
        start(false, host(BEST, 1));
        clock.advanceMs(10);
        Sent first = lastCheck();
        for (int i = 0; i < 120; i++) {
            check(BEST, controlling());
            clock.advanceMs(10);
        }

        assertEquals(StunOutcome.ACCEPTED, receive(answer(first, PEER), BEST), "1.2 s later");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeAnswersToItsOwnChecksAloneForConsent(boolean controlling) {
        connect(controlling);
        long connectedNs = agent.lastConsentNs();

        for (int second = 0; second < 31; second++) {
            check(BEST, controlling ? new IceControlled(0) : controlling());
            clock.advanceMs(1_000);
        }

        assertEquals(connectedNs, agent.lastConsentNs());
        assertEquals(BEST, agent.selected());
        answerChecksTo(BEST);
        assertEquals(clock.nowNs(), agent.lastConsentNs());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAskForConsentEveryFourToSixSeconds(boolean controlling) {
        connect(controlling);
        sent.clear();

        for (int i = 0; i < 600; i++) {
            clock.advanceMs(100);
            answerAll();
        }

        int asked = checks().size();
        assertTrue(asked >= 10 && asked <= 15, () -> "asked " + asked);
        assertTrue(clock.nowNs() - agent.lastConsentNs() <= TimeUnit.MILLISECONDS.toNanos(6_200));
    }

    @Test
    void shouldAskAtOnceWhenMediaStops() {
        connect(true);
        clock.advanceMs(100);
        sent.clear();

        agent.onSilence(clock.nowNs());
        clock.advanceMs(60);

        assertEquals(List.of(BEST), destinationsOfChecks());
    }

    @Test
    void shouldFollowAPeerThatNominatesFromANewAddress() {
        connect(false);
        clock.advanceMs(2_000);

        check(UNNAMED, controlling(), new UseCandidate());
        assertEquals(BEST, agent.selected(), "whether the peer is there is to be seen");
        clock.advanceMs(60);
        answerChecksTo(UNNAMED);

        assertEquals(UNNAMED, agent.selected());
    }

    @Test
    void shouldNominateAnotherWhereTheSelectedFallsSilent() {
        connect(true, host(SECOND, 1));
        for (int i = 0; i < 200; i++) {
            clock.advanceMs(100);
            answerChecksTo(SECOND);
        }

        assertEquals(SECOND, agent.selected());
    }

    @Test
    void shouldKeepTheOldPathUntilARestartHasANewOne() {
        connect(false);
        IceCredentials newOwn = new IceCredentials("NEWO", "m".repeat(22));
        IceCredentials newPeer = new IceCredentials("NEWP", "n".repeat(22));
        agent.restart(newOwn);
        agent.remote(newPeer, List.of(host(SECOND, 1)), clock.nowNs());
        clock.advanceMs(6_100);
        assertEquals(BEST, agent.selected());
        assertEquals(StunOutcome.ACCEPTED, check(BEST, controlling()), "of the session before");
        answerChecksTo(BEST);
        assertEquals(clock.nowNs(), agent.lastConsentNs());

        receive(request(newOwn, "NEWP", controlling(), new UseCandidate()), SECOND);
        answerChecks(SECOND, newPeer);

        assertEquals(SECOND, agent.selected());
        assertEquals(StunOutcome.UNAUTHENTICATED, check(BEST, controlling()));
    }

    private void start(boolean controlling, IceCandidate... candidates) {
        agent = agent(controlling);
        agent.remote(PEER, List.of(candidates), clock.nowNs());
    }

    /** To BEST, by a peer that plays the other role. */
    private void connect(boolean controlling, IceCandidate... others) {
        List<IceCandidate> candidates = new ArrayList<>(List.of(others));
        candidates.add(host(BEST, 2));
        start(controlling, candidates.toArray(IceCandidate[]::new));
        for (int i = 0; i < 10 && agent.selected() == null; i++) {
            clock.advanceMs(60);
            answerAll();
            check(BEST, controlling ? new IceControlled(0) : controlling(), new UseCandidate());
        }
        assertEquals(BEST, agent.selected());
    }

    private IceFullAgent agent(boolean controlling) {
        return new IceFullAgent(OWN, controlling, seeded.random(), this::record, TimeUnit.SECONDS.toNanos(5));
    }

    private void record(byte[] data, int offset, int length, InetSocketAddress to) {
        sent.add(new Sent(Arrays.copyOfRange(data, offset, offset + length), to, clock.nowNs()));
    }

    /** Answers what was not answered yet; the agent takes an answer once. */
    private void answerChecksTo(InetSocketAddress address) {
        answerChecks(address, PEER);
    }

    private void answerChecks(InetSocketAddress address, IceCredentials peer) {
        for (Sent check : checks()) {
            if (check.to.equals(address)) {
                receive(answer(check, peer), address);
            }
        }
    }

    private void answerAll() {
        checks().forEach(check -> receive(answer(check, PEER), check.to));
    }

    private StunOutcome check(InetSocketAddress from, StunAttribute... attributes) {
        return receive(request("PEER", attributes), from);
    }

    private StunOutcome receive(byte[] message, InetSocketAddress from) {
        byte[] shifted = new byte[message.length + 7];
        System.arraycopy(message, 0, shifted, 3, message.length);
        return agent.onStun(shifted, 3, message.length, from, clock.nowNs());
    }

    private List<Sent> checks() {
        return sent.stream().filter(Sent::isCheck).toList();
    }

    private List<InetSocketAddress> destinationsOfChecks() {
        return checks().stream().map(check -> check.to).toList();
    }

    private Sent lastCheck() {
        List<Sent> checks = checks();
        return checks.get(checks.size() - 1);
    }

    private Sent firstSent(StunMessageType type) {
        return sent.stream()
                .filter(one -> one.message.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private byte[] request(String peerUfrag, StunAttribute... extra) {
        return request(OWN, peerUfrag, extra);
    }

    private byte[] request(IceCredentials own, String peerUfrag, StunAttribute... extra) {
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new Username(own.ufrag() + ':' + peerUfrag));
        attributes.add(new Priority(7));
        attributes.addAll(List.of(extra));
        TransactionId id = TransactionId.random(seeded.random());
        return Checks.signed(own.password(), StunMessageType.BINDING_REQUEST, id, attributes);
    }

    private static byte[] answer(Sent check, IceCredentials peer) {
        return Checks.signed(
                peer.password(),
                StunMessageType.BINDING_SUCCESS,
                check.message.transactionId(),
                List.of(new XorMappedAddress(OWN_ADDRESS)));
    }

    private static byte[] refusal(Sent check, IceCredentials peer) {
        return Checks.signed(
                peer.password(),
                StunMessageType.BINDING_ERROR,
                check.message.transactionId(),
                List.of(new ErrorCode(487, "Role Conflict")));
    }

    private static StunAttribute controlling() {
        return new IceControlling(LARGEST);
    }

    private static IceCandidate host(InetSocketAddress address, int preference) {
        return IceCandidate.host(address, preference);
    }

    /** A message of the agent. */
    private static final class Sent {
        private final StunMessage message;
        private final byte[] bytes;
        private final InetSocketAddress to;
        private final long atNs;

        Sent(byte[] bytes, InetSocketAddress to, long atNs) {
            this.message = StunMessage.decode(bytes, 0, bytes.length).orElseThrow();
            this.bytes = bytes;
            this.to = to;
            this.atNs = atNs;
        }

        boolean isCheck() {
            return message.type().equals(StunMessageType.BINDING_REQUEST);
        }
    }
}
