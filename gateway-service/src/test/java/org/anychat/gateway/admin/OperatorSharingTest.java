package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.OperatorApi;
import org.anychat.contracts.OperatorApi.AuditEntry;
import org.anychat.contracts.OperatorEvents;
import org.anychat.contracts.OperatorEvents.GuessCount;
import org.anychat.contracts.OperatorEvents.OperatorLogin;
import org.anychat.contracts.OperatorEvents.OperatorsTold;
import org.anychat.gateway.admin.AdminRefusal.Reason;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways on one bus, each with a folder of its own: one dashboard. */
class OperatorSharingTest {
    private static final String PASSWORD = "a long password";
    private static final String GUESSER = "203.0.113.9";
    private static final long IDLE_MS = 60_000;
    private static final long LIFE_MS = 600_000;

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final AtomicLong nowNs = new AtomicLong();
    private final List<Gateway> gateways = new ArrayList<>();
    private Gateway one;
    private Gateway two;

    /** What a gateway has of operators, on a context of its own. */
    private final class Gateway {
        final NodeId node;
        final Context context = vertx.getOrCreateContext();
        final AdminAccounts accounts;
        final AdminSessions sessions = new AdminSessions(new SecureRandom(), nowNs::get, IDLE_MS, LIFE_MS);
        final AuditLog audit;
        final LoginGuard guard = new LoginGuard();
        final AdminLogins logins;
        final OperatorSharing sharing;

        Gateway(String name) throws IOException {
            node = new NodeId(name);
            Path folder = Files.createDirectories(home.resolve(name));
            accounts = new AdminAccounts(folder);
            audit = new AuditLog(vertx, folder);
            OperatorSharing.Own own = new OperatorSharing.Own(sessions, accounts, audit, guard);
            sharing = new OperatorSharing(vertx, node, bus, own, nowNs::get);
            logins = new AdminLogins(vertx, own, sharing, nowNs::get);
            gateways.add(this);
        }

