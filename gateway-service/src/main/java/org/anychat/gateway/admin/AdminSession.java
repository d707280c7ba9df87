package org.anychat.gateway.admin;

import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashSet;
import java.util.Set;

/** An operator who is logged in. Lives on the gateway's context. */
final class AdminSession {
    private final String id;
    private final String csrf;
    private final AdminAccount account;
    private final String address;
    private final long createdNs;
    private final Set<SockJSSocket> sockets = new HashSet<>();
    private long usedNs;
    private boolean over;

    AdminSession(String id, String csrf, AdminAccount account, String address, long nowNs) {
        this.id = id;
        this.csrf = csrf;
        this.account = account;
        this.address = address;
        this.createdNs = nowNs;
        this.usedNs = nowNs;
    }

    /** What the cookie has. */
    String id() {
        return id;
    }

    /** What every request that changes something has to repeat. */
    String csrf() {
        return csrf;
    }

    AdminAccount account() {
        return account;
    }

    /** Where the operator has logged in from. */
    String address() {
        return address;
    }

    /** The open pages. */
    Set<SockJSSocket> sockets() {
        return sockets;
    }

    /** The operator is there: a page that is only open does not count. */
    void use(long nowNs) {
        usedNs = nowNs;
    }

    boolean isExpired(long nowNs, long idleNs, long lifeNs) {
        return nowNs - usedNs > idleNs || nowNs - createdNs > lifeNs;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
