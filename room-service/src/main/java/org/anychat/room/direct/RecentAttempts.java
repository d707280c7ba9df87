package org.anychat.room.direct;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anychat.contracts.UserId;
import org.anychat.room.direct.Attempts.Allowance;

/** The attempts of each user in the last minute. */
final class RecentAttempts {
    private static final long MINUTE_MS = 60_000;

    private final Map<UserId, Deque<Begun>> begun = new LinkedHashMap<>();
    private final int mostUsers;

    /** What two try to have, of which they have one at a time: a pair's connection, or the edge for a publisher's stream. */
    record Connection(UserId one, UserId other, UserId publisher) {}

    /** Whom a user has tried with, and for whose stream. */
    private record Peer(UserId user, UserId publisher) {}

    private record Begun(Peer peer, long ms) {}

    RecentAttempts(int mostUsers) {
        this.mostUsers = mostUsers;
    }

    int users() {
        return begun.size();
    }

    /** Counts an attempt for both; false where one of them may not make it now. */
    boolean begin(Connection connection, Allowance allowance, long nowMs) {
        forgetBefore(nowMs - MINUTE_MS);
        Peer one = new Peer(connection.one, connection.publisher);
        Peer other = new Peer(connection.other, connection.publisher);
        if (!mayBegin(one.user, other, allowance, nowMs) || !mayBegin(other.user, one, allowance, nowMs)) {
            return false;
        }
        note(one.user, other, nowMs);
        note(other.user, one, nowMs);
        return true;
    }

    private boolean mayBegin(UserId user, Peer peer, Allowance allowance, long nowMs) {
        Deque<Begun> all = begun.getOrDefault(user, new ArrayDeque<>());
        all.removeIf(attempt -> attempt.ms <= nowMs - MINUTE_MS);
        if (all.size() >= allowance.perMinute()) {
            return false;
        }
        Map<Peer, Integer> counts = new HashMap<>();
        Map<UserId, Integer> shares = new HashMap<>();
        int beyond = 0;
        for (Begun attempt : all) {
            if (isShared(attempt.peer, counts, shares, allowance)) {
                shares.merge(attempt.peer.user, 1, Integer::sum);
            } else {
                beyond++;
            }
            counts.merge(attempt.peer, 1, Integer::sum);
        }
        return isShared(peer, counts, shares, allowance) || beyond < allowance.beyond();
    }

    /** Whether one more would be of the other's own. */
    private static boolean isShared(
            Peer peer, Map<Peer, Integer> counts, Map<UserId, Integer> shares, Allowance allowance) {
        return counts.getOrDefault(peer, 0) < allowance.share()
                && shares.getOrDefault(peer.user, 0) < allowance.perUser();
    }

    /** Who has begun last comes last. */
    private void note(UserId user, Peer peer, long nowMs) {
        Deque<Begun> all = begun.getOrDefault(user, new ArrayDeque<>());
        all.add(new Begun(peer, nowMs));
        begun.remove(user);
        begun.put(user, all);
        if (begun.size() > mostUsers) {
            begun.remove(begun.keySet().iterator().next());
        }
    }

    private void forgetBefore(long ms) {
        Iterator<Deque<Begun>> eldest = begun.values().iterator();
        boolean old = true;
        while (old && eldest.hasNext()) {
            Begun newest = eldest.next().peekLast();
            old = newest == null || newest.ms <= ms;
            if (old) {
                eldest.remove();
            }
        }
    }
}
