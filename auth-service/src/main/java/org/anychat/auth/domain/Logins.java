package org.anychat.auth.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.auth.source.VerifiedUser;
import org.anychat.auth.store.LoginStore;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;

/**
 * The logins. One takes several steps, as the user source and the licence have to be asked in between: {@link #check}
 * refuses what can be refused at once, {@link #displaces} tells whose seat it takes, {@link #commit} decides. The
 * caller's thread.
 */
public final class Logins {
    private static final int MAX_NAME_CHARS = 64;

    private final LoginStore store;
    private final UserNumbers numbers;
    private LoginPolicy policy;

    /**
     * Makes the rules over a store.
     *
     * @param store where the logins are kept
     * @param policy what the administrator decided
     */
    public Logins(LoginStore store, LoginPolicy policy) {
        this.store = store;
        this.policy = policy;
        this.numbers = new UserNumbers(store);
    }

    /**
     * What the administrator has decided.
     *
     * @return the policy of the next login
     */
    public LoginPolicy policy() {
        return policy;
    }

    /**
     * Takes a new decision of the administrator. Who is logged in stays so.
     *
     * @param newPolicy the policy from the next login on
     */
    public void policy(LoginPolicy newPolicy) {
        policy = newPolicy;
    }

    /**
     * The outcome of a login.
     *
     * @param login who is logged in now
     * @param displaced the older login that it took the place of, if any; its link is to be closed
     */
    public record Committed(ActiveLogin login, Optional<ActiveLogin> displaced) {}

    /**
     * Looks at a login before anybody else is asked. Changes nothing.
     *
     * @param request the login
     * @return the login that the session has asked for by that name, if any; there is nothing more to do then
     * @throws ServiceException with {@code EMPTY_NAME}, {@code BAD_PARAMETER}, {@code VISITOR_DENY} or
     *     {@code ALREADY_LOGIN}
     */
    public Optional<ActiveLogin> check(AuthApi.Login request) {
        requireName(request.name());
        Optional<ActiveLogin> already = store.bySession(request.session());
        already.ifPresent(login -> requireSameName(login, request));
        if (already.isEmpty() && isGuest(request)) {
            requireGuestsAllowed();
        }
        return already;
    }

    /**
     * Finds the older login of the user, which this one will close. Changes nothing.
     *
     * @param request a login that has been checked
     * @param user who it is
     * @return the older login, if any
     * @throws ServiceException with {@code ALREADY_LOGIN} where the older one wins
     */
    public Optional<ActiveLogin> displaces(AuthApi.Login request, VerifiedUser user) {
        if (isGuest(request)) {
            return Optional.empty();
        }
        Optional<ActiveLogin> older = store.byUser(numberOf(request, user));
        if (older.isPresent() && !policy.closeFrontLink()) {
            throw new ServiceException(
                    ServiceError.ALREADY_LOGIN, "user " + older.get().user() + " is logged in (CloseFrontLink=0)");
        }
        return older;
    }

    /**
     * Logs in. The session has a seat.
     *
     * @param request a login that has been checked
     * @param user who it is
     * @return who it is now, and whom it displaced
     * @throws ServiceException as {@link #check} and {@link #displaces}, which another login in between may have made
     *     necessary
     */
    public Committed commit(AuthApi.Login request, VerifiedUser user) {
        Optional<ActiveLogin> already = check(request);
        if (already.isPresent()) {
            return new Committed(already.get(), Optional.empty());
        }
        Optional<ActiveLogin> older = displaces(request, user);
        UserId number = isGuest(request) ? numbers.nextGuest() : numberOf(request, user);
        older.ifPresent(login -> store.remove(login.session()));
        ActiveLogin login = new ActiveLogin(
                request.session(),
                request.gateway(),
                number,
                accountOf(request, user),
                request.name(),
                user.nickname(),
                user.level(),
                new UserState(user.nickname(), UserState.NONE, UserState.NONE, request.device()),
                request.key() == null ? List.of() : List.of(request.key()),
                0,
                0,
                0,
                null,
                Mute.NONE);
        if (!store.add(login)) {
            throw new ServiceException(ServiceError.ALREADY_LOGIN, "user " + number + " logged in a moment before");
        }
        return new Committed(login, older);
    }

    private UserId numberOf(AuthApi.Login request, VerifiedUser user) {
        return user.user() == null ? numbers.ofAccount(accountOf(request, user)) : user.user();
    }

    private static String accountOf(AuthApi.Login request, VerifiedUser user) {
        return user.account() == null ? request.name() : user.account();
    }

