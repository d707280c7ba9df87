package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anychat.contracts.SessionId;

/** The clients of this gateway: all links, and those that are logged in by their session. */
final class SessionRegistry {
    private final Set<ClientSession> links = new HashSet<>();
    private final Map<SessionId, ClientSession> loggedIn = new HashMap<>();
    private Promise<Void> emptied = Promise.promise();

    void linked(ClientSession session) {
        links.add(session);
    }

    void unlinked(ClientSession session) {
        links.remove(session);
        if (links.isEmpty()) {
            emptied.complete();
            emptied = Promise.promise();
        }
    }

    /** Done when there are no links; now, or at the next moment at which the last one ends. */
    Future<Void> emptied() {
        return links.isEmpty() ? Future.succeededFuture() : emptied.future();
    }

    void loggedIn(ClientSession session) {
        loggedIn.put(session.login().session(), session);
    }

    void loggedOut(SessionId session) {
        loggedIn.remove(session);
    }

    /** The client with a login, or empty where it is not here. */
    Optional<ClientSession> find(SessionId session) {
        return Optional.ofNullable(loggedIn.get(session));
    }

    Collection<ClientSession> loggedIn() {
        return loggedIn.values();
    }

    /** Clients that are logged in, with a link or kept without. */
    int countLoggedIn() {
        return loggedIn.size();
    }

    /** All links, in a list that stays as it is while links come and go. */
    List<ClientSession> links() {
        return List.copyOf(links);
    }
}
