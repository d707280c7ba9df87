package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.gateway.Reception;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From {@code connect} to {@code logout}. */
final class LoginRequests {
    private static final Logger log = LoggerFactory.getLogger(LoginRequests.class);
    private static final int SESSION_ID_BYTES = 16;

    private final GatewayConfig config;
    private final ClientSettings settings;
    private final Services services;
    private final SessionRegistry registry;
    private final Departures departures;
    private final KeptSessions kept;
    private final Bans bans;
    private final Reception reception;
    private final SecureRandom random;

    LoginRequests(
            GatewayConfig config,
            ClientSettings settings,
            Services services,
            SessionRegistry registry,
            Departures departures,
            KeptSessions kept,
            Bans bans,
            Reception reception,
            SecureRandom random) {
        this.config = config;
        this.settings = settings;
        this.services = services;
        this.registry = registry;
        this.departures = departures;
        this.kept = kept;
        this.bans = bans;
        this.reception = reception;
        this.random = random;
    }

    Future<Outcome> connect(ClientSession session, ClientRequest.Connect request) {
        if (session.stage() != Stage.LINKED) {
            return Future.failedFuture(new Refusal(ErrorCode.FUNCOPTERROR, "connected already"));
        }
        if (request.version() != Limits.VERSION) {
            return Refusal.refuse(
                    request.version() > Limits.VERSION ? ErrorCode.OLDSERVER : ErrorCode.CONNECT_OLDVERSION);
        }
        if (bans.isBanned(session.link().address())) {
            departures.later(() -> bans.close(session));
            return Refusal.refuse(ErrorCode.CONNECT_IPFORBID);
        }
        session.connected(request.device());
        return Future.succeededFuture(
                Outcome.of(LoginTranslation.connected(config, settings.current(), session.challenge())));
    }

    Future<Outcome> authenticate(ClientSession session, ClientRequest.Authenticate request) {
        AuthApi.Authenticate proof = new AuthApi.Authenticate(
                session.challenge(), request.proof(), session.link().address());
        return services.auth()
                .authenticate(proof)
                .onSuccess(done -> session.authenticated())
                .onFailure(failure -> closeAfterReply(session, failure))
                .map(done -> Outcome.DONE);
    }

    /** One guess per link: who may try again on the same link may try very often. */
    private void closeAfterReply(ClientSession session, Throwable failure) {
        if (failure instanceof ServiceException refusal && !refusal.error().retryable()) {
            departures.later(() -> session.close(refusal.error().code()));
        }
    }

    Future<Outcome> login(ClientSession session, ClientRequest.Login request) {
        if (session.login() != null) {
            return Refusal.refuse(ErrorCode.ALREADY_LOGIN);
        }
        if (config.authRequired() && !session.isAuthenticated()) {
            return Refusal.refuse(ErrorCode.CONNECT_AUTHFAIL);
        }
        SessionId id = newSessionId();
        ResumeToken token = config.keeping().isOn() && session.link().canComeBack() ? ResumeToken.random(random) : null;
        return services.auth()
                .login(LoginTranslation.login(request, id, config.node(), session, token))
                .onFailure(failure -> forget(id, failure))
                .map(loggedIn -> {
                    session.loggedIn(
                            LoginTranslation.clientLogin(id, loggedIn),
                            token == null ? List.of() : List.of(token.key()));
                    registry.loggedIn(session);
                    log.info(
                            "User {} logged in from {}",
                            loggedIn.user(),
                            session.link().address());
                    return new Outcome(
                            LoginTranslation.loggedIn(
                                    session.login(), token, config.keeping().with(reception.servers())),
                            session::onTokenGiven);
                });
    }

    /** A login without an answer may have happened all the same. */
    private void forget(SessionId id, Throwable failure) {
        if (failure instanceof ServiceException service && service.error().retryable()) {
            departures.logout(id);
        }
    }

    Future<Outcome> logout(ClientSession session) {
        departures.leaveAll(session, ErrorCode.SUCCESS.number());
        return Future.succeededFuture(Outcome.DONE);
    }

    Future<Void> end(ClientSession session, int code) {
        registry.unlinked(session);
        if (session.login() == null) {
            return Future.succeededFuture();
        }
        return kept.onLost(session, code);
    }

    boolean endKept(ClientSession session, int code) {
        return kept.end(session, code);
    }

    private SessionId newSessionId() {
        byte[] id = new byte[SESSION_ID_BYTES];
        random.nextBytes(id);
        return new SessionId(HexFormat.of().formatHex(id));
    }
}
