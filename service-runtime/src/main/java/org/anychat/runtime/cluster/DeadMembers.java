package org.anychat.runtime.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.nio.Connection;
import com.hazelcast.internal.nio.ConnectionListener;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.ServerConnectionManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds members that are gone and names all that went together at once, the youngest first. Hazelcast alone names them one
 * by one, the oldest first: where that one was in charge, its successor asks all others whether they follow, the dead that
 * are not named yet among them, and waits 5 s for answers (5.7.0). Two processes of one machine would be missed for 7 s and
 * more. What Hazelcast finds by itself, later, stays as it is.
 */
final class DeadMembers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadMembers.class);

    /** Who is killed together is killed within this time. */
    private static final long GATHER_MS = 200;

    private static final int ANSWER_MS = 500;
    private static final long LISTEN_MS = 250;
    /** Who has stood still itself hears at first what was said meanwhile. */
    private static final long STANDSTILL_MS = 1_000;

    private static final long RECOVERY_MS = 2_000;

    private final HazelcastInstance hazelcast;
    private final ClusterServiceImpl cluster;
    private final ServerConnectionManager connections;
    private final long silenceMs;
    private final long heartbeatMs;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "cluster-dead-members"));
    private final ExecutorService callers = Executors.newCachedThreadPool(task -> daemon(task, "cluster-call"));
    private ScheduledFuture<?> listening;
    private ScheduledFuture<?> judgement;
    private long listenedNs = System.nanoTime();
    private long standstillNs = listenedNs;

    /**
     * Makes one that does not look yet.
     *
     * @param hazelcast a member
     * @param silenceMs who has not been heard for so long is gone
     * @param heartbeatMs how often members are heard
     */
    DeadMembers(HazelcastInstance hazelcast, long silenceMs, long heartbeatMs) {
        this.hazelcast = hazelcast;
        Node node = ((HazelcastInstanceProxy) hazelcast).getOriginal().node;
        this.cluster = node.getClusterService();
        this.connections = node.getServer().getConnectionManager(EndpointQualifier.MEMBER);
        this.silenceMs = silenceMs;
        this.heartbeatMs = heartbeatMs;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }

    /** Looks from now on, until the end of the member. */
    DeadMembers start() {
        connections.addConnectionListener(new ConnectionListener<ServerConnection>() {
            @Override
            public void connectionAdded(ServerConnection connection) {
                // Only the end of one is a sign.
            }

            @Override
            public void connectionRemoved(ServerConnection connection) {
                onThread(DeadMembers.this::onBroken);
            }
        });
        listening =
                thread.scheduleWithFixedDelay(() -> safely(this::listen), LISTEN_MS, LISTEN_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void close() {
        listening.cancel(false);
        thread.shutdownNow();
        callers.shutdownNow();
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(() -> safely(task));
        } catch (RejectedExecutionException closed) {
            log.trace("Nobody looks any more", closed);
        }
    }

    /** The schedule would end with the first task that fails. */
    private void safely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (hazelcast.getLifecycleService().isRunning()) {
                log.warn("The members of the cluster could not be judged", e);
            }
        }
    }

    /** Until nothing more breaks. */
    private void onBroken() {
        if (judgement != null) {
            judgement.cancel(false);
        }
        judgement = thread.schedule(() -> safely(this::judge), GATHER_MS, TimeUnit.MILLISECONDS);
    }

    private void judge() {
        List<Member> broken = others(this::isBroken);
        List<CompletableFuture<Boolean>> answers = broken.stream()
                .map(member -> CompletableFuture.supplyAsync(() -> answers(member), callers))
                .toList();
        List<Member> dead = new ArrayList<>();
        for (int i = 0; i < broken.size(); i++) {
            if (!answers.get(i).join()) {
                dead.add(broken.get(i));
            }
        }
        name(dead, "its connection broke, and nobody answers there");
    }

    private boolean isBroken(Member member) {
        Connection connection = connections.get(member.getAddress());
        return connection == null || !connection.isAlive();
    }

    /** A process that stands still is answered for by its machine. */
    private static boolean answers(Member member) {
        Address address = member.getAddress();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), ANSWER_MS);
            return true;
        } catch (IOException e) {
            log.debug("{} does not answer: {}", address, e.getMessage());
            return false;
        }
    }

    private void listen() {
        long nowNs = System.nanoTime();
        if (msBetween(listenedNs, nowNs) > STANDSTILL_MS) {
            standstillNs = nowNs;
        }
        listenedNs = nowNs;
        if (msBetween(standstillNs, nowNs) < RECOVERY_MS) {
            return;
        }
        if (!others(member -> silentMs(member) >= silenceMs).isEmpty()) {
            // They stopped at one moment, but were not heard at one.
            name(others(member -> silentMs(member) >= silenceMs - heartbeatMs), "it has been silent too long");
        }
    }

    private long silentMs(Member member) {
        long heardMs = cluster.getClusterHeartbeatManager().getLastHeartbeatTime(member);
        return heardMs == 0 ? 0 : hazelcast.getCluster().getClusterTime() - heardMs;
    }

    private static long msBetween(long beforeNs, long afterNs) {
        return TimeUnit.NANOSECONDS.toMillis(afterNs - beforeNs);
    }

    /** In the order in which they came. */
    private List<Member> others(Predicate<Member> which) {
        Set<Member> all = hazelcast.getCluster().getMembers();
        return all.stream()
                .filter(member -> !member.localMember())
                .filter(which)
                .toList();
    }

    private void name(List<Member> dead, String why) {
        List<Member> youngestFirst = new ArrayList<>(dead);
        Collections.reverse(youngestFirst);
        for (Member member : youngestFirst) {
            log.debug("{} is taken for dead: {}", member.getAddress(), why);
            cluster.suspectMember(member, why, true);
        }
    }
}
