package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.anychat.webrtc.transport.PeerTransport;

/**
 * Which session an address belongs to, over all loops: the kernel gives a client's datagrams to any of the sockets. An
 * address comes in once ICE has authenticated it, so strangers leave no entry; nor does a session take an address over
 * from which another is heard, since whoever forges a participant's address could put that one's media out otherwise. And
 * the names of checks that lead to a session, so that those which lead nowhere end where they are read.
 */
final class SessionDirectory {
    /** Whoever is there is heard within that time: consent is asked for at least every six seconds (RFC 7675). */
    static final long FRESH_NS = PeerTransport.INTERRUPTED_AFTER_NS;

    private final ConcurrentHashMap<InetSocketAddress, Claim> claims = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** A session's right to an address, and that of the one that had it before and has fallen silent, or null. */
    static final class Claim {
        private static final long NOTED_EVERY_NS = 100_000_000;

        private final MediaSession session;
        private final Claim before;
        private volatile long heardNs;

        private Claim(MediaSession session, Claim before, long nowNs) {
            this.session = session;
            this.before = before;
            this.heardNs = nowNs;
        }

        /** Whose the address is. */
        MediaSession session() {
            return session;
        }

        /** Something authentic of the session has come from the address. The session's loop. */
        void heard(long nowNs) {
            if (nowNs - heardNs >= NOTED_EVERY_NS) {
                heardNs = nowNs;
            }
        }

        private boolean isFresh(long nowNs) {
            return nowNs - heardNs < FRESH_NS;
        }

        private boolean isOf(MediaSession other) {
            return session == other;
        }

        private Claim earliest() {
            return before == null ? this : before;
        }
    }

    /** The claim to an address, or null. Any loop. */
    Claim find(InetSocketAddress address) {
        return claims.get(address);
    }

    /**
     * An authentic check of a session has come from an address. The session's loop.
     *
     * @return false where the address stays another session's
     */
    boolean add(InetSocketAddress address, MediaSession session, long nowNs) {
        Claim known = claims.get(address);
        if (known != null && known.isOf(session)) {
            known.heard(nowNs);
            return true;
        }
        Claim held = claims.compute(address, (key, claim) -> claimed(claim, session, nowNs));
        if (!held.isOf(session)) {
            return false;
        }
        remove(session.addAddress(address), session);
        return true;
    }

    /** The first one that comes from an address has it, as long as it is heard, and again when it is heard again. */
    private static Claim claimed(Claim claim, MediaSession session, long nowNs) {
        if (claim == null || claim.isOf(session) || claim.earliest().isOf(session)) {
            return new Claim(session, null, nowNs);
        }
        return claim.isFresh(nowNs) ? claim : new Claim(session, claim.earliest(), nowNs);
    }

    /** Forgets all addresses of a session. The session's loop. */
    void removeAll(MediaSession session) {
        session.addresses().forEach(address -> remove(address, session));
        session.addresses().clear();
    }

    private void remove(InetSocketAddress address, MediaSession session) {
        if (address != null) {
            claims.computeIfPresent(address, (key, claim) -> without(claim, session));
        }
    }

    private static Claim without(Claim claim, MediaSession session) {
        if (claim.isOf(session)) {
            return claim.before;
        }
        return claim.before != null && claim.before.isOf(session)
                ? new Claim(claim.session, null, claim.heardNs)
                : claim;
    }

    /** Checks with that name lead to a session. Any loop. */
    void name(String ufrag) {
        names.add(ufrag);
    }

    /** They do not any more. Any loop. */
    void unname(String ufrag) {
        names.remove(ufrag);
    }

    /** Whether checks with that name lead to a session. Any loop. */
    boolean isNamed(String ufrag) {
        return names.contains(ufrag);
    }

    /** Names that lead to sessions. Any thread. */
    int names() {
        return names.size();
    }

    /** Addresses that are known. Any thread. */
    int size() {
        return claims.size();
    }
}
