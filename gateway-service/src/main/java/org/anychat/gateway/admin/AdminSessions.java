package org.anychat.gateway.admin;

import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The operators who are logged in. Of the secret that a browser has only the digest is kept, so that gateways may tell
 * each other of logins ({@link OperatorSharing}).
 */
final class AdminSessions {
    /** How many there are at most; the oldest gives way. */
    static final int MAX = 128;
    /** Of one account. */
    static final int MAX_PER_ACCOUNT = 8;

    private static final int SECRET_BYTES = 32;
    /** So many logins that were ended are remembered, in case another gateway still takes them for good. */
    private static final int MAX_OVER = 512;
    /** Tells a page why its connection is over. */
    private static final int POLICY_VIOLATION = 4001;

    private final SecureRandom random;
    private final LongSupplier nowNs;
    private final long idleNs;
    private final long lifeNs;
    private final Map<String, AdminSession> sessions = new LinkedHashMap<>();
    private final Set<String> over = new LinkedHashSet<>();
    private Observer observer = new Observer() {};

    /** Hears what other gateways should know. */
    interface Observer {
        /** Somebody has logged in, or done something. */
        default void onUsed(AdminSession session) {}

        /** A login was ended, not by time. */
        default void onEnded(AdminSession session) {}
    }

    /** A login, and the secret by which its browser is known. */
    record Created(AdminSession session, String secret) {}

    AdminSessions(SecureRandom random, LongSupplier nowNs, long idleMs, long lifeMs) {
        this.random = random;
        this.nowNs = nowNs;
        this.idleNs = TimeUnit.MILLISECONDS.toNanos(idleMs);
        this.lifeNs = TimeUnit.MILLISECONDS.toNanos(lifeMs);
    }

    void observe(Observer who) {
        observer = who;
    }

    Created create(AdminAccount account, String address) {
        expire();
        while (count(account.name()) >= MAX_PER_ACCOUNT) {
            end(oldest(account.name()));
        }
        String secret = secret();
        long now = nowNs.getAsLong();
        AdminSession session = new AdminSession(AdminSession.digest(secret), account, address, now, now);
        add(session);
        observer.onUsed(session);
        return new Created(session, secret);
    }

    private void add(AdminSession session) {
        if (sessions.size() >= MAX) {
            end(sessions.values().iterator().next());
        }
        sessions.put(session.id(), session);
    }

    /** Another gateway knows a login: since when, and how long nobody has done anything. */
    void learn(String id, AdminAccount account, String address, long ageNs, long idleForNs) {
        long now = nowNs.getAsLong();
        AdminSession known = sessions.get(id);
        if (known != null) {
            known.use(Math.max(known.usedNs(), now - idleForNs));
        } else if (!over.contains(id)) {
            AdminSession session = new AdminSession(id, account, address, now - ageNs, now - idleForNs);
            if (!session.isExpired(now, idleNs, lifeNs)) {
                add(session);
            }
        }
    }

    /** Another gateway has ended a login. */
    void learnOver(String id) {
        remember(id);
        AdminSession known = sessions.get(id);
        if (known != null) {
            drop(known);
        }
    }

    private void remember(String id) {
        over.add(id);
        if (over.size() > MAX_OVER) {
            over.remove(over.iterator().next());
        }
    }

    Collection<AdminSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Logins that were ended, not by time. */
    List<String> over() {
        return List.copyOf(over);
    }

    long ageMs(AdminSession session) {
        return TimeUnit.NANOSECONDS.toMillis(nowNs.getAsLong() - session.createdNs());
    }

    long idleMs(AdminSession session) {
        return TimeUnit.NANOSECONDS.toMillis(nowNs.getAsLong() - session.usedNs());
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
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The session of a cookie that is neither over nor expired. */
    Optional<AdminSession> find(String secret) {
        return Optional.ofNullable(secret).map(AdminSession::digest).flatMap(this::byId);
    }

    /** The session of that id which is neither over nor expired. */
    Optional<AdminSession> byId(String id) {
        return Optional.ofNullable(id).map(sessions::get).filter(this::isLive);
    }

    /** Whether a session still counts; one that has expired ends with this. */
    boolean isLive(AdminSession session) {
        if (!session.isOver() && session.isExpired(nowNs.getAsLong(), idleNs, lifeNs)) {
            drop(session);
        }
        return !session.isOver();
    }

    /** The operator does something. */
    void use(AdminSession session) {
        session.use(nowNs.getAsLong());
        observer.onUsed(session);
    }

    /** Ends a session for good, wherever it is known, and closes its pages' connections. */
    void end(AdminSession session) {
        drop(session);
        remember(session.id());
        observer.onEnded(session);
    }

    private void drop(AdminSession session) {
        session.end();
        sessions.remove(session.id());
        List.copyOf(session.sockets()).forEach(socket -> socket.close(POLICY_VIOLATION, "logged out"));
        session.sockets().clear();
    }

    /** Ends what has expired; to be called about once a second. */
    void expire() {
        List.copyOf(sessions.values()).forEach(this::isLive);
    }

    /** Ends sessions here whose account has gone, or has another password or role by now. */
    void keepOnly(Collection<AdminAccount> accounts) {
        List.copyOf(sessions.values()).stream()
                .filter(session -> !accounts.contains(session.account()))
                .forEach(this::drop);
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

    /** Connections of the pages of one account. */
    int countSockets(String account) {
        return sessions.values().stream()
                .filter(session -> session.account().name().equals(account))
                .mapToInt(session -> session.sockets().size())
                .sum();
    }

    /** A page's connection is over. */
    void closed(AdminSession session, SockJSSocket socket) {
        session.sockets().remove(socket);
    }
}
