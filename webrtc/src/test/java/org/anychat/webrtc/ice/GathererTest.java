package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.StunResponder;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GathererTest {
    private static final int PORT = 40000;
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 8907);
    private static final InetSocketAddress OTHER_SERVER = new InetSocketAddress("192.0.2.2", 8907);
    private static final InetSocketAddress MAPPED = new InetSocketAddress("203.0.113.9", 1024);
    private static final InetSocketAddress OTHER_MAPPED = new InetSocketAddress("203.0.113.9", 1025);
    private static final InetSocketAddress HOST = new InetSocketAddress("10.0.0.2", PORT);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock(-300_000_000L, 0);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<InetSocketAddress> destinations = new ArrayList<>();
    private Gatherer gatherer;

    @BeforeEach
    void build() {
        clock.every(10_000_000, nowNs -> gatherer.onTimer(nowNs));
    }

    @Test
    void shouldGiveHostCandidatesAtOnceWhereNobodyIsToBeAsked() {
        start(List.of("10.0.0.2", "2001:db8::2"));

        List<IceCandidate> candidates = candidates();
        assertEquals(
                List.of(HOST, new InetSocketAddress("2001:db8::2", PORT)),
                candidates.stream().map(IceCandidate::address).toList());
        assertTrue(candidates.get(0).priority() > candidates.get(1).priority());
        assertTrue(candidates.stream().allMatch(candidate -> candidate.type() == IceCandidate.Type.HOST));
        assertEquals(0, sent.size());
    }

    @Test
    void shouldAddTheAddressThatAServerSees() {
        start(List.of("10.0.0.2"), SERVER);
        assertFalse(isDone());

        assertTrue(take(answer(sent.get(0), MAPPED), SERVER));

        IceCandidate reflexive = candidates().get(1);
        assertEquals(MAPPED, reflexive.address());
        assertEquals(IceCandidate.Type.SRFLX, reflexive.type());
        assertEquals(reflexive, IceCandidate.parse(reflexive.toAttribute()).orElseThrow());
    }

    /** A server that answers with no more bytes than it gets has to have enough of them. */
    @Test
    void shouldAskWithAsManyBytesAsTheAnswerHas() {
        start(List.of("10.0.0.2"), SERVER);
        byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
        byte[] request = sent.get(0);

        assertTrue(request.length >= StunResponder.RESPONSE_MAX_LENGTH);
        int length = StunResponder.respond(request, 0, request.length, MAPPED, response);
        assertTrue(take(Arrays.copyOf(response, length), SERVER));
        assertEquals(MAPPED, candidates().get(1).address());
    }

    @Test
    void shouldAddNothingWhereThereIsNoNat() {
        start(List.of("10.0.0.2"), SERVER);

        take(answer(sent.get(0), HOST), SERVER);

        assertEquals(1, candidates().size());
    }

    @Test
    void shouldGiveBothAddressesOfANatThatMapsByDestination() {
        start(List.of("10.0.0.2"), SERVER, OTHER_SERVER, new InetSocketAddress("192.0.2.3", 8907));
        assertEquals(List.of(SERVER, OTHER_SERVER), destinations);

        take(answer(sent.get(0), MAPPED), SERVER);
        assertFalse(isDone());
        take(answer(sent.get(1), OTHER_MAPPED), OTHER_SERVER);

        assertEquals(
                List.of(HOST, MAPPED, OTHER_MAPPED),
                candidates().stream().map(IceCandidate::address).toList());
        assertEquals(
                3,
                candidates().stream().map(IceCandidate::foundation).distinct().count());
    }

    @Test
    void shouldAskAgainAndGiveUpAfterASecond() {
        start(List.of("10.0.0.2"), SERVER);
        clock.advanceMs(260);
        assertEquals(2, sent.size());
        assertEquals(decode(sent.get(0)).transactionId(), decode(sent.get(1)).transactionId());
        clock.advanceMs(730);
        assertEquals(4, sent.size());
        assertFalse(isDone());

        clock.advanceMs(20);

        assertEquals(1, candidates().size());
        clock.advanceMs(2_000);
        assertEquals(4, sent.size());
        assertFalse(take(answer(sent.get(0), MAPPED), SERVER), "too late");
    }

    @Test
    void shouldTakeNothingButTheAnswersToItsQuestions() {
        start(List.of("10.0.0.2"), SERVER);
        byte[] answer = answer(sent.get(0), MAPPED);

        assertFalse(take(answer, OTHER_SERVER));
        assertFalse(take(sent.get(0), SERVER), "a request");
        assertFalse(take(new byte[20], SERVER));
        assertFalse(take(new byte[] {(byte) 0x80, 0, 0}, SERVER));
        assertFalse(take(
                encode(StunMessageType.BINDING_SUCCESS, new TransactionId(1, 2), new XorMappedAddress(MAPPED)),
                SERVER));
        assertFalse(isDone());
        assertTrue(take(answer, SERVER));
        assertFalse(take(answer, SERVER), "once");
    }

    @Test
    void shouldNotWaitForAServerThatRefuses() {
        start(List.of("10.0.0.2"), SERVER);

        TransactionId id = decode(sent.get(0)).transactionId();
        assertTrue(take(encode(StunMessageType.BINDING_ERROR, id, new ErrorCode(400, "Bad Request")), SERVER));

        assertEquals(1, candidates().size());
    }

    @Test
    void shouldNotTellOthersOfAnAddressThatNobodyCanReach() {
        start(List.of("10.0.0.2"), SERVER);

        take(answer(sent.get(0), new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT)), SERVER);

        assertEquals(1, candidates().size());
    }

    @Test
    void shouldBoundTheHostCandidates() {
        start(IntStream.range(1, 100).mapToObj(i -> "10.0.0." + i).toList());

        assertEquals(16, candidates().size());
    }

    @Test
    void shouldFindAddressesOfThisHostThatMeanSomethingToOthers() {
        HostLookup thisHost = HostLookup.ofThisHost();
        gatherer = new Gatherer(this::record, seeded.random(), List.of(), thisHost);
        gatherer.start(PORT, clock.nowNs());
        thisHost.begin().join();
        clock.advanceMs(10);
        assertTrue(isDone());

        for (IceCandidate candidate : candidates()) {
            InetAddress address = candidate.address().getAddress();
            assertFalse(address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress());
            assertEquals(candidate, IceCandidate.parse(candidate.toAttribute()).orElseThrow());
        }
    }

    @Test
    void shouldAskServersWhileTheInterfacesAreLookedAt() throws Exception {
        SlowHost host = new SlowHost();
        gatherer = new Gatherer(this::record, seeded.random(), List.of(SERVER), host.lookup);
        gatherer.start(PORT, clock.nowNs());
        take(answer(sent.get(0), MAPPED), SERVER);
        assertFalse(isDone());

        host.answer();
        clock.advanceMs(10);

        assertEquals(
                List.of(HOST, MAPPED),
                candidates().stream().map(IceCandidate::address).toList());
    }

    @Test
    void shouldDoWithoutInterfacesThatTakeTooLong() throws Exception {
        SlowHost host = new SlowHost();
        gatherer = new Gatherer(this::record, seeded.random(), List.of(SERVER), host.lookup);
        gatherer.start(PORT, clock.nowNs());
        take(answer(sent.get(0), MAPPED), SERVER);

        clock.advanceMs(1_000);

        assertEquals(
                List.of(MAPPED),
                candidates().stream().map(IceCandidate::address).toList());
        host.answer();
        clock.advanceMs(10);
        assertEquals(1, candidates().size());
    }

    /** A host whose interfaces answer when the test says so. */
    private static final class SlowHost {
        final CountDownLatch answered = new CountDownLatch(1);
        final HostLookup lookup = new HostLookup(this::addresses);

        private List<InetAddress> addresses() {
            try {
                assertTrue(answered.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(HOST.getAddress());
        }

        void answer() {
            answered.countDown();
            lookup.begin().join();
        }
    }

    private void start(List<String> hosts, InetSocketAddress... servers) {
        List<InetAddress> addresses = hosts.stream()
                .map(host -> new InetSocketAddress(host, PORT))
                .map(InetSocketAddress::getAddress)
                .toList();
        HostLookup lookup = new HostLookup(() -> addresses);
        gatherer = new Gatherer(this::record, seeded.random(), List.of(servers), lookup);
        gatherer.start(PORT, clock.nowNs());
        lookup.begin().join();
        gatherer.onTimer(clock.nowNs());
    }

    private void record(byte[] data, int offset, int length, InetSocketAddress to) {
        sent.add(Arrays.copyOfRange(data, offset, offset + length));
        destinations.add(to);
    }

    private boolean take(byte[] message, InetSocketAddress from) {
        byte[] shifted = new byte[message.length + 7];
        System.arraycopy(message, 0, shifted, 3, message.length);
        return gatherer.take(shifted, 3, message.length, from);
    }

    private boolean isDone() {
        return future().isDone();
    }

    private List<IceCandidate> candidates() {
        return future().getNow(List.of());
    }

    private CompletableFuture<List<IceCandidate>> future() {
        return gatherer.candidates().toCompletableFuture();
    }

    private static StunMessage decode(byte[] message) {
        return StunMessage.decode(message, 0, message.length).orElseThrow();
    }

    private static byte[] answer(byte[] request, InetSocketAddress mapped) {
        return encode(StunMessageType.BINDING_SUCCESS, decode(request).transactionId(), new XorMappedAddress(mapped));
    }

    private static byte[] encode(StunMessageType type, TransactionId id, StunAttribute attribute) {
        byte[] buffer = new byte[128];
        int length = new StunMessage(type, id, List.of(attribute)).encode(buffer, 0);
        return Arrays.copyOf(buffer, length);
    }
}
