package org.anychat.room.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.RoomId;

/**
 * Slows those who guess a room's password: after {@value #FREE_TRIES} wrong ones from an address that address waits,
 * each time twice as long, before its next try at that room counts. Others are not held up. Not thread-safe.
 */
public final class PasswordGuard {
    static final int FREE_TRIES = 5;
    static final long FIRST_WAIT_NS = TimeUnit.SECONDS.toNanos(1);
    static final int MAX_DOUBLINGS = 6;
    static final long FORGET_NS = TimeUnit.MINUTES.toNanos(15);
    static final int MAX_ENTRIES = 10_000;

    private final Map<Key, Wrong> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Wrong> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record Key(String owner, RoomId room) {}

    private record Wrong(int tries, long lastNs) {}

    /**
     * How long an address has to wait.
     *
     * @param address the client's address, empty where nobody can tell
     * @param room the room
     * @param nowNs the time, in nanoseconds of a monotonic clock
     * @return nanoseconds, 0 where it may try now
     */
    public long waitNs(String address, RoomId room, long nowNs) {
        Wrong wrong = address.isEmpty() ? null : entries.get(key(address, room));
        if (wrong == null || wrong.tries() < FREE_TRIES) {
            return 0;
        }
        int doublings = Math.min(wrong.tries() - FREE_TRIES, MAX_DOUBLINGS);
        long wait = FIRST_WAIT_NS << doublings;
        return Math.max(0, wait - (nowNs - wrong.lastNs()));
    }

    /**
     * A password was wrong.
     *
     * @param address the client's address, empty where nobody can tell
     * @param room the room
     * @param nowNs the time, in nanoseconds
     */
    public void onWrong(String address, RoomId room, long nowNs) {
        if (!address.isEmpty()) {
            entries.merge(key(address, room), new Wrong(1, nowNs), (before, one) -> {
                boolean longAgo = nowNs - before.lastNs() > FORGET_NS;
                return new Wrong(longAgo ? 1 : before.tries() + 1, nowNs);
            });
        }
    }

    /**
     * A password was right.
     *
     * @param address the client's address, empty where nobody can tell
     * @param room the room
     */
    public void onRight(String address, RoomId room) {
        if (!address.isEmpty()) {
            entries.remove(key(address, room));
        }
    }

    private static Key key(String address, RoomId room) {
        return new Key(AddressPattern.ownerOf(address), room);
    }
}
