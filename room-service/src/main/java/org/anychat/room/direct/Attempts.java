package org.anychat.room.direct;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.anychat.contracts.UserId;

/**
 * Numbers attempts, and counts those of each user in the last minute, whoever the others are: who comes again and again
 * under another name rests after no end, but makes nobody try more often than that.
 */
public final class Attempts {
    private static final long MINUTE_MS = 60_000;

    private final Map<UserId, Deque<Long>> begun = new LinkedHashMap<>();
    private final int mostUsers;
    /** Numbers go up over all rooms, so that what is said of an attempt in the room before fits none in the next. */
    private int last;

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
     * @return its number; empty where one of them has made so many in the last minute
     */
    public OptionalInt next(UserId one, UserId other, int perMinute, long nowMs) {
        forgetBefore(nowMs - MINUTE_MS);
        if (countSince(one, nowMs - MINUTE_MS) >= perMinute || countSince(other, nowMs - MINUTE_MS) >= perMinute) {
            return OptionalInt.empty();
        }
        note(one, nowMs);
        note(other, nowMs);
        return OptionalInt.of(++last);
    }

    /** How many users are remembered. */
    int users() {
        return begun.size();
    }

    private int countSince(UserId user, long ms) {
        Deque<Long> times = begun.getOrDefault(user, new ArrayDeque<>());
        times.removeIf(time -> time <= ms);
        return times.size();
    }

    /** Who has begun last comes last. */
    private void note(UserId user, long nowMs) {
        Deque<Long> times = begun.getOrDefault(user, new ArrayDeque<>());
        times.add(nowMs);
        begun.remove(user);
        begun.put(user, times);
        if (begun.size() > mostUsers) {
            begun.remove(begun.keySet().iterator().next());
        }
    }

    private void forgetBefore(long ms) {
        Iterator<Deque<Long>> eldest = begun.values().iterator();
        boolean old = true;
        while (old && eldest.hasNext()) {
            Long newestMs = eldest.next().peekLast();
            old = newestMs == null || newestMs <= ms;
            if (old) {
                eldest.remove();
            }
        }
    }
}
