package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** Who may log in, and who is logged in where. Served at {@link Addresses#AUTH}. */
public interface AuthApi {
    /**
     * Checks a client's proof that it knows the server password ({@code SDKAuthPass}).
     *
     * @param request the challenge that the gateway gave to the client, and the client's proof
     * @return done, also where no password is configured
     */
    @BusCall(fails = {ServiceError.CONNECT_AUTH_FAIL, ServiceError.ADDRESS_LOCKED})
    Future<Done> authenticate(Authenticate request);

    /**
     * Logs a session in: checks the user, takes a seat of the licence, allots a guest's number. Repeating it for a
     * session that is logged in under the same name gives the same answer.
     *
     * @param request who logs in, and on which link
     * @return who it is now
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.CERT_VERIFY_FAILED,
                ServiceError.CERT_USER_FAILED,
                ServiceError.CONNECT_OVERFLOW,
                ServiceError.CONNECT_FUNC_LIMIT,
                ServiceError.CONNECT_IP_FORBID,
                ServiceError.CONNECT_INTRANET,
                ServiceError.CONNECT_DEVICE_LIMIT,
                ServiceError.LICENSE_EXPIRED,
                ServiceError.CERTIFY_FAIL,
                ServiceError.ALREADY_LOGIN,
                ServiceError.ACCOUNT_LOCKED,
                ServiceError.ADDRESS_LOCKED,
                ServiceError.VISITOR_DENY,
                ServiceError.INVALID_USER_ID,
                ServiceError.SERVER_SDK_FAIL,
                ServiceError.SERVER_SDK_TIMEOUT,
                ServiceError.EMPTY_NAME,
                ServiceError.FOREIGN
            })
    Future<LoggedIn> login(Login request);

    /**
     * Takes up a session whose link is lost, on whichever gateway: from now on the session is that gateway's. A token
     * is good once; the one before stays good until {@link #confirm}, as the answer with the next may not arrive.
     * Repeating it with the same next token gives the same answer. An attempt of a client that has made a later one, which
     * has come first, is refused with {@code NEW_LOGIN} and takes nothing away from that.
     *
     * @param request the token's key and the next one's
     * @return whose session it is, and which gateway had it
     */
    @BusCall(
            fails = {
                ServiceError.SESSION_NOT_EXIST,
                ServiceError.NEW_LOGIN,
                ServiceError.ADDRESS_LOCKED,
                ServiceError.CONNECT_IP_FORBID
            })
    Future<Resumed> resume(Resume request);

    /**
     * The client has its next token: those before are good for nothing any more.
     *
     * @param event whose
     */
    @BusCall
    void confirm(ConfirmResume event);

    /**
     * A client's state has changed, in a room or outside: what another gateway needs to take the session up.
     *
     * @param event whose, and the whole state
     */
    @BusCall
    void stateChanged(LoginState event);

    /**
     * Operators withhold a client's media, or let it through again: whichever gateway takes the session up goes on with
     * it. Unknown sessions are fine.
     *
     * @param request whose, and what from now on
     * @return done
     */
    @BusCall
    Future<Done> mute(MuteLogin request);

    /**
     * A gateway watches over a session, or over all of its own, no longer. They are kept for as long as a lost link is,
     * and then end with 101.
     *
     * @param request which
     * @return done
     */
    @BusCall
    Future<Done> abandon(Abandon request);

    /**
     * Ends a session's login and gives its seat back. Unknown sessions are fine, and so are those that another gateway
     * has taken up.
     *
     * @param request the session
     * @return done
     */
    @BusCall
    Future<Done> logout(Logout request);

    /**
     * Finds the link of a logged-in user.
     *
     * @param request the user
     * @return the session and the gateway that holds it
     */
    @BusCall(fails = ServiceError.INVALID_USER_ID)
    Future<Located> locate(Locate request);

    /**
     * Ends a user's link with 211.
     *
     * @param request whom, and on whose word
     * @return done; the link's gateway closes it
     */
    @BusCall(
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.INVALID_USER_ID,
                ServiceError.NOT_LOGIN,
                ServiceError.FORBIDDEN
            })
    Future<Done> kick(Kick request);

    /**
     * Bans addresses: links from there are closed with 113, and no new ones get in. Banning a pattern again changes
     * its end.
     *
     * @param request which, how long, and on whose word
     * @return done once the ban would survive a restart
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.BAD_PARAMETER, ServiceError.NOT_LOGIN, ServiceError.FORBIDDEN})
    Future<Done> ban(BanAddresses request);

    /**
     * Takes a ban back.
     *
     * @param request which, and on whose word
     * @return done once that would survive a restart
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {
                ServiceError.BAD_PARAMETER,
                ServiceError.DATA_NOT_EXIST,
                ServiceError.NOT_LOGIN,
                ServiceError.FORBIDDEN
            })
    Future<Done> admit(AdmitAddresses request);

    /**
     * Lists the bans.
     *
     * @param request nothing
     * @return those that hold now, by pattern
     */
    @BusCall
    Future<BanList> bans(ListBans request);

    /**
     * Asks whether a session may control others.
     *
     * @param request the session
     * @return done where it may
     */
    @BusCall(fails = {ServiceError.NOT_LOGIN, ServiceError.FORBIDDEN})
    Future<Done> mayControl(MayControl request);

    /**
     * Tells the service which logins a gateway holds, after the service or the gateway has started anew.
     *
     * @param request all logins of that gateway
     * @return done
     */
    @BusCall
    Future<Done> announce(AnnounceLogins request);

    /**
     * A client's proof.
     *
     * @param challenge the gateway's random text for this link
     * @param proof lower-case hex of HMAC-SHA-256 over the challenge, keyed with the password; empty where the client
     *     gave none
     * @param address the client's address, for brute-force limits
     */
    record Authenticate(String challenge, String proof, String address) {}

    /**
     * A login.
     *
     * @param session the link's session
     * @param gateway the node that holds the link
     * @param name the user's name, 1 to 64 characters
     * @param password the password; empty means guest
     * @param address the client's address
     * @param device the client's kind of device, as user state 15
     * @param key of the token that takes the session up, or null for none
     */
    record Login(
            SessionId session,
            NodeId gateway,
            String name,
            String password,
            String address,
            int device,
            ResumeKey key) {
        /**
         * A login whose session ends with its link.
         *
         * @param session the link's session
         * @param gateway the node that holds the link
         * @param name the user's name
         * @param password the password
         * @param address the client's address
         * @param device the client's kind of device
         */
        public Login(SessionId session, NodeId gateway, String name, String password, String address, int device) {
            this(session, gateway, name, password, address, device, null);
        }

        @Override
        public String toString() {
            return "Login[session=" + session + ", gateway=" + gateway + ", name=" + name + ", address=" + address
                    + ", device=" + device + "]";
        }
    }

    /**
     * A login's result.
     *
     * @param user the user's number
     * @param account the name by which the service knows the user at the next login, also where others see another one
     * @param name the name under which others see the user
     * @param level the user's level, 0 where the user source knows none
     */
    record LoggedIn(UserId user, String account, String name, int level) {}

    /**
     * The return of a client.
     *
     * @param key of the token that it has
     * @param gateway the node that holds its new link
     * @param next of the token that it gets
     * @param address its address, for brute-force limits
     * @param attempt the client's count of its attempts to take a session up, by which a late one is known; 0 where it
     *     does not count
     */
    record Resume(ResumeKey key, NodeId gateway, ResumeKey next, String address, int attempt) {}

    /**
     * A session that was taken up.
     *
     * @param login who it is
     * @param former the gateway that had it, perhaps the same
     */
    record Resumed(KnownLogin login, NodeId former) {}

    /**
     * The end of the tokens before the newest.
     *
     * @param session whose
     */
    record ConfirmResume(SessionId session) {}

    /**
     * A client's state.
     *
     * @param session whose
     * @param state the whole state
     */
    record LoginState(SessionId session, UserState state) {}

    /**
     * What operators withhold of a client.
     *
     * @param session whose
     * @param mute what from now on
     */
    record MuteLogin(SessionId session, GatewayAdminApi.Mute mute) {}

    /**
     * Sessions without a gateway that watches over them.
     *
     * @param gateway the node that had them; sessions that another has taken up are not meant
     * @param session which, or null for all of that gateway
     * @param next where the gateway does not know which: the one that it has tried to take up with this as the next key,
     *     without an answer; else null
     */
    record Abandon(NodeId gateway, SessionId session, ResumeKey next) {
        /**
         * Sessions that are known.
         *
         * @param gateway the node that had them
         * @param session which, or null for all of that gateway
         */
        public Abandon(NodeId gateway, SessionId session) {
            this(gateway, session, null);
        }
    }

    /**
     * The end of a login.
     *
     * @param session the session
     * @param gateway the node that says so, heard only while the session is its own; or null for whoever
     */
    record Logout(SessionId session, NodeId gateway) {
        /**
         * The end of a login, whichever gateway has it.
         *
         * @param session the session
         */
        public Logout(SessionId session) {
            this(session, null);
        }
    }

    /**
     * A search.
     *
     * @param user the user to find
     */
    record Locate(UserId user) {}

    /**
     * A user's link.
     *
     * @param session the user's session
     * @param gateway the node that holds it
     * @param moves {@link KnownLogin#moves}
     */
    record Located(SessionId session, NodeId gateway, int moves) {}

    /**
     * A kick.
     *
     * @param by the session on whose word, which needs the level {@code ControlLevel} and not less than the other's;
     *     null for the server's administrator
     * @param user whom
     */
    record Kick(SessionId by, UserId user) {}

    /**
     * A ban.
     *
     * @param by the session on whose word, or null for the server's administrator
     * @param pattern which addresses, see {@link AddressPattern}
     * @param seconds how long, 0 for no end
     */
    record BanAddresses(SessionId by, String pattern, long seconds) {}

    /**
     * The end of a ban.
     *
     * @param by the session on whose word, or null for the server's administrator
     * @param pattern as it was banned
     */
    record AdmitAddresses(SessionId by, String pattern) {}

    /** A question for the bans. */
    record ListBans() {}

    /**
     * The bans.
     *
     * @param bans by pattern
     */
    record BanList(List<Ban> bans) {}

    /**
     * A ban.
     *
     * @param pattern which addresses, in the form of {@link AddressPattern#toString}
     * @param untilMs its end in milliseconds since 1970, 0 for none
     */
    record Ban(String pattern, long untilMs) {}

    /**
     * A question for a right.
     *
     * @param session whose
     */
    record MayControl(SessionId session) {}

    /**
     * All logins of a gateway.
     *
     * @param gateway the node
     * @param logins its logins
     */
    record AnnounceLogins(NodeId gateway, List<KnownLogin> logins) {}

    /**
     * A login that a gateway holds.
     *
     * @param session the session
     * @param user its user
     * @param account {@link LoggedIn#account}
     * @param name the name under which others see the user
     * @param level the user's level
     * @param state what others see of the client
     * @param keys of the tokens that take the session up, the newest first; empty for none
     * @param moves how often the session has gone on at another gateway: who claims it with fewer is behind
     * @param attempt the newest {@link Resume#attempt} that has taken it up, or 0
     * @param mute what operators withhold of its media
     */
    record KnownLogin(
            SessionId session,
            UserId user,
            String account,
            String name,
            int level,
            UserState state,
            List<ResumeKey> keys,
            int moves,
            int attempt,
            GatewayAdminApi.Mute mute) {
        /**
         * A login whose session ends with its link.
         *
         * @param session the session
         * @param user its user
         * @param account {@link LoggedIn#account}
         * @param name the name under which others see the user
         * @param level the user's level
         */
        public KnownLogin(SessionId session, UserId user, String account, String name, int level) {
            this(
                    session,
                    user,
                    account,
                    name,
                    level,
                    new UserState(name, UserState.NONE, UserState.NONE, 0),
                    List.of(),
                    0,
                    0,
                    GatewayAdminApi.Mute.NONE);
        }
    }
}
