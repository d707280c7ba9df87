package org.anychat.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.domain.LoginObserver;
import org.anychat.auth.domain.Logins;
import org.anychat.auth.domain.Logins.Committed;
import org.anychat.auth.domain.Resumption;
import org.anychat.auth.domain.ServerGate;
import org.anychat.auth.source.Credentials;
import org.anychat.auth.source.UserSource;
import org.anychat.auth.source.VerifiedUser;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.CloseSession;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.LicenseApi.AcquireSeat;
import org.anychat.contracts.LicenseApi.AnnounceSeats;
import org.anychat.contracts.LicenseApi.ReleaseSeat;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins on the bus. What the domain throws, the bus turns into the caller's failure. */
final class AuthService implements AuthApi, ServiceEvents {
    private static final Logger log = LoggerFactory.getLogger(AuthService.class);

    private final Bus bus;
    private final ServerGate gate;
    private final Logins logins;
    private final UserSource source;
    private final LoginObserver observer;
    private final LicenseApi license;
    private final Control control;
    private final Resumption resumption;
    private final AbandonedSessions abandoned;
    /** Logins between check and commit, and of these the sessions that were logged out in the meantime. */
    private final Map<SessionId, LoggingIn> loggingIn = new HashMap<>();

    private final Set<SessionId> endedMeanwhile = new HashSet<>();

    /** A login and its answer, for whoever asks again before it is there. */
    private record LoggingIn(AuthApi.Login request, Future<LoggedIn> answer) {}

    /** What a login goes through: the server's password, the rules, the user's own password. */
    record Entrance(ServerGate gate, Logins logins, Resumption resumption, UserSource source) {}

    AuthService(Bus bus, Entrance entrance, Control control, LoginObserver observer) {
        this.bus = bus;
        this.gate = entrance.gate();
        this.logins = entrance.logins();
        this.resumption = entrance.resumption();
        this.source = entrance.source();
        this.control = control;
        this.observer = observer;
        this.license = bus.proxy(LicenseApi.class, Addresses.LICENSE);
        this.abandoned = new AbandonedSessions(resumption, bus, login -> end(login.session(), login.gateway()));
    }

    /** Sessions whose gateway is gone. */
    AbandonedSessions abandoned() {
        return abandoned;
    }

    /** Tells the others of the logins of the instance before. */
    void resume() {
        logins.all().forEach(login -> observer.loggedIn(login, ""));
        announceSeats(logins.all().stream().map(ActiveLogin::session).toList());
        // A gateway may have died together with the instance before: those that live announce their logins now.
        resumption.doubtAll();
    }

