package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.anychat.contracts.OperatorEvents.Outcome;
import org.anychat.gateway.admin.AdminRefusal.Reason;
import org.anychat.runtime.SerialWorker;
import org.anychat.runtime.password.PasswordHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks operators' passwords, on a thread of its own, a few at a time. Lives on the gateway's context. */
final class AdminLogins {
    private static final Logger log = LoggerFactory.getLogger(AdminLogins.class);
    private static final int MAX_PENDING = 8;
    private static final int MAX_NAME = 64;
    private static final int MAX_PASSWORD = 256;

    private final AdminAccounts accounts;
    private final AdminSessions sessions;
    private final AuditLog audit;
    private final LoginGuard guard;
    private final Attempts attempts;
    private final LongSupplier nowNs;
    private final SerialWorker worker;
    private int pending;

    /** Hears of attempts, so that others count them, too. */
    interface Attempts {
        void tried(String account, String address, Outcome outcome);
    }

    AdminLogins(Vertx vertx, OperatorSharing.Own own, Attempts attempts, LongSupplier nowNs) {
        this.accounts = own.accounts();
        this.sessions = own.sessions();
        this.audit = own.audit();
        this.guard = own.guard();
        this.attempts = attempts;
        this.nowNs = nowNs;
        this.worker = new SerialWorker(vertx, "admin-logins");
    }

    /** Fails with an {@link AdminRefusal}. */
    Future<AdminSessions.Created> login(String name, String password, String address) {
        if (name == null || password == null || name.length() > MAX_NAME || password.length() > MAX_PASSWORD) {
            return Future.failedFuture(new AdminRefusal(Reason.BAD_REQUEST, "name and password are texts"));
        }
        if (pending >= MAX_PENDING) {
            return Future.failedFuture(new AdminRefusal(Reason.BUSY, "too many logins at a time; try again"));
        }
        long lockedSeconds = guard.begin(name, address, nowNs.getAsLong());
        if (lockedSeconds > 0) {
            if (guard.isNews(name, address)) {
                audit.note(name, address, "login", "", "locked out");
            }
            return Future.failedFuture(
                    new AdminRefusal(Reason.LOCKED, "too many wrong passwords; wait " + lockedSeconds + " s"));
        }
        attempts.tried(name, address, Outcome.BEGUN);
        pending++;
        return worker.run(() -> check(name, password))
                .onComplete(checked -> pending--)
                .recover(failure -> unreadable(failure, name, address))
                .compose(account -> decide(account, name, address));
    }

    private Optional<AdminAccount> check(String name, String password) {
        List<AdminAccount> known = accounts.read();
        Optional<AdminAccount> account =
                known.stream().filter(one -> one.name().equals(name)).findFirst();
        if (account.isEmpty()) {
            PasswordHash.checkNobody(password);
        }
        return account.filter(
                one -> PasswordHash.parse(one.hash()).orElseThrow().matches(password));
    }

    private Future<Optional<AdminAccount>> unreadable(Throwable failure, String name, String address) {
        guard.undecided(name, address);
        attempts.tried(name, address, Outcome.UNDECIDED);
        log.error("Nobody can log in at /admin: {}", failure.getMessage());
        return Future.failedFuture(new AdminRefusal(Reason.ACCOUNTS, "the accounts cannot be read; the log says why"));
    }

    private Future<AdminSessions.Created> decide(Optional<AdminAccount> account, String name, String address) {
        if (account.isEmpty()) {
            audit.note(name, address, "login", "", "refused");
            return Future.failedFuture(new AdminRefusal(Reason.WRONG, "name or password is wrong"));
        }
        guard.succeeded(name, address);
        attempts.tried(name, address, Outcome.RIGHT);
        audit.note(name, address, "login", "", "done");
        return Future.succeededFuture(sessions.create(account.get(), address));
    }

    /** Ends sessions of accounts that have changed; to be called every few seconds. */
    void reviewSessions() {
        if (!sessions.isEmpty()) {
            worker.run(accounts::read)
                    .onSuccess(sessions::keepOnly)
                    .onFailure(
                            failure -> log.warn("The operators' accounts are not reviewed: {}", failure.getMessage()));
        }
    }

    Future<Void> close() {
        return worker.close();
    }
}