    /**
     * Ends a login.
     *
     * @param session whose
     * @param by the gateway that says so, heard only while the session is its own; or null for whoever
     * @return the login that has ended, or empty where there was none
     */
    public Optional<ActiveLogin> logout(SessionId session, NodeId by) {
        // A gateway that was cut off for a while may not know that another has taken the session up.
        boolean mayEnd = by == null
                || store.bySession(session)
                        .filter(login -> login.gateway().equals(by))
                        .isPresent();
        return mayEnd ? store.remove(session) : Optional.empty();
    }

    /**
     * Finds a user's login.
     *
     * @param user the user
     * @return the login
     * @throws ServiceException with {@code INVALID_USER_ID} where the user is not logged in
     */
    public ActiveLogin locate(UserId user) {
        return store.byUser(user)
                .orElseThrow(
                        () -> new ServiceException(ServiceError.INVALID_USER_ID, "user " + user + " is not logged in"));
    }

    /**
     * Finds a session's login.
     *
     * @param session whose
     * @return the login, where there is one
     */
    public Optional<ActiveLogin> ofSession(SessionId session) {
        return store.bySession(session);
    }

    /**
     * What has become of logins that a gateway has announced.
     *
     * @param kept those that stand
     * @param refused those whose user has logged in anew since; they have ended
     * @param elsewhere those that a gateway claims, or has claimed before, though they have gone on at another since
     */
    public record Restored(List<ActiveLogin> kept, List<ActiveLogin> refused, List<ActiveLogin> elsewhere) {}

    /**
     * Takes over logins that a gateway holds from before this service started. Where two gateways claim a session it is
     * that one's to which it has moved last: what the instance before had written down may be older than either.
     *
     * @param logins the logins
     * @return what has become of them
     */
    public Restored restore(List<ActiveLogin> logins) {
        Restored restored = new Restored(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        logins.forEach(login -> restore(login, restored));
        return restored;
    }

    private void restore(ActiveLogin login, Restored restored) {
        Optional<ActiveLogin> known = store.bySession(login.session());
        boolean isHere =
                known.filter(before -> before.gateway().equals(login.gateway())).isPresent();
        if (known.isEmpty() || !known.get().user().equals(login.user())) {
            (known.isEmpty() && store.add(login) ? restored.kept() : restored.refused()).add(login);
        } else if (login.moves() < known.get().moves()
                || (!isHere && login.moves() == known.get().moves())) {
            // What a gateway has said before it took the session up again, which it has by now, ends nothing there.
            (isHere ? restored.kept() : restored.elsewhere()).add(isHere ? known.get() : login);
        } else {
            store.replace(known.get(), login.attemptedAtLeast(known.get().attempt()));
            restored.kept().add(login);
            known.filter(before -> !isHere).ifPresent(restored.elsewhere()::add);
        }
    }

    /**
     * Drops all logins of a gateway that has started anew, and so holds none of them.
     *
     * @param gateway the node
     * @return the logins that have ended
     */
    public List<ActiveLogin> dropGateway(NodeId gateway) {
        List<ActiveLogin> dropped = store.all().stream()
                .filter(login -> login.gateway().equals(gateway))
                .toList();
        dropped.forEach(login -> store.remove(login.session()));
        return dropped;
    }

    /**
     * Lists the logins.
     *
     * @return a copy
     */
    public List<ActiveLogin> all() {
        return store.all();
    }

    /**
     * Tells a guest from a user who has to be verified.
     *
     * @param request the login
     * @return whether it has no password
     */
    public static boolean isGuest(AuthApi.Login request) {
        return request.password() == null || request.password().isEmpty();
    }

    private static void requireName(String name) {
        if (name == null || name.isBlank()) {
            throw new ServiceException(ServiceError.EMPTY_NAME, "a login needs a name");
        }
        if (name.length() > MAX_NAME_CHARS || name.chars().anyMatch(Character::isISOControl)) {
            throw new ServiceException(
                    ServiceError.BAD_PARAMETER,
                    "a name has 1 to " + MAX_NAME_CHARS + " characters and no control characters");
        }
    }

    private static void requireSameName(ActiveLogin login, AuthApi.Login request) {
        if (!login.isRepeatedBy(request.name())) {
            throw new ServiceException(
                    ServiceError.ALREADY_LOGIN, "session " + login.session() + " is logged in under another name");
        }
    }

    private void requireGuestsAllowed() {
        if (!policy.demoMode() && !policy.allowGuestLogin()) {
            throw new ServiceException(ServiceError.VISITOR_DENY, "guests are not allowed (AllowGuestLogin=0)");
        }
    }
}
