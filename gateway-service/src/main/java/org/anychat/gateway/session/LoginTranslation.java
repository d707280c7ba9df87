package org.anychat.gateway.session;

import org.anychat.contracts.AuthApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;

/** Logins between {@code protocol} and {@code contracts}. */
final class LoginTranslation {
    private LoginTranslation() {}

    static ReplyBody connected(GatewayConfig config, ClientConfig client, String challenge) {
        return new ReplyBody.Connected(
                Limits.VERSION,
                config.server(),
                config.node().value(),
                Limits.HEARTBEAT_SECONDS,
                config.authRequired(),
                challenge,
                client);
    }

    static AuthApi.Login login(ClientRequest.Login request, SessionId id, NodeId node, ClientSession session) {
        return new AuthApi.Login(
                id, node, request.name(), request.password(), session.link().address(), session.device());
    }

    static ClientLogin clientLogin(SessionId session, AuthApi.LoggedIn loggedIn) {
        return new ClientLogin(session, loggedIn.user(), loggedIn.account(), loggedIn.name(), loggedIn.level());
    }

    static ReplyBody loggedIn(ClientLogin login) {
        return new ReplyBody.LoggedIn(
                login.user().value(),
                login.name(),
                login.level(),
                login.session().value());
    }

    static AuthApi.KnownLogin known(ClientLogin login) {
        return new AuthApi.KnownLogin(login.session(), login.user(), login.account(), login.name(), login.level());
    }
}
