package org.anychat.server.standby;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.store.SharedLoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.CloseSession;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.standby.RecordMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No user is in two places: closes the logins of this server that the other one, which serves, has too. */
final class DoubleLogins {
    /** The service whose records are logins. */
    static final String SERVICE = "auth";

    private static final Logger log = LoggerFactory.getLogger(DoubleLogins.class);

    private final Bus bus;
    private final NodeId self;

    DoubleLogins(Bus bus, NodeId self) {
        this.bus = bus;
        this.self = self;
    }

    /** How many are logged in at the server of these records. */
    static int count(RecordMirror records) {
        return records.count(SERVICE, SharedLoginStore::isLogin);
    }

    /** Compares both servers' records of logins. */
    void close(Map<String, String> own, Map<String, String> others) {
        Set<SessionId> sessions = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        others.forEach((key, text) -> {
            ActiveLogin login = login(key, text);
            // What the other one has taken over of this one, or this one of the other, is where its link is.
            if (login != null && !login.gateway().equals(self)) {
                sessions.add(login.session());
                if (!login.user().isGuest()) {
                    accounts.add(login.account());
                }
            }
        });
        own.forEach((key, text) -> {
            ActiveLogin login = login(key, text);
            if (login != null && login.gateway().equals(self) && isDouble(login, sessions, accounts)) {
                log.info("User {} is at the other server by now; its login here ends", login.user());
                bus.proxy(GatewayApi.class, Addresses.gateway(self))
                        .closeSession(new CloseSession(login.session(), ServiceError.NEW_LOGIN.code()));
            }
        });
    }

    private static boolean isDouble(ActiveLogin login, Set<SessionId> sessions, Set<String> accounts) {
        return sessions.contains(login.session()) || (!login.user().isGuest() && accounts.contains(login.account()));
    }

    private static ActiveLogin login(String key, String text) {
        return SharedLoginStore.isLogin(key) ? RecordJson.read(text, ActiveLogin.class) : null;
    }
}
