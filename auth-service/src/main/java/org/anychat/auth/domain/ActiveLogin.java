package org.anychat.auth.domain;

import java.util.List;
import org.anychat.contracts.AuthApi.KnownLogin;
import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;

/**
 * A session that is logged in: all that a gateway needs to take it up.
 *
 * @param session the session
 * @param gateway the node that holds its link, or did last
 * @param user its user
 * @param account the name by which the user logs in, the same at every login
 * @param requested the name that this login asked for, an alias of the account perhaps, by which its repetition is known;
 *     null in what a server of before has written down, and the account where a gateway has told of the login
 * @param name the name that others saw at the login
 * @param level the user's level
 * @param state what others see now
 * @param keys of the tokens that take the session up, the newest first; empty for none
 * @param endsMs when it ends because no gateway watches over it, in milliseconds since 1970; 0 while one does
 * @param moves how often it has gone on at another gateway
 * @param attempt the newest of the client's attempts that has taken it up, as the client counts them; 0 where it does not
 * @param former the gateway that had it before it was taken up last; null before that
 * @param mute what operators withhold of its media
 */
public record ActiveLogin(
        SessionId session,
        NodeId gateway,
        UserId user,
        String account,
        String requested,
        String name,
        int level,
        UserState state,
        List<ResumeKey> keys,
        long endsMs,
        int moves,
        int attempt,
        NodeId former,
        Mute mute) {
    /**
     * A login whose session ends with its link.
     *
     * @param session the session
     * @param gateway the node that holds its link
     * @param user its user
     * @param account the name by which the user logs in
     * @param name the name that others see
     * @param level the user's level
     */
    public ActiveLogin(SessionId session, NodeId gateway, UserId user, String account, String name, int level) {
        this(
                session,
                gateway,
                user,
                account,
                account,
                name,
                level,
                new UserState(name, UserState.NONE, UserState.NONE, 0),
                List.of(),
                0,
                0,
                0,
                null,
                Mute.NONE);
    }

    /**
     * A login as its gateway knows it.
     *
     * @param known what the gateway says
     * @param gateway the node
     * @return the login
     */
    public static ActiveLogin of(KnownLogin known, NodeId gateway) {
        return new ActiveLogin(
                known.session(),
                gateway,
                known.user(),
                known.account(),
                known.account(),
                known.name(),
                known.level(),
                known.state(),
                known.keys(),
                0,
                known.moves(),
                known.attempt(),
                null,
                known.mute());
    }

    /**
     * What the client is told.
     *
     * @return the login's result
     */
    public LoggedIn result() {
        return new LoggedIn(user, account, name, level);
    }

    /**
     * What a gateway is told that takes the session up.
     *
     * @return the login without where it is
     */
    public KnownLogin known() {
        return new KnownLogin(session, user, account, name, level, state, keys, moves, attempt, mute);
    }

    ActiveLogin on(NodeId newGateway, List<ResumeKey> newKeys) {
        int newMoves = newGateway.equals(gateway) ? moves : moves + 1;
        return new ActiveLogin(
                session,
                newGateway,
                user,
                account,
                requested,
                name,
                level,
                state,
                newKeys,
                0,
                newMoves,
                attempt,
                gateway,
                mute);
    }

    ActiveLogin with(UserState newState) {
        return new ActiveLogin(
                session, gateway, user, account, requested, name, level, newState, keys, endsMs, moves, attempt, former,
                mute);
    }

    ActiveLogin with(Mute newMute) {
        return new ActiveLogin(
                session, gateway, user, account, requested, name, level, state, keys, endsMs, moves, attempt, former,
                newMute);
    }

    ActiveLogin endingAt(long newEndsMs) {
        return new ActiveLogin(
                session, gateway, user, account, requested, name, level, state, keys, newEndsMs, moves, attempt, former,
                mute);
    }

    /** Its client has counted that far, whoever has told. */
    ActiveLogin attemptedAtLeast(int seen) {
        return new ActiveLogin(
                session,
                gateway,
                user,
                account,
                requested,
                name,
                level,
                state,
                keys,
                endsMs,
                moves,
                Math.max(attempt, seen),
                former,
                mute);
    }

    /** The client has its newest token. */
    ActiveLogin confirmed() {
        List<ResumeKey> newest = keys.stream().limit(1).toList();
        return new ActiveLogin(
                session, gateway, user, account, requested, name, level, state, newest, endsMs, moves, attempt, former,
                mute);
    }

    /** Whether a login by that name repeats it. A source may give another account than the name, or one spelling of it. */
    boolean isRepeatedBy(String name) {
        return (requested == null ? account : requested).equalsIgnoreCase(name);
    }

    /** Nobody is to take it up. */
    ActiveLogin withoutKeys() {
        return new ActiveLogin(
                session, gateway, user, account, requested, name, level, state, List.of(), endsMs, moves, attempt,
                former, mute);
    }

    /** Whether it was taken up there already with that token as the next. */
    boolean wasTakenUp(NodeId by, ResumeKey next) {
        return former != null
                && gateway.equals(by)
                && !keys.isEmpty()
                && keys.get(0).equals(next);
    }

    /** Whether the client has made another attempt since, that has come first. Who does not count is never late. */
    boolean isLate(int attempted) {
        return attempted != 0 && attempted < attempt;
    }

    boolean hasEnded(long nowMs) {
        return endsMs != 0 && nowMs >= endsMs;
    }
}
