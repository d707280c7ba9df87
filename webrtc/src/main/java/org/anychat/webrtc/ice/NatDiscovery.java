package org.anychat.webrtc.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.ice.BindingQuestions.Answer;

/**
 * Finds out how the NAT in front of this host maps a UDP socket's port (RFC 5780 section 4.3), by what STUN servers at several
 * addresses or ports see it at, and whether UDP gets through at all. Servers that know nothing of RFC 5780 will do. Of one
 * server at one address it learns no more than that there is no NAT, where there is none. Of one that knows CHANGE-REQUEST, as
 * relays do, it learns whether the NAT, and whatever else is on the way in, lets in what comes from a port to which nothing was
 * sent (section 4.4); one within the own network, or on this host, is not asked. It takes three seconds at most. On one loop.
 */
public final class NatDiscovery {
    private static final int MAX_SERVERS = 4;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);
    /** Until one of those that have answered is asked what comes in, though others have not yet. */
    private static final long OTHERS_NS = TimeUnit.SECONDS.toNanos(1);

    /** What an outside port, or what comes in by it, depends on (RFC 4787 sections 4.1 and 5). */
    public enum Dependence {
        /** The same for all peers. */
        ENDPOINT_INDEPENDENT,
        /** Another one for each address of a peer. */
        ADDRESS_DEPENDENT,
        /** Another one for each address and port of a peer, or nothing shows that it is less. */
        ADDRESS_AND_PORT_DEPENDENT,
        /** There were not enough servers, or too few answered, or nothing came. */
        UNKNOWN
    }

    /**
     * What was found.
     *
     * @param mapping what an outside port depends on
     * @param filtering what comes in by it depends on: {@link Dependence#ADDRESS_DEPENDENT}, which may be less, or unknown
     * @param udp whether any server has answered
     */
    public record Findings(Dependence mapping, Dependence filtering, boolean udp) {}

    private final BindingQuestions questions;
    private final FilterQuestion filter;
    private final HostLookup lookup;
    private final CompletableFuture<Findings> findings = new CompletableFuture<>();
    private CompletableFuture<List<InetAddress>> interfaces;
    private int port;
    private long startNs;

    /**
     * Makes one that does nothing before {@link #start}.
     *
     * @param output sends by a socket of which nothing else is sent
     * @param random a cryptographic source: transaction ids must not be guessed
     * @param servers resolved, one at least; the first {@value #MAX_SERVERS} are asked
     */
    public NatDiscovery(IceOutput output, Random random, List<InetSocketAddress> servers) {
        this(output, random, servers, HostLookup.ofThisHost());
    }

    NatDiscovery(IceOutput output, Random random, List<InetSocketAddress> servers, HostLookup lookup) {
        this.questions = new BindingQuestions(output, random, servers, MAX_SERVERS);
        this.filter = new FilterQuestion(output, random);
        this.lookup = lookup;
    }

    /**
     * Asks the servers. To be called once, when the socket is open.
     *
     * @param localPort the socket's
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void start(int localPort, long nowNs) {
        port = localPort;
        startNs = nowNs;
        interfaces = lookup.begin();
        onTimer(nowNs);
    }

    /**
     * Takes what has come.
     *
     * @param data holds a datagram of any kind
     * @param offset of its first byte
     * @param length in bytes
     * @param from its sender
     */
    public void take(byte[] data, int offset, int length, InetSocketAddress from) {
        if (interfaces != null && !findings.isDone()) {
            // What is left to do is the timer's, which knows the time.
            boolean unused = questions.take(data, offset, length, from) || filter.take(data, offset, length, from);
        }
    }

    /**
     * Asks again where nothing was answered, and gives up in time. To be called every 10 to 50 ms.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void onTimer(long nowNs) {
        if (interfaces == null || findings.isDone()) {
            return;
        }
        if (nowNs - startNs >= PATIENCE_NS) {
            complete();
        } else {
            questions.askDue(nowNs);
            askWhatComesIn(nowNs);
            completeWhenDone(nowNs);
        }
    }

    private void askWhatComesIn(long nowNs) {
        if (filter.isBegun()) {
            filter.onTimer(nowNs);
        } else if (interfaces.isDone() && (questions.areAnswered() || nowNs - startNs >= OTHERS_NS)) {
            outside().stream().findFirst().ifPresent(server -> filter.begin(server, nowNs));
        }
    }

    /** Those of the answers that count which show something of the way in: not of one's own network, nor of this host. */
    private List<InetSocketAddress> outside() {
        return comparable(questions.answers()).stream()
                .filter(NatDiscovery::isPublic)
                .map(Answer::server)
                .filter(server -> !interfaces.getNow(List.of()).contains(server.getAddress()))
                .toList();
    }

    /**
     * What was found, completed from within {@link #start} or {@link #onTimer}, never exceptionally.
     *
     * @return the findings
     */
    public CompletionStage<Findings> findings() {
        return findings.minimalCompletionStage();
    }

    private void completeWhenDone(long nowNs) {
        if (interfaces.isDone()
                && questions.areAnswered()
                && (filter.isBegun() ? filter.isOver(nowNs) : outside().isEmpty())) {
            complete();
        }
    }

    private void complete() {
        // An answer that came late may have shown that others count: nothing is said of two different ways at once.
        boolean letsIn = filter.isHeard() && outside().contains(filter.server());
        findings.complete(new Findings(
                mapping(comparable(questions.answers())),
                letsIn ? Dependence.ADDRESS_DEPENDENT : Dependence.UNKNOWN,
                questions.hasHeard()));
    }

    /** The answers by the way that counts: from outside before those from within, IPv4 before IPv6. */
    private static List<Answer> comparable(List<Answer> answers) {
        for (List<Answer> alike : List.of(
                answers.stream().filter(NatDiscovery::isPublic).toList(),
                answers.stream().filter(answer -> !isPublic(answer)).toList())) {
            for (boolean ipv4 : new boolean[] {true, false}) {
                List<Answer> comparable = alike.stream()
                        .filter(answer -> isIpv4(answer.server()) == ipv4)
                        .toList();
                if (!comparable.isEmpty()) {
                    return comparable;
                }
            }
        }
        return List.of();
    }

    /** A socket that is seen at its own address is behind no NAT. */
    private boolean isOwn(InetSocketAddress mapped) {
        return mapped.getPort() == port && interfaces.getNow(List.of()).contains(mapped.getAddress());
    }

    /** Between a server within the same network and one on the Internet there may be a NAT, or none: they are not compared. */
    private static boolean isPublic(Answer answer) {
        return !PeerAddresses.isPrivate(answer.server().getAddress());
    }

    private static boolean isIpv4(InetSocketAddress server) {
        return server.getAddress() instanceof Inet4Address;
    }

    private Dependence mapping(List<Answer> answers) {
        if (answers.stream().anyMatch(answer -> isOwn(answer.mapped()))) {
            return Dependence.ENDPOINT_INDEPENDENT;
        }
        if (answers.size() < 2) {
            return Dependence.UNKNOWN;
        }
        if (answers.stream().map(Answer::mapped).distinct().count() == 1) {
            return Dependence.ENDPOINT_INDEPENDENT;
        }
        boolean severalPorts = answers.stream()
                .anyMatch(one -> answers.stream().anyMatch(other -> !one.equals(other) && isSameHost(one, other)));
        boolean samePerHost = answers.stream()
                .allMatch(one -> answers.stream()
                        .allMatch(
                                other -> !isSameHost(one, other) || one.mapped().equals(other.mapped())));
        return severalPorts && samePerHost ? Dependence.ADDRESS_DEPENDENT : Dependence.ADDRESS_AND_PORT_DEPENDENT;
    }

    private static boolean isSameHost(Answer one, Answer other) {
        return one.server().getAddress().equals(other.server().getAddress());
    }
}
