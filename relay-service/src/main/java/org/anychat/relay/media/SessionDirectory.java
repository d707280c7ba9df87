package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which session an address belongs to, over all loops: the kernel gives a client's datagrams to any of the sockets. An
 * address comes in once ICE has authenticated it, so strangers leave no entry.
 */
final class SessionDirectory {
    private final ConcurrentHashMap<InetSocketAddress, MediaSession> sessions = new ConcurrentHashMap<>();

    /** The session of an address, or null. Any loop. */
    MediaSession find(InetSocketAddress address) {
        return sessions.get(address);
    }

    /** Notes where a session's client is. The session's loop. */
    void add(InetSocketAddress address, MediaSession session) {
        if (sessions.get(address) != session) {
            sessions.put(address, session);
            remove(session.addAddress(address), session);
        }
    }

    /** Forgets all addresses of a session. The session's loop. */
    void removeAll(MediaSession session) {
        session.addresses().forEach(address -> remove(address, session));
        session.addresses().clear();
    }

    private void remove(InetSocketAddress address, MediaSession session) {
        if (address != null) {
            sessions.remove(address, session);
        }
    }

    /** Addresses that are known. Any thread. */
    int size() {
        return sessions.size();
    }
}