    @Override
    public Future<Done> authenticate(Authenticate request) {
        gate.admit(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<LoggedIn> login(AuthApi.Login request) {
        control.requireAdmitted(request.address());
        Optional<ActiveLogin> already = logins.check(request);
        if (already.isPresent()) {
            return Future.succeededFuture(already.get().result());
        }
        SessionId session = request.session();
        LoggingIn before = loggingIn.get(session);
        if (before == null) {
            return begin(request);
        }
        if (!before.request().equals(request)) {
            throw new ServiceException(ServiceError.ALREADY_LOGIN, "session " + session + " is logging in already");
        }
        return before.answer();
    }

    private Future<LoggedIn> begin(AuthApi.Login request) {
        SessionId session = request.session();
        Promise<LoggedIn> answer = Promise.promise();
        loggingIn.put(session, new LoggingIn(request, answer.future()));
        verified(request).compose(user -> seated(request, user)).onComplete(done -> {
            loggingIn.remove(session);
            endedMeanwhile.remove(session);
            answer.handle(done);
        });
        return answer.future();
    }

    private Future<VerifiedUser> verified(AuthApi.Login request) {
        return Logins.isGuest(request)
                ? Future.succeededFuture(VerifiedUser.named(request.name()))
                : source.verify(new Credentials(request.name(), request.password(), request.address()));
    }

    private Future<LoggedIn> seated(AuthApi.Login request, VerifiedUser user) {
        SessionId replaces =
                logins.displaces(request, user).map(ActiveLogin::session).orElse(null);
        return license.acquire(new AcquireSeat(request.session(), replaces, request.address(), request.device()))
                .compose(seat -> committed(request, user));
    }

    private Future<LoggedIn> committed(AuthApi.Login request, VerifiedUser user) {
        try {
            if (endedMeanwhile.contains(request.session())) {
                throw new ServiceException(ServiceError.NOT_LOGIN, "the session ended during its login");
            }
            Committed committed = logins.commit(request, user);
            committed.displaced().ifPresent(this::closeDisplaced);
            observer.loggedIn(committed.login(), request.address());
            return Future.succeededFuture(committed.login().result());
        } catch (RuntimeException e) {
            release(request.session());
            return Future.failedFuture(e);
        }
    }

    private void closeDisplaced(ActiveLogin older) {
        ended(older);
        close(older, ServiceError.NEW_LOGIN);
        abandoned.displaced(older);
    }

    @Override
    public Future<Done> logout(Logout request) {
        if (loggingIn.containsKey(request.session())) {
            endedMeanwhile.add(request.session());
        }
        end(request.session(), request.gateway());
        return Future.succeededFuture(Done.DONE);
    }

    private void end(SessionId session, NodeId by) {
        logins.logout(session, by).ifPresent(this::ended);
    }

    @Override
    public Future<Resumed> resume(Resume request) {
        control.requireAdmitted(request.address());
        Resumption.TakenUp takenUp = resumption.resume(request);
        observer.moved(takenUp.login());
        return Future.succeededFuture(new Resumed(takenUp.login().known(), takenUp.former()));
    }

    @Override
    public void confirm(ConfirmResume event) {
        resumption.confirm(event.session());
    }

    @Override
    public void stateChanged(LoginState event) {
        resumption.stateChanged(event);
    }

    @Override
    public Future<Done> mute(MuteLogin request) {
        resumption.mute(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> abandon(Abandon request) {
        resumption.abandon(request.gateway(), request.session(), request.next());
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Located> locate(Locate request) {
        ActiveLogin login = logins.locate(request.user());
        return Future.succeededFuture(new Located(login.session(), login.gateway(), login.moves()));
    }

    @Override
    public Future<Done> kick(Kick request) {
        ActiveLogin login = logins.locate(request.user());
        control.right().requireOver(request.by(), login);
        log.info("User {} is kicked", login.user());
        resumption.forbid(login.session());
        close(login, ServiceError.KICK_OUT);
        if (login.endsMs() != 0) {
            // Nobody has its link, and it is not to be taken up again.
            end(login.session(), login.gateway());
            abandoned.displaced(login);
        }
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> ban(BanAddresses request) {
        return control.ban(request);
    }

    @Override
    public Future<Done> admit(AdmitAddresses request) {
        return control.admit(request);
    }

    @Override
    public Future<BanList> bans(ListBans request) {
        return Future.succeededFuture(control.list());
    }

    @Override
    public Future<Done> mayControl(MayControl request) {
        control.right().require(request.session());
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> announce(AnnounceLogins request) {
        List<ActiveLogin> known = request.logins().stream()
                .map(login -> ActiveLogin.of(login, request.gateway()))
                .toList();
        Logins.Restored restored = logins.restore(known);
        // A guest whose number went to another during the outage did nothing wrong: it may log in again at once.
        restored.refused()
                .forEach(login ->
                        close(login, login.user().isGuest() ? ServiceError.SERVICE_CLOSED : ServiceError.NEW_LOGIN));
        restored.elsewhere().forEach(this::giveUp);
        restored.kept().forEach(login -> observer.loggedIn(login, ""));
        announceSeats(restored.kept().stream().map(ActiveLogin::session).toList());
        return Future.succeededFuture(Done.DONE);
    }

    /** A license service that starts anew is told who has a seat; a gateway that starts anew holds no login. */
    @Override
    public void started(ServiceStarted event) {
        if (event.address().equals(Addresses.LICENSE)) {
            announceSeats(logins.all().stream().map(ActiveLogin::session).toList());
        }
        Addresses.gatewayAt(event.address())
                .ifPresent(node -> logins.dropGateway(node).forEach(this::ended));
    }

    private void announceSeats(List<SessionId> sessions) {
        if (!sessions.isEmpty()) {
            // Where license is away, it asks again by starting.
            license.announce(new AnnounceSeats(sessions)).otherwiseEmpty();
        }
    }

    private void ended(ActiveLogin login) {
        release(login.session());
        observer.loggedOut(login);
    }

    private void release(SessionId session) {
        // Where license is away, its seats are gone with it.
        license.release(new ReleaseSeat(session)).otherwiseEmpty();
    }

    private void close(ActiveLogin login, ServiceError reason) {
        gatewayOf(login).closeSession(new CloseSession(login.session(), reason.code()));
    }

    /** A gateway that was away does not know yet that the session goes on at another. */
    private void giveUp(ActiveLogin login) {
        gatewayOf(login).closeSession(new CloseSession(login.session(), ServiceError.NEW_LOGIN.code(), true));
    }

    private GatewayApi gatewayOf(ActiveLogin login) {
        return bus.proxy(GatewayApi.class, Addresses.gateway(login.gateway()));
    }
}
