package org.anychat.auth.domain;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.anychat.auth.store.LoginStore;
import org.anychat.contracts.AuthApi.LoginState;
import org.anychat.contracts.AuthApi.MuteLogin;
import org.anychat.contracts.AuthApi.Resume;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;

/**
 * Sessions that go on after their link, or their gateway, is lost. All that it knows is in the logins themselves. The
 * caller's thread.
 */
public final class Resumption {
    private static final long ANNOUNCED_WITHIN_MS = 30_000;

    private final LoginStore store;
    private final long keepMs;
    private final LongSupplier nowMs;
    private final PasswordGuesses guesses = new PasswordGuesses();

    /**
     * Makes the rules over a store.
     *
     * @param store where the logins are kept
     * @param keepMs how long a session without a gateway is kept; 0 for not at all
     * @param nowMs milliseconds since 1970, by a clock that nobody sets
     */
    public Resumption(LoginStore store, long keepMs, LongSupplier nowMs) {
        this.store = store;
        this.keepMs = keepMs;
        this.nowMs = nowMs;
    }

    /**
     * A session that was taken up.
     *
     * @param login as it is now
     * @param former the gateway that had it, perhaps the same
     */
    public record TakenUp(ActiveLogin login, NodeId former) {}

    /**
     * Takes a session up, unless a later attempt of its client has. Addresses that come with tokens of no session are slowed as those that guess passwords.
     *
     * @param request the token's key and the next one's
     * @return the session
     * @throws ServiceException with {@code SESSION_NOT_EXIST}, {@code NEW_LOGIN} or {@code ADDRESS_LOCKED}
     */
    public TakenUp resume(Resume request) {
        long now = nowMs.getAsLong();
        guesses.check(request.address(), now);
        Optional<ActiveLogin> before = store.byKey(request.key()).filter(login -> !login.hasEnded(now));
        if (before.isEmpty()) {
            guesses.failed(request.address(), now);
            throw new ServiceException(
                    ServiceError.SESSION_NOT_EXIST, "there is no session for this token (any more); log in");
        }
        guesses.succeeded(request.address());
        if (before.get().wasTakenUp(request.gateway(), request.next())) {
            ActiveLogin watched = before.get().endingAt(0);
            store.replace(before.get(), watched);
            return new TakenUp(watched, watched.former());
        }
        if (before.get().isLate(request.attempt())) {
            throw new ServiceException(ServiceError.NEW_LOGIN, "a later attempt of the client has the session");
        }
        // The client may never see the next token, and would come with this one again.
        List<ResumeKey> keys = List.of(request.next(), request.key());
        ActiveLogin after = before.get().attemptedAtLeast(request.attempt()).on(request.gateway(), keys);
        if (!store.replace(before.get(), after)) {
            throw new ServiceException(ServiceError.SESSION_NOT_EXIST, "the session has just ended; log in");
        }
        return new TakenUp(after, before.get().gateway());
    }

    /**
     * The client has its newest token, so that those before are good for nothing.
     *
     * @param session whose
     */
    public void confirm(SessionId session) {
        store.bySession(session).ifPresent(login -> store.replace(login, login.confirmed()));
    }

    /**
     * Notes a client's state.
     *
     * @param event whose, and the whole state
     */
    public void stateChanged(LoginState event) {
        store.bySession(event.session()).ifPresent(login -> store.replace(login, login.with(event.state())));
    }

    /**
     * Notes what operators withhold of a client's media.
     *
     * @param request whose, and what
     */
    public void mute(MuteLogin request) {
        store.bySession(request.session()).ifPresent(login -> store.replace(login, login.with(request.mute())));
    }

    /**
     * A gateway watches over a session, or over all of its own, no longer. Those that no token takes up end at once.
     *
     * @param gateway the node
     * @param session which, or null for all
     * @param next the newest key of the one that is meant, or null for whichever it is
     */
    public void abandon(NodeId gateway, SessionId session, ResumeKey next) {
        end(
                login -> login.endsMs() == 0
                        && login.gateway().equals(gateway)
                        && (session == null || login.session().equals(session))
                        && (next == null || login.wasTakenUp(gateway, next)),
                login -> login.keys().isEmpty() ? 0 : keepMs);
    }

    /**
     * No token takes the session up any more, whether its gateway knows already or not.
     *
     * @param session which
     */
    public void forbid(SessionId session) {
        store.bySession(session).ifPresent(login -> store.replace(login, login.withoutKeys()));
    }

    /**
     * Nobody knows which gateways are there: the logins end whose gateways do not announce them in time. Those that were
     * to end already have the time once more, as another machine's clock has set it.
     */
    public void doubtAll() {
        end(login -> true, login -> Math.max(keepMs, ANNOUNCED_WITHIN_MS));
    }

    private void end(Predicate<ActiveLogin> which, ToLongFunction<ActiveLogin> inMs) {
        long now = nowMs.getAsLong();
        store.all().stream()
                .filter(which)
                .forEach(login -> store.replace(login, login.endingAt(now + inMs.applyAsLong(login))));
    }

    /**
     * Lists the sessions whose time is up.
     *
     * @return a copy; they stay until they are logged out
     */
    public List<ActiveLogin> ended() {
        long now = nowMs.getAsLong();
        return store.all().stream().filter(login -> login.hasEnded(now)).toList();
    }
}
