package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.OperatorApi;
import org.anychat.contracts.OperatorEvents;
import org.anychat.runtime.SerialWorker;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the gateways of a cluster one dashboard: the same accounts, logins that count at each of them, wrong passwords
 * that count together, one audit log to read. What one knows it tells the others; who comes asks. Nothing of it is kept in the cluster, and the secrets of
 * browsers are not told. Lives on the gateway's context.
 */
final class OperatorSharing
        implements OperatorEvents, OperatorApi, NodeEvents, AdminSessions.Observer, AdminLogins.Attempts {
    private static final Logger log = LoggerFactory.getLogger(OperatorSharing.class);
    /** How often others hear that an operator goes on; much less than the shortest idle time. */
    private static final long RETELL_NS = TimeUnit.SECONDS.toNanos(10);

    /** A login so young others may not have heard of. */
    private static final long NEW_MS = 10_000;

    private static final int MAX_AUDIT = 200;
    private static final OperatorAccounts NO_ACCOUNTS = new OperatorAccounts(0, "");

    private final NodeId self;
    private final Bus bus;
    private final AdminSessions sessions;
    private final AdminAccounts accounts;
    private final AuditLog audit;
    private final LoginGuard guard;
    private final LongSupplier nowNs;
    private final OperatorEvents others;
    private final SerialWorker worker;
    private final Map<String, Long> toldNs = new HashMap<>();
    private final List<Future<Registration>> served = new ArrayList<>();
    /** Changed by the worker alone. */
    private volatile OperatorAccounts known = NO_ACCOUNTS;
    /** Whether the file was read since the start: what differs from then on somebody has changed. Changed by the worker alone. */
    private volatile boolean reviewed;

    /** Whose operators they are. */
    record Own(AdminSessions sessions, AdminAccounts accounts, AuditLog audit, LoginGuard guard) {}

    OperatorSharing(Vertx vertx, NodeId self, Bus bus, Own own, LongSupplier nowNs) {
        this.self = self;
        this.bus = bus;
        this.sessions = own.sessions();
        this.accounts = own.accounts();
        this.audit = own.audit();
        this.guard = own.guard();
        this.nowNs = nowNs;
        this.others = bus.publisher(OperatorEvents.class, Addresses.OPERATORS);
        this.worker = new SerialWorker(vertx, "admin-accounts");
        sessions.observe(this);
    }

    void start() {
        served.add(bus.serve(OperatorEvents.class, Addresses.OPERATORS, this));
        served.add(bus.serve(NodeEvents.class, Addresses.NODE_EVENTS, this));
        served.add(bus.serve(OperatorApi.class, Addresses.operators(self), this));
        Future.all(served).onSuccess(listening -> others.asked(new OperatorsAsked(self)));
        review();
        audit.load();
    }

    Future<Void> stop() {
        served.forEach(one -> one.onSuccess(Registration::close));
        return worker.close();
    }

    /** Tells of accounts that somebody has changed; to be called every few seconds. Done once they are told. */
    Future<Void> review() {
        return worker.run(this::changed)
                .<Void>map(changed -> {
                    changed.ifPresent(now -> tell(now, List.of(), List.of()));
                    return null;
                })
                .onFailure(failure -> log.warn("The operators' accounts cannot be told: {}", failure.getMessage()));
    }

    /** Blocks. What others have to be told. */
    private Optional<OperatorAccounts> changed() {
        OperatorAccounts before = known;
        known = current(before, reviewed);
        reviewed = true;
        return known.equals(before) ? Optional.empty() : Optional.of(known);
    }

    /**
     * Blocks. A file that is put there while the server runs is meant to count, though it says an older time or none. One
     * that was there at the start gives way to what others say was changed later: it may be an old copy.
     */
    private OperatorAccounts current(OperatorAccounts before, boolean running) {
        Optional<OperatorAccounts> read = accounts.copy();
        boolean older = running
                && read.isPresent()
                && read.get().changedMs() <= before.changedMs()
                && !read.get().text().equals(before.text());
        if (older) {
            accounts.renew(before);
        }
        return (older ? accounts.copy() : read).orElse(before);
    }

    private void tell(OperatorAccounts changed, List<AdminSession> logins, List<String> over) {
        others.told(new OperatorsTold(
                self, changed, logins.stream().map(this::login).toList(), over, null));
    }

    private void tellAll() {
        others.told(new OperatorsTold(
                self,
                known.text().isEmpty() ? null : known,
                sessions.all().stream().map(this::login).toList(),
                sessions.over(),
                guard.told(nowNs.getAsLong())));
    }

    private OperatorLogin login(AdminSession session) {
        AdminAccount account = session.account();
        return new OperatorLogin(
                session.id(),
                account.name(),
                account.role().label(),
                account.hash(),
                session.address(),
                sessions.ageMs(session),
                sessions.idleMs(session));
    }

    @Override
    public void onUsed(AdminSession session) {
        long now = nowNs.getAsLong();
        Long told = toldNs.get(session.id());
        if (told != null && now - told < RETELL_NS) {
            return;
        }
        toldNs.values().removeIf(at -> now - at >= RETELL_NS);
        toldNs.put(session.id(), now);
        // A new login may be of an account that the others do not know yet.
        Future<Void> reviewed = told == null ? review() : Future.succeededFuture();
        reviewed.onComplete(done -> {
            // It takes its account along: who has not heard of that yet would not let it in.
            boolean along = sessions.ageMs(session) < NEW_MS && !known.text().isEmpty();
            tell(along ? known : null, List.of(session), List.of());
        });
    }

    @Override
    public void onEnded(AdminSession session) {
        tell(null, List.of(), List.of(session.id()));
    }

    @Override
    public void told(OperatorsTold event) {
        if (event.from().equals(self)) {
            return;
        }
        Future<Void> adopted =
                event.accounts() == null ? Future.succeededFuture() : adopt(event.from(), event.accounts());
        if (event.guesses() != null) {
            guard.learn(event.guesses(), nowNs.getAsLong());
        }
        event.over().forEach(sessions::learnOver);
        if (!event.logins().isEmpty()) {
            adopted.compose(done -> worker.run(accounts::read))
                    .onSuccess(own -> event.logins().forEach(login -> learn(login, own)))
                    .onFailure(failure ->
                            log.warn("Logins of {} do not count here: {}", event.from(), failure.getMessage()));
        }
    }

    /** A login counts where its account does as it was logged in to. */
    private void learn(OperatorLogin login, List<AdminAccount> own) {
        AdminRole.of(login.role())
                .map(role -> new AdminAccount(login.account(), role, login.hash()))
                .filter(own::contains)
                .ifPresent(account -> sessions.learn(
                        login.digest(),
                        account,
                        login.address(),
                        TimeUnit.MILLISECONDS.toNanos(login.ageMs()),
                        TimeUnit.MILLISECONDS.toNanos(login.idleMs())));
    }

    @Override
    public void tried(String account, String address, Outcome outcome) {
        others.tried(new OperatorTried(self, account, address, outcome));
    }

    @Override
    public void tried(OperatorTried event) {
        if (event.from().equals(self)) {
            return;
        }
        switch (event.outcome()) {
            case BEGUN -> guard.count(event.account(), event.address(), nowNs.getAsLong());
            case RIGHT -> guard.succeeded(event.account(), event.address());
            case UNDECIDED -> guard.undecided(event.account(), event.address());
        }
    }

    /** Done in any case. What somebody has changed here since the last look is told, and counts, before. */
    private Future<Void> adopt(NodeId from, OperatorAccounts told) {
        if (reviewed) {
            review();
        }
        return worker.run(() -> {
                    Optional<OperatorAccounts> adopted = accounts.adopt(told, from.toString());
                    adopted.ifPresent(now -> known = now);
                    return adopted.isPresent();
                })
                .onSuccess(adopted -> {
                    if (adopted) {
                        log.info("The dashboard's accounts are those of {}", from);
                    }
                })
                .onFailure(failure ->
                        log.error("The dashboard's accounts of {} do not count here: {}", from, failure.getMessage()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    @Override
    public void asked(OperatorsAsked event) {
        if (!event.from().equals(self)) {
            tellAll();
        }
    }

    @Override
    public void joined(NodeJoined event) {
        if (event.node().equals(self)) {
            // Who was cut off may have missed something, and knows what others do not.
            others.asked(new OperatorsAsked(self));
            tellAll();
        }
    }

    @Override
    public void left(NodeLeft event) {
        // What it knew the others know.
    }

    @Override
    public Future<OperatorAccounts> accounts(GetAccounts request) {
        return worker.run(() -> accounts.copy().orElse(NO_ACCOUNTS));
    }

    @Override
    public Future<AuditEntries> audit(ReadAudit request) {
        int limit = Math.max(0, Math.min(request.limit(), MAX_ENTRIES));
        return Future.succeededFuture(new AuditEntries(audit.newest(limit)));
    }

    /** What operators have done at all gateways, the newest first, and the gateways that did not say. */
    Future<JsonObject> trail(Supplier<List<NodeId>> gateways) {
        Map<NodeId, Future<AuditEntries>> asked = new LinkedHashMap<>();
        asked.put(self, audit(new ReadAudit(MAX_AUDIT)));
        for (NodeId gateway : gateways.get()) {
            asked.computeIfAbsent(
                    gateway,
                    other -> bus.proxy(OperatorApi.class, Addresses.operators(other))
                            .audit(new ReadAudit(MAX_AUDIT)));
        }
        return Future.join(List.copyOf(asked.values()))
                .transform(done -> Future.succeededFuture(
                        new JsonObject().put("entries", entries(asked)).put("missing", missing(asked))));
    }

    private static JsonArray entries(Map<NodeId, Future<AuditEntries>> asked) {
        return new JsonArray(asked.values().stream()
                .filter(Future::succeeded)
                .flatMap(answer -> answer.result().entries().stream())
                .sorted(Comparator.comparingLong(AuditEntry::atMs).reversed())
                .limit(MAX_AUDIT)
                .map(JsonObject::mapFrom)
                .toList());
    }

    private static JsonArray missing(Map<NodeId, Future<AuditEntries>> asked) {
        return new JsonArray(asked.entrySet().stream()
                .filter(answer -> answer.getValue().failed())
                .map(answer -> answer.getKey().value())
                .toList());
    }
}
