package org.anychat.gateway.admin;

import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** An operator who is logged in. Lives on the gateway's context. */
final class AdminSession {
    private static final String CSRF = "csrf ";

    private final String id;
    private final String csrf;
    private final AdminAccount account;
    private final String address;
    private final long createdNs;
    private final Set<SockJSSocket> sockets = new HashSet<>();
    private long usedNs;
    private boolean over;

    AdminSession(String id, AdminAccount account, String address, long createdNs, long usedNs) {
        this.id = id;
        // Each gateway comes to the same one; whoever has neither the cookie nor the bus does not.
        this.csrf = digest(CSRF + id);
        this.account = account;
        this.address = address;
        this.createdNs = createdNs;
        this.usedNs = usedNs;
    }

    /** SHA-256 in hexadecimal digits. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The digest of what the cookie has. */
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

    /** When the operator was last there. */
    long usedNs() {
        return usedNs;
    }

    long createdNs() {
        return createdNs;
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
