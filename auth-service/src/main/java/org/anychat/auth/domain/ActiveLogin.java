package org.anychat.auth.domain;

import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * A session that is logged in.
 *
 * @param session the session
 * @param gateway the node that holds its link
 * @param user its user
 * @param name the user's name
 * @param level the user's level
 */
public record ActiveLogin(SessionId session, NodeId gateway, UserId user, String name, int level) {
    /**
     * What the client is told.
     *
     * @return the login's result
     */
    public LoggedIn result() {
        return new LoggedIn(user, name, level);
    }
}
