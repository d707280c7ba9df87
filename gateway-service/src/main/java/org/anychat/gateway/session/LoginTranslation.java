package org.anychat.gateway.session;

import java.util.concurrent.TimeUnit;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.gateway.GatewayConfig.Keeping;
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

    /** {@code token} is null where sessions end with their links. */
    static AuthApi.Login login(
            ClientRequest.Login request, SessionId session, NodeId node, ClientSession client, ResumeToken token) {
        return new AuthApi.Login(
                session,
                node,
                request.name(),
                request.password(),
                client.link().address(),
                client.device(),
                token == null ? null : token.key());
    }

    static ClientLogin clientLogin(AuthApi.KnownLogin login) {
        return new ClientLogin(
                login.session(), login.user(), login.account(), login.name(), login.level(), login.moves());
    }

    static ClientLogin clientLogin(SessionId session, AuthApi.LoggedIn loggedIn) {
        return new ClientLogin(session, loggedIn.user(), loggedIn.account(), loggedIn.name(), loggedIn.level(), 0);
    }

    static ReplyBody.LoggedIn loggedIn(ClientLogin login, ResumeToken token, Keeping keeping) {
        return new ReplyBody.LoggedIn(
                login.user().value(),
                login.name(),
                login.level(),
                login.session().value(),
                token == null ? null : token.value(),
                (int) TimeUnit.MILLISECONDS.toSeconds(keeping.keepMs()),
                keeping.servers());
    }

    static AuthApi.KnownLogin known(ClientSession session) {
        ClientLogin login = session.login();
        return new AuthApi.KnownLogin(
                login.session(),
                login.user(),
                login.account(),
                login.name(),
                login.level(),
                session.state(),
                session.keys(),
                login.moves(),
                session.attempt(),
                session.mute());
    }
}
