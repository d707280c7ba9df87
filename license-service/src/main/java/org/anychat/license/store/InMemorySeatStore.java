package org.anychat.license.store;

import java.util.HashSet;
import java.util.Set;
import org.anychat.contracts.SessionId;

/** The store of a single process. */
public final class InMemorySeatStore implements SeatStore {
    private final Set<SessionId> taken = new HashSet<>();

    /** Makes an empty store. */
    public InMemorySeatStore() {}

    @Override
    public synchronized boolean take(SessionId session, int limit) {
        return taken.contains(session) || (taken.size() < limit && taken.add(session));
    }

    @Override
    public synchronized boolean replace(SessionId from, SessionId to) {
        boolean had = taken.remove(from);
        if (had) {
            taken.add(to);
        }
        return had;
    }

    @Override
    public synchronized void release(SessionId session) {
        taken.remove(session);
    }

    @Override
    public synchronized int count() {
        return taken.size();
    }

    @Override
    public synchronized void clear() {
        taken.clear();
    }
}