        /** With the account of Ann. */
        Gateway with(AdminRole role) {
            accounts.add("ann", role, PASSWORD);
            return this;
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
            gateway.logins.close();
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

    /** The first one has Ann's account. */
    private void startTwo(AdminRole role) throws IOException {
        one = new Gateway("one").with(role).start();
        two = new Gateway("two").start();
    }

    private String logInAtOneForBoth() {
        String secret = one.logIn("ann");
        until("the other takes it", () -> two.knows(secret));
        return secret;
    }

    @Test
    void shouldTakeALoginOfAnotherGateway() throws IOException {
        startTwo(AdminRole.OPERATOR);

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
        startTwo(AdminRole.OPERATOR);
        String secret = logInAtOneForBoth();
        AdminSession session = two.on(() -> two.sessions.find(secret).orElseThrow());

        two.on(() -> {
            two.sessions.end(session);
            return null;
        });

        until("it is over", () -> !one.knows(secret));
        // A gateway that was cut off meanwhile.
        tell(session.id(), session.account());
        String other = one.logIn("ann");
        until("they have talked", () -> two.knows(other));
        assertFalse(one.knows(secret) || two.knows(secret));
    }

    @Test
    void shouldTakeLoginsOfAccountsThatItHasAlone() throws IOException {
        startTwo(AdminRole.OPERATOR);
        until("both know", () -> two.roleOf("ann").isPresent());
        AdminAccount ann = one.accounts.read().get(0);

        tell("removed", new AdminAccount("mallory", AdminRole.ADMIN, ann.hash()));
        tell("promoted", new AdminAccount("ann", AdminRole.ADMIN, ann.hash()));
        tell("good", ann);

        until("what is told last is known", () -> ids(one).contains("good") && ids(two).contains("good"));
        assertEquals(Set.of("good"), ids(one));
        assertEquals(Set.of("good"), ids(two));
    }

    private Set<String> ids(Gateway gateway) {
        return gateway.on(
                () -> gateway.sessions.all().stream().map(AdminSession::id).collect(Collectors.toSet()));
    }

    private void tell(String digest, AdminAccount account) {
        OperatorLogin login =
                new OperatorLogin(digest, account.name(), account.role().label(), account.hash(), "192.0.2.1", 0, 0);
        bus.publisher(OperatorEvents.class, Addresses.OPERATORS)
                .told(new OperatorsTold(new NodeId("late"), null, List.of(login), List.of(), null));
    }

    @Test
    void shouldTakeALoginRightAfterItsAccountWasMade() throws IOException {
        startTwo(AdminRole.OPERATOR);
        until("both know", () -> two.roleOf("ann").isPresent());
        one.accounts.add("bob", AdminRole.VIEWER, PASSWORD);

        String secret = one.logIn("bob");

        until("the other takes it", () -> two.knows(secret));
    }

    /** An old copy of the accounts, as a backup or a mounted secret has them, must not bring back who was removed. */
    @Test
    void shouldNotTellOfAnOldCopyAtTheStart() throws IOException {
        startTwo(AdminRole.ADMIN);
        until("both know", () -> two.roleOf("ann").isPresent());
        Path kept = home.resolve("two").resolve(AdminAccounts.FILE);
        String old = Files.readString(kept);
        one.accounts.add("bob", AdminRole.ADMIN, PASSWORD);
        one.accounts.remove("ann");
        one.review();
        until("she is removed everywhere", () -> two.roleOf("ann").isEmpty());

        for (String copy : List.of(old, old.replaceAll("(?m)^# changed .*\n", ""))) {
            Gateway three = new Gateway("three" + copy.length());
            Files.writeString(home.resolve(three.node.value()).resolve(AdminAccounts.FILE), copy);
            three.start();
            until("it takes what counts", () -> three.roleOf("ann").isEmpty());
        }
        assertEquals(Optional.empty(), one.roleOf("ann"));
        assertEquals(one.accounts.copy(), two.accounts.copy());
    }

    @Test
    void shouldTellWhoComesLater() throws IOException {
        one = new Gateway("one").with(AdminRole.ADMIN).start();
        String secret = one.logIn("ann");

        two = new Gateway("two").start();

        until("the newcomer knows", () -> two.knows(secret) && two.roleOf("ann").isPresent());
        assertEquals(one.accounts.copy(), two.accounts.copy());
    }

    @Test
    void shouldCountWhatAnOperatorDoesAtAnotherGateway() throws IOException {
        startTwo(AdminRole.ADMIN);
        String secret = logInAtOneForBoth();

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
        two = new Gateway("two");
        two.accounts.makeFirst(new SecureRandom());
        one = new Gateway("one").with(AdminRole.VIEWER).start();
        two.start();
        until("what somebody has chosen counts", () -> two.roleOf("ann").isPresent());
        assertTrue(two.roleOf(AdminAccounts.FIRST).isEmpty());

        two.accounts.role("ann", AdminRole.ADMIN);
        two.review();

        until("the change counts", () -> one.roleOf("ann").equals(Optional.of(AdminRole.ADMIN)));
    }

    @Test
    void shouldTakeAFileThatIsPutThereThoughItIsOlder() throws IOException {
        startTwo(AdminRole.VIEWER);
        until("both know", () -> two.roleOf("ann").isPresent());

        Path file = home.resolve("one").resolve(AdminAccounts.FILE);
        await(one.on(one.sharing::review));
        String hand = Files.readString(file).replace(":viewer:", ":operator:");
        Files.writeString(file, hand.replaceAll("(?m)^# changed .*\n", "# changed 2020-01-01T00:00:00Z\n"));
        one.review();

        until("it counts", () -> two.roleOf("ann").equals(Optional.of(AdminRole.OPERATOR)));
        assertEquals(Optional.of(AdminRole.OPERATOR), one.roleOf("ann"));
    }

    /** What another gateway has told must not pass for a change by hand at this one. */
    @Test
    void shouldNotCallThoseOfTheFirstStartChosenAsTheyAreTakenOver() throws IOException {
        one = new Gateway("one");
        one.accounts.makeFirst(new SecureRandom());
        two = new Gateway("two");
        two.accounts.makeFirst(new SecureRandom());
        two.start();
        await(two.on(two.sharing::review));
        String own = two.accounts.copy().orElseThrow().text();
        String others = one.accounts.copy().orElseThrow().text();
        String later = own.compareTo(others) > 0 ? "~" + others : others;
        OperatorsTold told = new OperatorsTold(
                one.node,
                new OperatorEvents.OperatorAccounts(
                        two.accounts.copy().orElseThrow().changedMs(), later.replace("~#", "#~")),
                List.of(),
                List.of(),
                null);

        await(two.on(() -> {
            two.sharing.told(told);
            return two.sharing.review();
        }));

        assertEquals(told.accounts(), two.accounts.copy().orElseThrow());
    }

    @Test
    void shouldNameGatewaysWhoseAuditLogIsMissing() throws IOException {
        startTwo(AdminRole.VIEWER);
        NodeId gone = new NodeId("gone");

        JsonObject seen = await(one.on(() -> one.sharing.trail(() -> List.of(one.node, two.node, gone))));

        assertEquals(new JsonArray().add(gone.value()), seen.getJsonArray("missing"));
    }

    @Test
    void shouldShowWhatWasDoneBeforeTheStart() throws IOException {
        String target = "x".repeat(300);
        Gateway before = new Gateway("one");
        before.on(() -> {
            for (int i = 0; i < OperatorApi.MAX_ENTRIES + 300; i++) {
                before.audit.note("ann", "192.0.2.1", "action " + i, target, "done");
            }
            return null;
        });
        Path log = home.resolve("one").resolve(AuditLog.FILE);
        String last = "action " + (OperatorApi.MAX_ENTRIES + 299);
        until("it is written", () -> contains(log, last));
        Files.writeString(log, "not an entry\n", StandardOpenOption.APPEND);

        AuditLog after = new AuditLog(vertx, home.resolve("one"));
        before.on(() -> {
            after.load();
            after.note("bob", "192.0.2.2", "first after the start", "", "done");
            return null;
        });

        until("it is read", () -> before.on(() -> after.newest(10)).size() == 10);
        List<AuditEntry> newest = before.on(() -> after.newest(10_000));
        assertEquals("first after the start", newest.get(0).action());
        assertEquals(last, newest.get(1).action());
        assertTrue(newest.size() <= OperatorApi.MAX_ENTRIES);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldReadOneAuditLog() throws IOException {
        startTwo(AdminRole.VIEWER);
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

    private static Reason tryAt(Gateway gateway, String name, String password, String address) {
        Future<AdminSessions.Created> tried = gateway.on(() -> gateway.logins.login(name, password, address));
        return await(tried.map((Reason) null)
                .recover(failure -> failure instanceof AdminRefusal refusal
                        ? Future.succeededFuture(refusal.reason())
                        : Future.failedFuture(failure)));
    }

    /** Each gateway allows as many guesses as are left at all of them. */
    @Test
    void shouldCountWrongPasswordsTogether() throws IOException {
        startTwo(AdminRole.ADMIN);
        until("both know", () -> two.roleOf("ann").isPresent());
        for (int i = 0; i < LoginGuard.ADDRESS_FAILURES; i++) {
            Gateway at = i % 2 == 0 ? one : two;
            assertEquals(Reason.WRONG, tryAt(at, "nobody" + i, "a guess of many", GUESSER));
            int tried = i + 1;
            until("both count", () -> count(one) == tried && count(two) == tried);
        }

        assertEquals(Reason.LOCKED, tryAt(one, "ann", PASSWORD, GUESSER));
        assertEquals(Reason.LOCKED, tryAt(two, "ann", PASSWORD, GUESSER));
        assertNull(tryAt(two, "ann", PASSWORD, "192.0.2.200"));
    }

    private int count(Gateway gateway) {
        return gateway.on(() -> gateway.guard.told(nowNs.get()).counts().stream()
                .filter(count -> count.key().equals("address " + AddressPattern.ownerOf(GUESSER)))
                .mapToInt(GuessCount::count)
                .sum());
    }

    @Test
    void shouldCountWhatWasTriedBeforeAGatewayCame() throws IOException {
        one = new Gateway("one").with(AdminRole.ADMIN).start();
        assertNull(tryAt(one, "ann", PASSWORD, "192.0.2.200"));
        for (int i = 0; i < LoginGuard.ACCOUNT_FAILURES; i++) {
            assertEquals(Reason.WRONG, tryAt(one, "ann", "a guess of many", "198.51.100." + i));
        }

        two = new Gateway("two").start();

        until(
                "the newcomer counts",
                () -> two.on(() -> two.guard.told(nowNs.get()).counts().size() > LoginGuard.ACCOUNT_FAILURES));
        until("it has the accounts", () -> two.roleOf("ann").isPresent());
        assertEquals(Reason.LOCKED, tryAt(two, "ann", PASSWORD, GUESSER));
        assertNull(tryAt(two, "ann", PASSWORD, "192.0.2.200"));
    }

    @Test
    void shouldForgetEverywhereWithTheRightPassword() throws IOException {
        startTwo(AdminRole.ADMIN);
        until("both know", () -> two.roleOf("ann").isPresent());
        for (int i = 1; i < LoginGuard.ADDRESS_FAILURES; i++) {
            assertEquals(Reason.WRONG, tryAt(one, "ann", "a guess of many", GUESSER));
        }
        until("the other counts", () -> count(two) == LoginGuard.ADDRESS_FAILURES - 1);

        assertNull(tryAt(one, "ann", PASSWORD, GUESSER));

        until("the other forgets", () -> count(two) == 0);
    }
}
