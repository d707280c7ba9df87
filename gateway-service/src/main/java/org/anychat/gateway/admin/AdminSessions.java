package org.anychat.gateway.admin;

import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The operators who are logged in at this gateway. They end with the process, and no other gateway knows them. */
final class AdminSessions {
    /** How many there are at most; the oldest gives way. */
    static final int MAX = 128;
    /** Of one account. */
    static final int MAX_PER_ACCOUNT = 8;

    private static final int ID_BYTES = 32;
    /** Tells a page why its connection is over. */
    private static final int POLICY_VIOLATION = 4001;

    private final SecureRandom random;
    private final LongSupplier nowNs;
    private final long idleNs;
    private final long lifeNs;
    private final Map<String, AdminSession> sessions = new LinkedHashMap<>();

    AdminSessions(SecureRandom random, LongSupplier nowNs, long idleMs, long lifeMs) {
        this.random = random;
        this.nowNs = nowNs;
        this.idleNs = TimeUnit.MILLISECONDS.toNanos(idleMs);
        this.lifeNs = TimeUnit.MILLISECONDS.toNanos(lifeMs);
    }

    AdminSession create(AdminAccount account, String address) {
        expire();
        while (count(account.name()) >= MAX_PER_ACCOUNT) {
            end(oldest(account.name()));
        }
        if (sessions.size() >= MAX) {
            end(sessions.values().iterator().next());
        }
        AdminSession session = new AdminSession(secret(), secret(), account, address, nowNs.getAsLong());
        sessions.put(session.id(), session);
        return session;
    }

    private long count(String account) {
        return sessions.values().stream()
                .filter(session -> session.account().name().equals(account))
                .count();
    }

    private AdminSession oldest(String account) {
        return sessions.values().stream()
                .filter(session -> session.account().name().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private String secret() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The session of a cookie that is neither over nor expired. */
    Optional<AdminSession> find(String id) {
        return Optional.ofNullable(id).map(sessions::get).filter(this::isLive);
    }

    /** Whether a session still counts; one that has expired ends with this. */
    boolean isLive(AdminSession session) {
        if (!session.isOver() && session.isExpired(nowNs.getAsLong(), idleNs, lifeNs)) {
            end(session);
        }
        return !session.isOver();
    }

    /** The operator does something. */
    void use(AdminSession session) {
        session.use(nowNs.getAsLong());
    }

    /** Ends a session and closes its pages' connections. */
    void end(AdminSession session) {
        session.end();
        sessions.remove(session.id());
        List.copyOf(session.sockets()).forEach(socket -> socket.close(POLICY_VIOLATION, "logged out"));
        session.sockets().clear();
    }

    /** Ends what has expired; to be called about once a second. */
    void expire() {
        List.copyOf(sessions.values()).forEach(this::isLive);
    }

    /** Ends sessions whose account has gone, or has another password or role by now. */
    void keepOnly(Collection<AdminAccount> accounts) {
        List.copyOf(sessions.values()).stream()
                .filter(session -> !accounts.contains(session.account()))
                .forEach(this::end);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** Connections of all pages. */
    int countSockets() {
        return sessions.values().stream()
                .mapToInt(session -> session.sockets().size())
                .sum();
    }

    /** A page's connection is over. */
    void closed(AdminSession session, SockJSSocket socket) {
        session.sockets().remove(socket);
    }
}
