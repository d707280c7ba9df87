package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;

/** Just enough of an auth service: guests from -2 downwards, everybody else gets 1001 and up. */
final class FakeAuth implements AuthApi {
    final Map<SessionId, Login> loggedIn = new ConcurrentHashMap<>();
    final Map<UserId, Located> users = new ConcurrentHashMap<>();
    final BlockingQueue<AnnounceLogins> announcements = new LinkedBlockingQueue<>();
    private final Semaphore logouts = new Semaphore(0);
    final BlockingQueue<Object> controls = new LinkedBlockingQueue<>();
    volatile List<Ban> bans = List.of();
    volatile boolean silent;
    volatile ServiceException refusal;
    /** Where sessions that are taken up are said to have been, or null for the truth. */
    volatile NodeId comesFrom;
    /** The last attempt to take a session up. */
    volatile int attempt = -1;

    private final AtomicInteger guests = new AtomicInteger(UserId.FIRST_GUEST);
    private final AtomicInteger named = new AtomicInteger(1001);

    @Override
    public Future<Done> authenticate(Authenticate request) {
        return switch (request.proof()) {
            case "right" -> Future.succeededFuture(Done.DONE);
            case "too often" ->
                Future.failedFuture(new ServiceException(ServiceError.ADDRESS_LOCKED, "too many guesses"));
            default -> Future.failedFuture(new ServiceException(ServiceError.CONNECT_AUTH_FAIL, "wrong proof"));
        };
    }

    @Override
    public Future<LoggedIn> login(Login request) {
        if (silent) {
            return Promise.<LoggedIn>promise().future();
        }
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        if (request.name().isEmpty()) {
            return Future.failedFuture(new ServiceException(ServiceError.EMPTY_NAME, "the name is empty"));
        }
        UserId user = new UserId(request.password().isEmpty() ? guests.getAndDecrement() : named.getAndIncrement());
        loggedIn.put(request.session(), request);
        users.put(user, new Located(request.session(), request.gateway(), 0));
        return Future.succeededFuture(new LoggedIn(user, request.name(), request.name(), 0));
    }

    /** Takes up what is logged in under the key that comes, and gives it the next one. */
    @Override
    public Future<Resumed> resume(Resume request) {
        attempt = request.attempt();
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        for (Login login : loggedIn.values()) {
            if (request.key().equals(login.key())) {
                loggedIn.put(
                        login.session(),
                        new Login(
                                login.session(),
                                request.gateway(),
                                login.name(),
                                login.password(),
                                request.address(),
                                login.device(),
                                request.next()));
                return Future.succeededFuture(
                        new Resumed(known(login, request), comesFrom == null ? login.gateway() : comesFrom));
            }
        }
        return Future.failedFuture(new ServiceException(ServiceError.SESSION_NOT_EXIST, "no such token"));
    }

    private KnownLogin known(Login login, Resume request) {
        UserId user = users.entrySet().stream()
                .filter(entry -> entry.getValue().session().equals(login.session()))
                .findFirst()
                .orElseThrow()
                .getKey();
        return new KnownLogin(
                login.session(),
                user,
                login.name(),
                login.name(),
                0,
                new UserState(login.name(), 0, 0, login.device()),
                List.of(request.next(), request.key()),
                0,
                request.attempt(),
                Mute.NONE);
    }

    @Override
    public void confirm(ConfirmResume event) {
        controls.add(event);
    }

    @Override
    public void stateChanged(LoginState event) {
        // Nobody asks for it.
    }

    @Override
    public Future<Done> mute(MuteLogin request) {
        controls.add(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> abandon(Abandon request) {
        controls.add(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> logout(Logout request) {
        loggedIn.remove(request.session());
        users.values().removeIf(located -> located.session().equals(request.session()));
        logouts.release();
        return Future.succeededFuture(Done.DONE);
    }

    /** Waits for one more logout. */
    void awaitLogout() throws InterruptedException {
        assertTrue(logouts.tryAcquire(20, TimeUnit.SECONDS), "no logout came");
    }

    /** How many logouts nobody has waited for. */
    int logouts() {
        return logouts.availablePermits();
    }

    @Override
    public Future<Located> locate(Locate request) {
        Located located = users.get(request.user());
        return located == null
                ? Future.failedFuture(new ServiceException(ServiceError.INVALID_USER_ID, "no such user"))
                : Future.succeededFuture(located);
    }

    @Override
    public Future<Done> kick(Kick request) {
        controls.add(request);
        return mayControl(new MayControl(request.by()));
    }

    @Override
    public Future<Done> ban(BanAddresses request) {
        controls.add(request);
        return mayControl(new MayControl(request.by()));
    }

    @Override
    public Future<Done> admit(AdmitAddresses request) {
        controls.add(request);
        return mayControl(new MayControl(request.by()));
    }

    @Override
    public Future<BanList> bans(ListBans request) {
        return Future.succeededFuture(new BanList(bans));
    }

    @Override
    public Future<Done> mayControl(MayControl request) {
        return loggedIn.get(request.session()).name().equals("Boss")
                ? Future.succeededFuture(Done.DONE)
                : Future.failedFuture(new ServiceException(ServiceError.FORBIDDEN, "not the boss"));
    }

    @Override
    public Future<Done> announce(AnnounceLogins request) {
        announcements.add(request);
        return Future.succeededFuture(Done.DONE);
    }
}
