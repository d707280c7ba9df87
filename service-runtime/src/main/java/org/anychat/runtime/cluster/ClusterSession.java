package org.anychat.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stay in a cluster: an instance of Hazelcast and, once that is where it should be, a clustered Vert.x. Blocks. */
final class ClusterSession {
    private static final Logger log = LoggerFactory.getLogger(ClusterSession.class);
    private static final int CONNECT_MS = 2_000;
    private static final int PING_MS = 2_000;
    private static final long START_SECONDS = 30;
    private static final long CLOSE_SECONDS = 5;

    private final HazelcastInstance hazelcast;
    private final DeadMembers deadMembers;
    private final BusMembership membership;
    private Vertx vertx;

    private ClusterSession(HazelcastInstance hazelcast, Runnable onForgotten) {
        this.hazelcast = hazelcast;
        this.deadMembers = new DeadMembers(
                        hazelcast,
                        TimeUnit.SECONDS.toMillis(HazelcastConfigs.SILENCE_SECONDS),
                        TimeUnit.SECONDS.toMillis(HazelcastConfigs.HEARTBEAT_SECONDS))
                .start();
        this.membership = new BusMembership(hazelcast, onForgotten);
    }

    /** Hears of what changes a stay. Called on threads of Hazelcast. */
    interface Watcher {
        /** May come late. */
        void onMembersChanged();

        /** The stay is over though nobody here has ended it. */
        void onLost(String reason);
    }

    /** The last one hears of each process that the event bus sends nothing to any more. */
    static ClusterSession join(
            ClusterIdentity identity,
            ClusterMember self,
            InetSocketAddress own,
            List<InetSocketAddress> members,
            Runnable onForgotten) {
        String vertxNode = UUID.randomUUID().toString();
        HazelcastClock.install();
        return new ClusterSession(
                Hazelcast.newHazelcastInstance(
                        HazelcastConfigs.config(identity.clusterName(), self, vertxNode, own, members)),
                onForgotten);
    }

    void watch(Watcher watcher) {
        hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                watcher.onMembersChanged();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                watcher.onMembersChanged();
            }
        });
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGING || event.getState() == LifecycleState.MERGED) {
                watcher.onLost("the cluster was split and is one again");
            } else if (event.getState() == LifecycleState.SHUTTING_DOWN) {
                watcher.onLost("the shared state has shut down");
            }
        });
    }

    /**
     * Who is in the cluster, with the stay of each: whoever has left and come back has another one. To be looked at
     * several times a second. Hazelcast's listeners may hear of it late: a thread that tells them waits while Vert.x asks
     * the whole cluster for what a dead process has served.
     */
    List<Stay> stays() {
        return hazelcast.getCluster().getMembers().stream()
                .flatMap(member -> MemberAttributes.read(member).map(read -> new Stay(member.getUuid(), read)).stream())
                .toList();
    }

    /** A member, and which of its stays it is. */
    record Stay(UUID id, ClusterMember member) {}

    /** In the order in which they came. */
    List<ClusterMember> members() {
        return stays().stream().map(Stay::member).toList();
    }

    /** Opens the event bus between the members. */
    Vertx openBus(ClusterIdentity identity, String host, int port) throws TimeoutException {
        ClusterIdentity.Credentials credentials = identity.credentials(Instant.now());
        EventBusOptions bus = new EventBusOptions()
                .setHost(host)
                .setClusterPublicHost(host)
                .setPort(port)
                .setSsl(true)
                .setKeyCertOptions(credentials.own())
                .setTrustOptions(credentials.trusted())
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setConnectTimeout(CONNECT_MS)
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS)
                .setTcpNoDelay(true);
        VertxOptions options = new VertxOptions()
                .setEventBusOptions(bus)
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4)
                // It reads no files, and its cache would stay in the temporary folder after a kill.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                .setPreferNativeTransport(true);
        Future<Vertx> built =
                Vertx.builder().with(options).withClusterManager(membership).buildClustered();
        try {
            vertx = built.await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // What comes too late would keep the port from the next attempt.
            built.compose(Vertx::close).onComplete(closed -> membership.endGathering());
            throw e;
        }
        return vertx;
    }

    /** Null once it has shut down. */
    HazelcastInstance hazelcast() {
        return hazelcast.getLifecycleService().isRunning() ? hazelcast : null;
    }

    /** Whether what is written down here has its copies. */
    boolean isSafe() {
        HazelcastInstance running = hazelcast();
        return running != null && running.getPartitionService().isLocalMemberSafe();
    }

    /** Takes leave of the others, who then do not wait for this process. */
    void leave() {
        closeBus();
        membership.end();
        hazelcast.shutdown();
        deadMembers.close();
    }

    /** Ends a stay in which the others may not answer any more. */
    void abandon() {
        deadMembers.close();
        membership.end();
        hazelcast.getLifecycleService().terminate();
        closeBus();
    }

    private void closeBus() {
        try {
            Future<Void> closed = vertx == null ? Future.succeededFuture() : vertx.close();
            closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            // Any: waiting for a future throws what that failed with.
            log.debug("The cluster's event bus was left without a farewell", e);
        } finally {
            membership.endGathering();
        }
    }
}
