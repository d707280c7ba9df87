package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways on one bus, each with a folder of its own: one dashboard. */
class OperatorSharingTest {
    private static final String PASSWORD = "a long password";
    private static final long IDLE_MS = 60_000;
    private static final long LIFE_MS = 600_000;

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final AtomicLong nowNs = new AtomicLong();
    private final List<Gateway> gateways = new ArrayList<>();

    /** What a gateway has of operators, on a context of its own. */
    private final class Gateway {
        final NodeId node;
        final Context context = vertx.getOrCreateContext();
        final AdminAccounts accounts;
        final AdminSessions sessions = new AdminSessions(new SecureRandom(), nowNs::get, IDLE_MS, LIFE_MS);
        final AuditLog audit;
        final OperatorSharing sharing;

        Gateway(String name) throws IOException {
            node = new NodeId(name);
            Path folder = Files.createDirectories(home.resolve(name));
            accounts = new AdminAccounts(folder);
            audit = new AuditLog(vertx, folder);
            sharing = new OperatorSharing(
                    vertx, node, bus, new OperatorSharing.Own(sessions, accounts, audit), nowNs::get);
            gateways.add(this);
        }

        Gateway start() {
            on(() -> {
                sharing.start();
                return null;
            });
            return this;
        }

        <T> T on(Supplier<T> work) {
            Promise<T> done = Promise.promise();
            context.runOnContext(here -> done.complete(work.get()));
            return await(done.future());
        }

        String logIn(String name) {
            AdminAccount account = accounts.read().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return on(() -> sessions.create(account, "192.0.2.1").secret());
        }

        boolean knows(String secret) {
            return on(() -> sessions.find(secret).isPresent());
        }

        Optional<AdminRole> roleOf(String name) {
            return accounts.read().stream()
                    .filter(account -> account.name().equals(name))
                    .map(AdminAccount::role)
                    .findFirst();
        }

        void review() {
            on(() -> {
                sharing.review();
                return null;
            });
        }
    }

    @AfterEach
    void stop() {
        gateways.forEach(gateway -> gateway.on(() -> {
            gateway.sharing.stop();
            return null;
        }));
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private void until(String what, BooleanSupplier there) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!there.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, "in vain: " + what);
            await(vertx.timer(10, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void shouldTakeALoginOfAnotherGateway() throws IOException {
        Gateway one = new Gateway("one");
        one.accounts.add("ann", AdminRole.OPERATOR, PASSWORD);
        one.start();
        Gateway two = new Gateway("two").start();

        String secret = one.logIn("ann");

        until("the other takes it", () -> two.knows(secret));
        assertEquals(
                AdminRole.OPERATOR,
                two.on(() -> two.sessions.find(secret).orElseThrow()).account().role());
        assertEquals(
                one.on(() -> one.sessions.find(secret).orElseThrow()).csrf(),
                two.on(() -> two.sessions.find(secret).orElseThrow()).csrf());
        assertFalse(two.knows(secret.replace(secret.charAt(0), secret.charAt(0) == 'a' ? 'b' : 'a')));
    }

    @Test
    void shouldEndALoginEverywhereAndNotTakeItBack() throws IOException {
        Gateway one = new Gateway("one");
        one.accounts.add("ann", AdminRole.OPERATOR, PASSWORD);
        one.start();
        Gateway two = new Gateway("two").start();
        String secret = one.logIn("ann");
        until("the other takes it", () -> two.knows(secret));

        two.on(() -> {
            two.sessions.find(secret).ifPresent(two.sessions::end);
            return null;
        });

        until("it is over", () -> !one.knows(secret));
        Gateway three = new Gateway("three").start();
        three.accounts.add("bob", AdminRole.VIEWER, PASSWORD);
        String other = three.logIn("bob");
        until("they have talked", () -> one.knows(other) && two.knows(other));
        assertFalse(one.knows(secret) || two.knows(secret) || three.knows(secret));
    }

    @Test
    void shouldTellWhoComesLater() throws IOException {
        Gateway one = new Gateway("one");
        one.accounts.add("ann", AdminRole.ADMIN, PASSWORD);
        one.start();
        String secret = one.logIn("ann");

        Gateway two = new Gateway("two").start();

        until("the newcomer knows", () -> two.knows(secret) && two.roleOf("ann").isPresent());
        assertEquals(one.accounts.copy(), two.accounts.copy());
    }

    @Test
    void shouldCountWhatAnOperatorDoesAtAnotherGateway() throws IOException {
        Gateway one = new Gateway("one");
        one.accounts.add("ann", AdminRole.ADMIN, PASSWORD);
        one.start();
        Gateway two = new Gateway("two").start();
        String secret = one.logIn("ann");
        until("the other takes it", () -> two.knows(secret));

        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(IDLE_MS - 1));
        two.on(() -> {
            two.sessions.use(two.sessions.find(secret).orElseThrow());
            return null;
        });
        until(
                "the first has heard",
                () -> one.on(
                        () -> one.sessions.idleMs(one.sessions.all().iterator().next()) == 0));
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(IDLE_MS));
        assertTrue(one.knows(secret));
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertFalse(one.knows(secret) || two.knows(secret));
    }

    @Test
    void shouldTakeTheAccountsThatWereChangedLast() throws IOException {
        Gateway one = new Gateway("one");
        Gateway two = new Gateway("two");
        two.accounts.makeFirst(new SecureRandom());
        one.accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        one.start();
        two.start();
        until("what somebody has chosen counts", () -> two.roleOf("ann").isPresent());
        assertTrue(two.roleOf(AdminAccounts.FIRST).isEmpty());

        two.accounts.role("ann", AdminRole.ADMIN);
        two.review();

        until("the change counts", () -> one.roleOf("ann").equals(Optional.of(AdminRole.ADMIN)));
    }

    @Test
    void shouldTakeAFileThatIsPutThereThoughItIsOlder() throws IOException {
        Gateway one = new Gateway("one");
        one.accounts.add("ann", AdminRole.VIEWER, PASSWORD);
        one.start();
        Gateway two = new Gateway("two").start();
        until("both know", () -> two.roleOf("ann").isPresent());

        Path file = home.resolve("one").resolve(AdminAccounts.FILE);
        Files.writeString(file, Files.readString(file).replace(":viewer:", ":operator:"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(5_000));
        one.review();

        until("it counts", () -> two.roleOf("ann").equals(Optional.of(AdminRole.OPERATOR)));
        assertEquals(Optional.of(AdminRole.OPERATOR), one.roleOf("ann"));
    }

    @Test
    void shouldReadOneAuditLog() throws IOException {
        Gateway one = new Gateway("one").start();
        Gateway two = new Gateway("two").start();
        one.on(() -> {
            one.audit.note("ann", "192.0.2.1", "kick", "", "done");
            return null;
        });
        two.on(() -> {
            two.audit.note("bob", "192.0.2.2", "mute", "", "done");
            return null;
        });

        String seen = await(one.on(() -> one.sharing.trail(() -> List.of(one.node, two.node))))
                .encode();

        assertTrue(seen.contains("\"ann\"") && seen.contains("\"bob\""), seen);
    }
}
