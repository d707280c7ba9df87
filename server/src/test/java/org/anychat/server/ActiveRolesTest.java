package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.cluster.ClusterAwayException;
import org.anychat.runtime.cluster.ClusterMember;
import org.anychat.runtime.config.ServiceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what is done about it. */
class ActiveRolesTest {
    private static final NodeId SELF = new NodeId("self");
    private static final int PAUSE_MS = 1;
    private static final ClusterMember OWN = member(SELF);
    private static final ClusterMember OTHER = member(new NodeId("other"));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    /** Why the next attempts to deploy fail. */
    private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
    /** What those wait for that do not fail. */
    private volatile Future<Void> untilDeployed = Future.succeededFuture();

    private final ActiveRoles roles =
            new ActiveRoles(vertx.getOrCreateContext(), SELF, Set.of(ServiceKind.AUTH), new Stage(), PAUSE_MS);

    private static ClusterMember member(NodeId node) {
        return new ClusterMember(node, Set.of(ServiceKind.AUTH), "", "1");
    }

    private final class Stage implements ActiveRoles.Stage {
        @Override
        public Future<String> deploy(ServiceKind service) {
            done.add("deploy " + service.label());
            RuntimeException obstacle = failures.poll();
            if (obstacle != null) {
                return Future.failedFuture(obstacle);
            }
            return untilDeployed.map(service.label());
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

    @Test
    void shouldTryAgainWhereTheClusterIsAwayUntilItIsThere() throws InterruptedException {
        takeAnotherTurnFirst();
        addFailures(2 * ActiveRoles.MAX_ATTEMPTS, new ClusterAwayException("the cluster is away"));

        roles.onMembers(List.of(OWN));

        for (int i = 0; i <= 2 * ActiveRoles.MAX_ATTEMPTS; i++) {
            assertEquals("deploy auth", next());
        }
        await(roles.stop());
        assertEquals("undeploy auth", next());
        assertNull(done.poll());
    }

    @Test
    void shouldStartOnceTheClusterIsThereWhereItIsAwayAtFirst() throws InterruptedException {
        addFailures(1, new ClusterAwayException("the cluster is away"));

        roles.onMembers(List.of(OWN));

        await(roles.settled());
        assertEquals(List.of("deploy auth", "deploy auth"), List.of(next(), next()));
        assertEquals(Optional.empty(), roles.obstacle());
    }

    @Test
    void shouldSayWhyItIsNotTheActiveOneYet() throws InterruptedException {
        takeAnotherTurnFirst();
        addFailures(1, new ClusterAwayException("the cluster is away"));
        Promise<Void> again = Promise.promise();
        untilDeployed = again.future();

        roles.onMembers(List.of(OWN));
        assertEquals("deploy auth", next());
        assertEquals("deploy auth", next());

        assertEquals(Optional.of("it could not become the active auth yet: the cluster is away"), roles.obstacle());
        again.complete();
        roles.onMembers(List.of(OWN, OTHER));
        await(roles.stop());
        assertEquals(Optional.empty(), roles.obstacle());
    }

    @Test
    void shouldLeaveItsTurnToAnotherThatHasTakenItMeanwhile() throws InterruptedException {
        takeAnotherTurnFirst();
        addFailures(1, new ClusterAwayException("the cluster is away"));
        roles.onMembers(List.of(OWN));
        assertEquals("deploy auth", next());

        roles.onAway();
        roles.onMembers(List.of(OTHER, OWN));

        String last = next();
        assertEquals("stand by as auth", last.equals("deploy auth") ? nextAfterUndeploying() : last);
    }

    /** Its second attempt may have come before the cluster went away. */
    private String nextAfterUndeploying() throws InterruptedException {
        assertEquals("undeploy auth", next());
        return next();
    }

    @Test
    void shouldGiveUpAtOnceWhereTheAdministratorHasToHelp() throws InterruptedException {
        takeAnotherTurnFirst();
        addFailures(1, new StartException(ExitCode.LICENSE, "expired"));

        roles.onMembers(List.of(OWN));

        assertEquals(List.of("deploy auth", "failed"), List.of(next(), next()));
    }

    @Test
    void shouldLeaveItsTurnToOthersWhereItFailsForLong() throws InterruptedException {
        takeAnotherTurnFirst();
        addFailures(ActiveRoles.MAX_ATTEMPTS, new IllegalStateException("no such file"));

        roles.onMembers(List.of(OWN));

        for (int i = 0; i < ActiveRoles.MAX_ATTEMPTS; i++) {
            assertEquals("deploy auth", next());
        }
        assertEquals("failed", next());
    }

    @Test
    void shouldNotStartWhereWhatItNeedsIsMissingFromTheBeginning() throws InterruptedException {
        addFailures(1, new IllegalStateException("no such file"));

        roles.onMembers(List.of(OWN));

        assertThrows(CompletionException.class, () -> await(roles.settled()));
        assertEquals(List.of("deploy auth", "failed"), List.of(next(), next()));
    }

    private void takeAnotherTurnFirst() throws InterruptedException {
        roles.onMembers(List.of(OTHER, OWN));
        await(roles.settled());
        assertEquals("stand by as auth", next());
    }

    private void addFailures(int count, RuntimeException failure) {
        failures.addAll(Collections.nCopies(count, failure));
    }

    private String next() throws InterruptedException {
        return done.poll(20, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
