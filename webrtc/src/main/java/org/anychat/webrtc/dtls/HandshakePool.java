package org.anychat.webrtc.dtls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Who of many handshakes has a thread. A peer that begins one and falls silent would hold its thread for the whole time
 * that a handshake may take, so where all threads are taken and somebody waits, those give way that have waited longest
 * for their peers, the greediest network's first; and whoever waits gets a thread before others of a network that holds
 * more. A handshake is never ended for one of a greedier network. Any thread.
 */
final class HandshakePool {
    /**
     * A handshake that has waited less for its peer than that since it got on keeps its thread: a second and a half is many
     * round trips. It gets on with each of the three messages that the peer has to send, which nobody has verified yet. So
     * a peer that sends three worthless ones, each just in time, holds a thread for four times as long, 6 s, and no longer.
     */
    static final long PATIENCE_NS = 1_500_000_000L;

    static final String SILENT = "the peer was silent while others waited";
    static final String TOO_MANY = "too many handshakes";

    private final int mostRunning;
    private final int mostWaiting;
    private final Executor threads;
    private final Executor reports;
    private final Set<Handshake> running = new HashSet<>();
    private final Set<Handshake> leaving = new HashSet<>();
    private final Set<Handshake> waiting = new LinkedHashSet<>();
    private long ended;
    private boolean closed;

    /** A handshake to be run, or ended before it is run or while it runs. Equals nothing but itself. */
    interface Handshake extends Runnable {
        /** Makes it fail. One that runs gives its thread back at once. */
        void end(String reason);

        /** How long it has waited for its peer since it got on last, all together; 0 while it computes. */
        long silentNs(long nowNs);

        /** The network that its peer is in. */
        Object network();
    }

    /**
     * Makes an empty pool.
     *
     * @param mostRunning at once
     * @param mostWaiting for a thread
     * @param threads starts as many as it is given tasks, and uses those again that have become idle
     * @param reports runs what never blocks
     */
    HandshakePool(int mostRunning, int mostWaiting, Executor threads, Executor reports) {
        this.mostRunning = mostRunning;
        this.mostWaiting = mostWaiting;
        this.threads = threads;
        this.reports = reports;
    }

    /** Runs a handshake, lets it wait, or ends it, or another one of a network that has more waiting. */
    void submit(Handshake handshake) {
        Handshake refused = enter(handshake);
        if (refused != null) {
            String reason = isClosed() ? DtlsWorkers.CLOSED : TOO_MANY;
            reports.execute(() -> refused.end(reason));
        }
    }

    private synchronized Handshake enter(Handshake handshake) {
        if (closed) {
            return handshake;
        }
        if (running.size() < mostRunning) {
            start(handshake);
            return null;
        }
        waiting.add(handshake);
        Handshake refused = waiting.size() <= mostWaiting ? null : newestOfTheGreediest(handshake);
        waiting.remove(refused);
        return refused;
    }

    private void start(Handshake handshake) {
        running.add(handshake);
        threads.execute(() -> work(handshake));
    }

    /** Where all networks have the same the newcomer itself is refused. */
    private Handshake newestOfTheGreediest(Handshake newcomer) {
        Map<Object, Integer> counts = countByNetwork(waiting);
        Handshake chosen = newcomer;
        for (Handshake other : waiting) {
            if (counts.get(other.network()) >= counts.get(chosen.network())) {
                chosen = other;
            }
        }
        return counts.get(chosen.network()) > counts.get(newcomer.network()) ? chosen : newcomer;
    }

    private void work(Handshake first) {
        Handshake mine = first;
        try {
            while (mine != null) {
                mine.run();
                mine = exchange(mine);
            }
        } finally {
            if (mine != null) {
                replace(mine);
            }
        }
    }

    /** Takes the thread of one that is over, for the next one. */
    private synchronized Handshake exchange(Handshake over) {
        running.remove(over);
        leaving.remove(over);
        if (waiting.isEmpty()) {
            return null;
        }
        Handshake next = byNeed().get(0);
        waiting.remove(next);
        running.add(next);
        return next;
    }

    /** One that threw takes its thread with it. */
    private void replace(Handshake thrown) {
        Handshake next = exchange(thrown);
        if (next != null) {
            threads.execute(() -> work(next));
        }
    }

    /** Those who wait, the one first whose network holds least. */
    private List<Handshake> byNeed() {
        Map<Object, Integer> held = countByNetwork(running);
        List<Handshake> sorted = new ArrayList<>(waiting);
        sorted.sort(Comparator.comparingInt(handshake -> held.getOrDefault(handshake.network(), 0)));
        return sorted;
    }

    private static Map<Object, Integer> countByNetwork(Set<Handshake> handshakes) {
        Map<Object, Integer> counts = new HashMap<>();
        handshakes.forEach(handshake -> counts.merge(handshake.network(), 1, Integer::sum));
        return counts;
    }

    /** Whether somebody waits for a thread. */
    synchronized boolean isCrowded() {
        return !waiting.isEmpty();
    }

    /** Ends handshakes whose peers are silent, one for each that waits. To be called now and then while it is crowded. */
    void makeRoom(long nowNs) {
        silent(nowNs).forEach(handshake -> handshake.end(SILENT));
    }

    private synchronized List<Handshake> silent(long nowNs) {
        Map<Object, Integer> held = countByNetwork(running);
        leaving.forEach(handshake -> held.merge(handshake.network(), -1, Integer::sum));
        List<Handshake> chosen = new ArrayList<>();
        List<Handshake> needy = byNeed();
        for (int i = leaving.size(); i < needy.size(); i++) {
            Handshake silent = mostExpendable(held, nowNs);
            int holds = held.getOrDefault(needy.get(i).network(), 0);
            if (silent == null || held.get(silent.network()) < holds) {
                break;
            }
            leaving.add(silent);
            held.merge(silent.network(), -1, Integer::sum);
            chosen.add(silent);
        }
        ended += chosen.size();
        return chosen;
    }

    private Handshake mostExpendable(Map<Object, Integer> held, long nowNs) {
        return running.stream()
                .filter(handshake -> !leaving.contains(handshake) && handshake.silentNs(nowNs) >= PATIENCE_NS)
                .max(Comparator.<Handshake>comparingInt(handshake -> held.get(handshake.network()))
                        .thenComparingLong(handshake -> handshake.silentNs(nowNs)))
                .orElse(null);
    }

    /** Handshakes that were ended because their peers were silent while others waited. */
    synchronized long ended() {
        return ended;
    }

    /** How many have a thread or wait for one. */
    synchronized int size() {
        return running.size() + waiting.size();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more, and ends those who wait. */
    void close() {
        List<Handshake> refused;
        synchronized (this) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(handshake -> handshake.end(DtlsWorkers.CLOSED));
    }
}
