package org.anychat.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Vert.x's view of the membership, on a thread of its own. After each death Vert.x asks the whole cluster for what the dead
 * process has served, and waits for the answers, up to ten seconds for each where a partition has no owner yet. By itself
 * it does so on the thread on which Hazelcast tells everybody of everything, and with a lock that Hazelcast's shutdown
 * waits for (5.0.10): one process in the middle of it learnt of nothing, and one that wanted to join anew stayed a member.
 */
// Not to be kept by the lock is what it is for; its own thread takes it.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class BusMembership extends HazelcastClusterManager {
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

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException ended) {
            // Nobody uses this bus any more.
        }
    }
}
