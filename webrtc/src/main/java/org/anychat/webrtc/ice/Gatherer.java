package org.anychat.webrtc.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.stun.StunAttribute.Software;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/**
 * Finds the candidates of one UDP socket that is bound to all addresses (RFC 8445 section 5.1.1): those of the host's
 * interfaces, {@value #MAX_HOST_CANDIDATES} at most and neither loopback nor link-local ones, and those that STUN servers see
 * it at, of which {@value #MAX_SERVERS} are asked from that very socket. It takes a second at most, whatever answers, and does
 * without what has not come by then. On one loop, which it does not hold up: the interfaces are looked at elsewhere.
 */
public final class Gatherer {
    private static final int MAX_HOST_CANDIDATES = 16;
    private static final int MAX_SERVERS = 2;
    private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BEST_PREFERENCE = 65535;
    private static final int REQUEST_CAPACITY = 64;
    /** Without it a request would be shorter than its answer, which a server that nobody shall misuse may not send. */
    private static final Software SOFTWARE = new Software("AnyChat SDK for the JVM");

    private final IceOutput output;
    private final List<Question> questions;
    private final HostLookup lookup;
    private final List<InetSocketAddress> mapped = new ArrayList<>(MAX_SERVERS);
    private final CompletableFuture<List<IceCandidate>> candidates = new CompletableFuture<>();
    private final byte[] request = new byte[REQUEST_CAPACITY];
    private CompletableFuture<List<InetAddress>> interfaces;
    private boolean started;
    private int port;
    private long startNs;

    /**
     * Makes one that does nothing before {@link #start}.
     *
     * @param output sends by the socket whose candidates these are
     * @param random a cryptographic source: transaction ids must not be guessed
     * @param stun servers, resolved; the first {@value #MAX_SERVERS} are asked, and with none there are host candidates alone
     */
    public Gatherer(IceOutput output, Random random, List<InetSocketAddress> stun) {
        this(output, random, stun, HostLookup.ofThisHost());
    }

    Gatherer(IceOutput output, Random random, List<InetSocketAddress> stun, HostLookup lookup) {
        this.output = output;
        this.lookup = lookup;
        this.questions = stun.stream()
                .distinct()
                .limit(MAX_SERVERS)
                .map(server -> new Question(server, TransactionId.random(random)))
                .toList();
    }

    /**
     * Has the interfaces looked at and asks the servers. To be called once, when the socket is open.
     *
     * @param localPort the socket's
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void start(int localPort, long nowNs) {
        started = true;
        startNs = nowNs;
        port = localPort;
        interfaces = lookup.begin();
        onTimer(nowNs);
    }

    /**
     * Takes a server's answer. Costs next to nothing once the candidates are known.
     *
     * @param data holds a datagram of any kind
     * @param offset of its first byte
     * @param length in bytes
     * @param from its sender
     * @return false where it is for others
     */
    public boolean take(byte[] data, int offset, int length, InetSocketAddress from) {
        if (!started || candidates.isDone()) {
            return false;
        }
        Question question = questionTo(from);
        Optional<StunMessage> decoded = question == null ? Optional.empty() : StunMessage.decode(data, offset, length);
        if (decoded.isEmpty()
                || !decoded.get().transactionId().equals(question.id)
                || decoded.get().type().equals(StunMessageType.BINDING_REQUEST)) {
            return false;
        }
        if (question.answered) {
            return true;
        }
        question.answered = true;
        decoded.filter(answer -> answer.type().equals(StunMessageType.BINDING_SUCCESS))
                .flatMap(answer -> answer.first(XorMappedAddress.class))
                .ifPresent(answer -> mapped.add(answer.address()));
        completeWhenDone();
        return true;
    }

    /**
     * Asks again where nothing was answered, and gives up in time. To be called every 10 to 50 ms until the candidates are
     * there; later it does nothing.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void onTimer(long nowNs) {
        if (!started || candidates.isDone()) {
            return;
        }
        if (nowNs - startNs >= PATIENCE_NS) {
            complete();
            return;
        }
        for (Question question : questions) {
            if (question.isDue(nowNs)) {
                ask(question, nowNs);
            }
        }
        completeWhenDone();
    }

    /**
     * What was found, completed from within {@link #start}, {@link #take} or {@link #onTimer}, never exceptionally.
     *
     * @return the best first; none where the host has no network
     */
    public CompletionStage<List<IceCandidate>> candidates() {
        return candidates.minimalCompletionStage();
    }

    private void ask(Question question, long nowNs) {
        question.asked = true;
        question.askedNs = nowNs;
        StunMessage message = new StunMessage(StunMessageType.BINDING_REQUEST, question.id, List.of(SOFTWARE));
        output.send(request, 0, message.encode(request, 0), question.server);
    }

    private Question questionTo(InetSocketAddress server) {
        for (Question question : questions) {
            if (question.server.equals(server)) {
                return question;
            }
        }
        return null;
    }

    private void completeWhenDone() {
        if (interfaces.isDone() && questions.stream().allMatch(question -> question.answered)) {
            complete();
        }
    }

    private void complete() {
        List<IceCandidate> found = new ArrayList<>();
        interfaces.getNow(List.of()).stream()
                .limit(MAX_HOST_CANDIDATES)
                .forEach(address -> found.add(
                        IceCandidate.host(new InetSocketAddress(address, port), BEST_PREFERENCE - found.size())));
        mapped.forEach(address -> addReflexive(found, address));
        candidates.complete(List.copyOf(found));
    }

    /** A socket behind no NAT has it already; of two servers that see the same one says enough. */
    private static void addReflexive(List<IceCandidate> found, InetSocketAddress mapped) {
        boolean known = found.stream().anyMatch(candidate -> candidate.address().equals(mapped));
        if (!known && PeerAddresses.mayBeChecked(mapped)) {
            int preference = BEST_PREFERENCE - found.size();
            long priority = IceCandidate.priority(IceCandidate.Type.SRFLX, preference, 1);
            found.add(new IceCandidate(
                    "s" + preference, 1, IceCandidate.Transport.UDP, priority, mapped, IceCandidate.Type.SRFLX));
        }
    }

    /** One server and whether it has answered; all its requests are one transaction (RFC 8489 section 6.2.1). */
    private static final class Question {
        private final InetSocketAddress server;
        private final TransactionId id;
        private boolean asked;
        private boolean answered;
        private long askedNs;

        Question(InetSocketAddress server, TransactionId id) {
            this.server = server;
            this.id = id;
        }

        boolean isDue(long nowNs) {
            return !answered && (!asked || nowNs - askedNs >= REPEAT_NS);
        }
    }
}
