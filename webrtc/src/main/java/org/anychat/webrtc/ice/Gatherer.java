package org.anychat.webrtc.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Finds the candidates of one UDP socket that is bound to all addresses (RFC 8445 section 5.1.1): those of the host's
 * interfaces, {@value #MAX_HOST_CANDIDATES} at most and neither loopback nor link-local ones, and those that STUN servers see
 * it at, of which {@value #MAX_SERVERS} are asked from that very socket. It takes a second at most, whatever answers, and does
 * without what has not come by then. On one loop, which it does not hold up: the interfaces are looked at elsewhere.
 */
public final class Gatherer {
    private static final int MAX_HOST_CANDIDATES = 16;
    private static final int MAX_SERVERS = 2;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BEST_PREFERENCE = 65535;

    private final BindingQuestions questions;
    private final HostLookup lookup;
    private final CompletableFuture<List<IceCandidate>> candidates = new CompletableFuture<>();
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
        this.lookup = lookup;
        this.questions = new BindingQuestions(output, random, stun, MAX_SERVERS);
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
        if (!questions.take(data, offset, length, from)) {
            return false;
        }
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
        questions.askDue(nowNs);
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

    private void completeWhenDone() {
        if (interfaces.isDone() && questions.areAnswered()) {
            complete();
        }
    }

    private void complete() {
        List<IceCandidate> found = new ArrayList<>();
        interfaces.getNow(List.of()).stream()
                .limit(MAX_HOST_CANDIDATES)
                .forEach(address -> found.add(
                        IceCandidate.host(new InetSocketAddress(address, port), BEST_PREFERENCE - found.size())));
        questions.answers().forEach(answer -> addReflexive(found, answer.mapped()));
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
}
