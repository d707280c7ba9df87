package org.anychat.runtime.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.hazelcast.core.HazelcastInstance;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hazelcast's threads go on while Vert.x holds its lock, as it does for as long as it cleans up after a death. */
class BusMembershipTest {
    private static final long DEADLINE_SECONDS = 30;

    private final BusMembership membership = new BusMembership(
            (HazelcastInstance) Proxy.newProxyInstance(
                    HazelcastInstance.class.getClassLoader(),
                    new Class<?>[] {HazelcastInstance.class},
                    (proxy, method, arguments) -> {
                        throw new AssertionError("nobody asks");
                    }),
            () -> {});

    @AfterEach
    void end() {
        membership.end();
    }

    @Test
    void shouldKeepNobodyWhoTellsOfMembers() throws Exception {
        synchronized (membership) {
            soon(() -> membership.memberAdded(null));
            soon(() -> membership.memberRemoved(null));
        }
    }

    @Test
    void shouldKeepNobodyWhoEndsTheStay() throws Exception {
        synchronized (membership) {
            soon(() -> membership.stateChanged(null));
        }
    }

    private static void soon(Runnable telling) throws Exception {
        CompletableFuture.runAsync(telling).get(DEADLINE_SECONDS, SECONDS);
    }
}
