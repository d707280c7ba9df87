package org.anychat.gateway.session;

import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** Who a client is, from its login to its logout, and how often it has gone on at another gateway. */
record ClientLogin(SessionId session, UserId user, String account, String name, int level, int moves) {}
