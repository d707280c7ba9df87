package org.anychat.auth.domain;

import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;

/** Who may control others: users whose level is at least {@code ControlLevel}. */
public final class ControlRight {
    private final Logins logins;
    private final int controlLevel;

    /**
     * Makes the rule.
     *
     * @param logins who is logged in, with which level
     * @param controlLevel the least level
     */
    public ControlRight(Logins logins, int controlLevel) {
        this.logins = logins;
        this.controlLevel = controlLevel;
    }

    /**
     * Refuses whoever has no right.
     *
     * @param by the session on whose word, or null for the server's administrator, who may everything
     * @return its login, or null for the administrator
     * @throws ServiceException with {@code NOT_LOGIN} or {@code FORBIDDEN}
     */
    public ActiveLogin require(SessionId by) {
        if (by == null) {
            return null;
        }
        ActiveLogin login = logins.ofSession(by)
                .orElseThrow(() -> new ServiceException(ServiceError.NOT_LOGIN, "the session is not logged in"));
        if (login.level() < controlLevel) {
            throw new ServiceException(
                    ServiceError.FORBIDDEN, "level " + login.level() + " is below ControlLevel " + controlLevel);
        }
        return login;
    }

    /**
     * Refuses whoever has no right over a certain user: nobody controls oneself, or a user of a higher level.
     *
     * @param by the session on whose word, or null for the server's administrator
     * @param other the user
     * @throws ServiceException with {@code NOT_LOGIN}, {@code FORBIDDEN} or {@code BAD_PARAMETER}
     */
    public void requireOver(SessionId by, ActiveLogin other) {
        ActiveLogin login = require(by);
        if (login == null) {
            return;
        }
        if (login.user().equals(other.user())) {
            throw new ServiceException(ServiceError.BAD_PARAMETER, "nobody kicks oneself; log out instead");
        }
        if (login.level() < other.level()) {
            throw new ServiceException(
                    ServiceError.FORBIDDEN, "user " + other.user() + " has the higher level " + other.level());
        }
    }
}
