package org.anychat.server.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.OperatorApi;
import org.anychat.contracts.OperatorApi.GetAccounts;
import org.anychat.contracts.OperatorEvents.OperatorAccounts;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first operator's account, which a first start makes where no other gateway of the cluster has accounts. */
public final class FirstAdmin {
    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);
    /** How often others are asked: on a busy machine one that has accounts may not answer in time. */
    private static final int ATTEMPTS = 3;

    private static final long PAUSE_MS = 1_000;
    /** Most processes have no dashboard, and one that has may not be found in the first moment. */
    private static final long SHORT_PAUSE_MS = 250;

    private final Vertx vertx;
    private final Bus bus;
    private final NodeId self;
    private final AdminAccounts accounts;

    /**
     * Makes nothing yet.
     *
     * @param vertx for what blocks
     * @param bus where other gateways are
     * @param self this process
     * @param home the server's folder
     */
    public FirstAdmin(Vertx vertx, Bus bus, NodeId self, Path home) {
        this.vertx = vertx;
        this.bus = bus;
        this.self = self;
        this.accounts = new AdminAccounts(home);
    }

    /**
     * Takes over the accounts of another gateway, or makes the first one. Its password is said once and on the console
     * alone: the log is kept, and operators of any role read it.
     *
     * @param random for the password
     * @param console where it is said
     * @return done, also where the accounts cannot be read or written, which the log says
     */
    public Future<Void> makeIfNone(SecureRandom random, PrintStream console) {
        return vertx.executeBlocking(accounts::copy)
                .compose(own -> own.isPresent()
                        ? Future.succeededFuture()
                        : ofOthers(ATTEMPTS)
                                .compose(others -> vertx.executeBlocking(() -> take(others, random, console))))
                .otherwise(failure -> {
                    log.error("Nobody can log in at /admin: {}", failure.getMessage());
                    return null;
                })
                .mapEmpty();
    }

    /** Asks again while nobody has told of any: those that do not answer, and once those that have no dashboard. */
    private Future<Optional<OperatorAccounts>> ofOthers(int attempts) {
        List<Future<OperatorAccounts>> asked = ask();
        return Future.join(asked).transform(done -> {
            Optional<OperatorAccounts> told = latest(asked);
            if (told.isPresent() || done.succeeded() || attempts == 1) {
                return Future.succeededFuture(told);
            }
            boolean silent = asked.stream().anyMatch(answer -> answer.failed() && !isUnserved(answer.cause()));
            return silent ? againIn(PAUSE_MS, attempts - 1) : againIn(SHORT_PAUSE_MS, 1);
        });
    }

    private Future<Optional<OperatorAccounts>> againIn(long pauseMs, int attempts) {
        return vertx.timer(pauseMs, TimeUnit.MILLISECONDS).compose(passed -> ofOthers(attempts));
    }

    private static boolean isUnserved(Throwable failure) {
        return failure instanceof ServiceException refusal && refusal.error() == ServiceError.SERVICE_CLOSED;
    }

    private List<Future<OperatorAccounts>> ask() {
        return bus.members().stream()
                .filter(node -> !node.equals(self))
                .map(node ->
                        bus.proxy(OperatorApi.class, Addresses.operators(node)).accounts(new GetAccounts()))
                .toList();
    }

    private static Optional<OperatorAccounts> latest(List<Future<OperatorAccounts>> asked) {
        return asked.stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .filter(told -> !told.text().isEmpty())
                .max(Comparator.comparingLong(OperatorAccounts::changedMs));
    }

    private Void take(Optional<OperatorAccounts> others, SecureRandom random, PrintStream console) {
        if (others.isPresent()) {
            accounts.adopt(others.get(), "another gateway")
                    .ifPresent(adopted -> log.info("The dashboard's accounts are those of the cluster"));
        } else {
            accounts.makeFirst(random)
                    .ifPresent(password -> console.println("The dashboard at /admin has its first account. Name: "
                            + AdminAccounts.FIRST + "  Password: "
                            + password + System.lineSeparator()
                            + "It is shown this once; another one: AnyChatCoreServer admin passwd "
                            + AdminAccounts.FIRST));
        }
        return null;
    }
}
