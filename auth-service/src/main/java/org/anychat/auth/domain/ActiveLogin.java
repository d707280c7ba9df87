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
 * @param account the name by which the user logs in, the same at every login
 * @param name the name that others see
 * @param level the user's level
 */
public record ActiveLogin(SessionId session, NodeId gateway, UserId user, String account, String name, int level) {
    /**
     * What the client is told.
     *
     * @return the login's result
     */
    public LoggedIn result() {
        return new LoggedIn(user, account, name, level);
    }
}
