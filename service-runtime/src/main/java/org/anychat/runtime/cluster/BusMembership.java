package org.anychat.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.lang.reflect.Field;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x's view of the membership, on a thread of its own. After each death Vert.x asks the whole cluster for what the dead
 * process has served, and waits for the answers, up to ten seconds for each where a partition has no owner yet. By itself
 * it does so on the thread on which Hazelcast tells everybody of everything, and with a lock that Hazelcast's shutdown
 * waits for (5.0.10): one process in the middle of it learnt of nothing, and one that wanted to join anew stayed a member.
 */
// Not to be kept by the lock is what it is for; its own thread takes it.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class BusMembership extends HazelcastClusterManager {
    private static final Logger log = LoggerFactory.getLogger(BusMembership.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "bus-membership");
        made.setDaemon(true);
        return made;
    });

    private final Runnable onForgotten;

    /** The second hears each time that Vert.x has forgotten what the dead have served, so that nothing is sent there. */
    BusMembership(HazelcastInstance hazelcast, Runnable onForgotten) {
        super(hazelcast);
        this.onForgotten = onForgotten;
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        later(() -> super.memberAdded(event));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        later(() -> {
            try {
                super.memberRemoved(event);
            } finally {
                onForgotten.run();
            }
        });
    }

    /** Of interest after a split alone, and then the process joins anew. */
    @Override
    public void stateChanged(LifecycleEvent event) {}

    /** The stay is over: what is still to be cleaned up is nobody's business here. */
    void end() {
        thread.shutdownNow();
    }

    /**
     * The bus has been closed: ends the thread on which Vert.x gathers changes of addresses. By itself it stays, one for
     * each stay in a cluster, as the executor behind it is shut down by nobody (5.0.10). Only private fields lead there: the
     * cluster manager makes the helper that has it, the helper the executor, and neither takes another from outside.
     */
    void endGathering() {
        try {
            Object helper = field(HazelcastClusterManager.class, this, "subsMapHelper");
            if (helper != null) {
                Object throttling = field(helper.getClass(), helper, "throttling");
                // In order, as whoever closes the bus late may wait for what has been gathered.
                ((ExecutorService) field(throttling.getClass(), throttling, "executorService")).shutdown();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.warn("A thread of the cluster's event bus stays behind; this version of Vert.x is another one", e);
        }
    }

    private static Object field(Class<?> owner, Object of, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException ended) {
            // Nobody uses this bus any more.
        }
    }
}
