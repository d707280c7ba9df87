package org.anychat.room.direct;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.anychat.contracts.UserId;

/**
 * Numbers attempts, and counts those of each user in the last minute, whoever the others are: who comes again and again
 * under another name rests after no end, but makes nobody try more often than that. Of what a user may try everybody else has
 * a share: who comes again and again under the same name uses up that and what is left for all, not what others may.
 */
public final class Attempts {
    private static final long MINUTE_MS = 60_000;
    /** With one other in a minute, whatever the rest do. */
    private static final int SHARE = 2;
    /** Beyond their shares, of all others together. */
    private static final int BEYOND_SHARES = 4;

    private final Map<UserId, Deque<Begun>> begun = new LinkedHashMap<>();
    private final int mostUsers;
    /** Numbers go up over all rooms, so that what is said of an attempt in the room before fits none in the next. */
    private int last;

    /** An attempt with another. */
    private record Begun(UserId other, long ms) {}

    /**
     * Begins after a number; of more users in a minute than those at most, who began longest ago is forgotten.
     *
     * @param last the first number less one: another service's may still be on clients' minds
     * @param mostUsers how many users are remembered
     */
    public Attempts(int last, int mostUsers) {
        this.last = last;
        this.mostUsers = mostUsers;
    }

    /**
     * Begins an attempt of two users.
     *
     * @param one one of them
     * @param other the other
     * @param perMinute how often each may be had try in a minute
     * @param nowMs the time
     * @return its number; empty where one of them has made so many in the last minute, or the other of them
     */
    public OptionalInt next(UserId one, UserId other, int perMinute, long nowMs) {
        forgetBefore(nowMs - MINUTE_MS);
        if (!mayBegin(one, other, perMinute, nowMs) || !mayBegin(other, one, perMinute, nowMs)) {
            return OptionalInt.empty();
        }
        note(one, other, nowMs);
        note(other, one, nowMs);
        return OptionalInt.of(++last);
    }

    /** How many users are remembered. */
    int users() {
        return begun.size();
    }

    private boolean mayBegin(UserId user, UserId other, int perMinute, long nowMs) {
        Deque<Begun> all = begun.getOrDefault(user, new ArrayDeque<>());
        all.removeIf(attempt -> attempt.ms <= nowMs - MINUTE_MS);
        if (all.size() >= perMinute) {
            return false;
        }
        Map<UserId, Integer> counts = new HashMap<>();
        all.forEach(attempt -> counts.merge(attempt.other, 1, Integer::sum));
        int beyond = counts.values().stream()
                .mapToInt(count -> Math.max(0, count - SHARE))
                .sum();
        return counts.getOrDefault(other, 0) < SHARE || beyond < BEYOND_SHARES;
    }

    /** Who has begun last comes last. */
    private void note(UserId user, UserId other, long nowMs) {
        Deque<Begun> all = begun.getOrDefault(user, new ArrayDeque<>());
        all.add(new Begun(other, nowMs));
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
