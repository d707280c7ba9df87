package org.anychat.runtime.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what the way into a cluster waits for: for whom, and since when. An attempt to join holds the thread that makes it, so
 * it is looked at from others. Any thread.
 */
final class JoinReport {
    private static final Logger log = LoggerFactory.getLogger(JoinReport.class);
    private static final long LOOK_MS = 1_000;
    private static final long PATIENCE_MS = 5_000;
    private static final long WORDS_MS = 10_000;

    private final MemberAddresses addresses;
    private long outsideSinceNs = System.nanoTime();
    private long lastWordsNs = outsideSinceNs - TimeUnit.MILLISECONDS.toNanos(WORDS_MS);
    private long attemptSinceNs;
    /** This process's own while an attempt is under way, otherwise null. */
    private InetSocketAddress attempting;

    JoinReport(MemberAddresses addresses) {
        this.addresses = addresses;
    }

    /** Looks from now on, as long as that instance of Vert.x is there. */
    void start(Vertx local) {
        local.setPeriodic(LOOK_MS, timer -> look(local));
    }

    /** The process is outside from now on. */
    synchronized void outside() {
        outsideSinceNs = System.nanoTime();
    }

    /** What is being waited for; every ten seconds at most. */
    synchronized void say(String words) {
        long nowNs = System.nanoTime();
        if (nowNs - lastWordsNs >= TimeUnit.MILLISECONDS.toNanos(WORDS_MS)) {
            lastWordsNs = nowNs;
            log.info("{} Without a cluster for {} s.", words, secondsSince(outsideSinceNs));
        }
    }

    /** Makes an attempt, which may take long. */
    <T> T during(InetSocketAddress own, Supplier<T> attempt) {
        begin(own);
        try {
            return attempt.get();
        } finally {
            begin(null);
        }
    }

    private synchronized void begin(InetSocketAddress own) {
        attempting = own;
        attemptSinceNs = System.nanoTime();
    }

    private void look(Vertx local) {
        InetSocketAddress own = late();
        if (own != null) {
            // Names are looked up and connections tried, which blocks.
            Future<?> unused = local.executeBlocking(() -> {
                Map<Boolean, List<InetSocketAddress>> others = addresses.others(own);
                if (own.equals(late())) {
                    say(words(others.get(true), others.get(false)));
                }
                return null;
            });
        }
    }

    /** The process's address where an attempt takes long and nothing has been said for a while. */
    private synchronized InetSocketAddress late() {
        long nowNs = System.nanoTime();
        boolean isLate = nowNs - attemptSinceNs >= TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS)
                && nowNs - lastWordsNs >= TimeUnit.MILLISECONDS.toNanos(WORDS_MS);
        return isLate ? attempting : null;
    }

    private synchronized String words(List<InetSocketAddress> answering, List<InetSocketAddress> silent) {
        String there = answering.isEmpty()
                ? "no other process of ClusterMembers takes connections"
                : names(answering)
                        + " takes connections and has not let this process in yet: it stands still, is on its"
                        + " own way into the cluster, or has another ClusterSecret";
        String away = silent.isEmpty() ? "" : "; nobody answers at " + names(silent);
        return "Joining the cluster for " + secondsSince(attemptSinceNs) + " s: " + there + away + ".";
    }

    private static String names(List<InetSocketAddress> members) {
        return members.stream().map(JoinReport::name).collect(Collectors.joining(", "));
    }

    /** The same for everybody, by whatever name an address was looked up. */
    static String name(InetSocketAddress member) {
        return member.getAddress().getHostAddress() + " port " + member.getPort();
    }

    private static long secondsSince(long beganNs) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs);
    }
}
