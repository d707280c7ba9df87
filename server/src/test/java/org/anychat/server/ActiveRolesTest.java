package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.cluster.ClusterMember;
import org.anychat.runtime.config.ServiceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what is done about it. */
class ActiveRolesTest {
    private static final NodeId SELF = new NodeId("self");
    private static final ClusterMember OWN = member(SELF);
    private static final ClusterMember OTHER = member(new NodeId("other"));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final ActiveRoles roles =
            new ActiveRoles(vertx.getOrCreateContext(), SELF, Set.of(ServiceKind.AUTH), new Stage());

    private static ClusterMember member(NodeId node) {
        return new ClusterMember(node, Set.of(ServiceKind.AUTH), "", "1");
    }

    private final class Stage implements ActiveRoles.Stage {
        @Override
        public Future<String> deploy(ServiceKind service) {
            done.add("deploy " + service.label());
            return Future.succeededFuture(service.label());
        }

        @Override
        public Future<Void> undeploy(String deployment) {
            done.add("undeploy " + deployment);
            return Future.succeededFuture();
        }

        @Override
        public void standBy(ServiceKind service) {
            done.add("stand by as " + service.label());
        }

        @Override
        public void onFailed(ServiceKind service, Throwable failure) {
            done.add("failed");
        }
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void shouldPrepareWhileAnotherIsActiveAndServeWhenThatHasGone() throws InterruptedException {
        roles.onMembers(List.of(OTHER, OWN));
        assertEquals("stand by as auth", next());

        roles.onMembers(List.of(OWN));
        assertEquals("deploy auth", next());
    }

    @Test
    void shouldPrepareAnewForNobodyWhoIsStillActive() throws InterruptedException {
        roles.onMembers(List.of(OTHER, OWN));
        roles.onMembers(List.of(OTHER, OWN, member(new NodeId("third"))));
        await(roles.stop());

        assertEquals("stand by as auth", next());
        assertNull(done.poll());
    }

    @Test
    void shouldTakeItsServicesAwayWhileItHasNoCluster() throws InterruptedException {
        roles.onMembers(List.of(OWN, OTHER));
        assertEquals("deploy auth", next());

        roles.onAway();
        assertEquals("undeploy auth", next());
    }

    private String next() throws InterruptedException {
        return done.poll(20, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
