package org.anychat.room.direct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Way;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** Two members of a room: the attempt that is under way, and how media goes in each direction. */
final class Pair {
    /** How long all that the other has open may take to come by a connection that stands. */
    private static final long CARRY_MS = 10_000;
    /** How long clients may go on with a connection that has been given up with a grace. */
    private static final long LEAVING_MS = 6_000;

    /** How far an attempt has come. */
    enum Phase {
        IDLE,
        TRYING,
        CONNECTED
    }

    /** One of the two, and how it gets the other's media. */
    static final class Side {
        final SessionId session;
        final UserId user;
        boolean signalled;
        boolean connected;
        boolean declined;
        boolean wantsDirect;
        private long missesSinceMs;
        Way way = Way.RELAY;
        long sinceMs;

        private Side(Member member, long nowMs) {
            session = member.session();
            user = member.user();
            sinceMs = nowMs;
        }

        /** Whether what the other has open has been missing for long. */
        private boolean misses(boolean open, long nowMs) {
            if (!open || way == Way.DIRECT) {
                missesSinceMs = nowMs;
            }
            return nowMs - missesSinceMs >= CARRY_MS;
        }

        private void way(Way newWay, long nowMs) {
            if (way != newWay) {
                way = newWay;
                sinceMs = nowMs;
            }
        }
    }

    /** The one that offers. */
    final Side first;

    final Side second;
    private Phase phase = Phase.IDLE;
    private RouteReason reason = RouteReason.UNASKED;
    private int attempt;
    private long startedMs;
    private final Rest rest = new Rest();
    /** Attempts that were given up with a grace, and until when the two may still be sending by what came of them. */
    private final Map<Integer, Long> leaving = new LinkedHashMap<>();

    Pair(Member first, Member second, long nowMs) {
        this.first = new Side(first, nowMs);
        this.second = new Side(second, nowMs);
    }

    Phase phase() {
        return phase;
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    int attempt() {
        return attempt;
    }

    RouteReason reason() {
        return reason;
    }

    Side side(SessionId session) {
        return first.session.equals(session) ? first : second;
    }

    Side other(Side side) {
        return side == first ? second : first;
    }

    boolean isDeclined() {
        return first.declined || second.declined;
    }

    /** When the attempt that is under way began. */
    long startedMs() {
        return startedMs;
    }

    /** Whether a new attempt has to wait: an SDK is not made to begin as often as another wishes. */
    boolean rests(long nowMs) {
        return rest.rests(nowMs);
    }

    /** Whether nothing need be kept of two who have parted: what they failed at is long over. */
    boolean isForgettable(long nowMs) {
        return rest.isOver(nowMs);
    }

    /** The attempts that were given up, but by which the two may still be sending; nothing is kept of them from now on. */
    List<Integer> takeLeaving(long nowMs) {
        forgetLeft(nowMs);
        List<Integer> attempts = new ArrayList<>(leaving.keySet());
        leaving.clear();
        return attempts;
    }

    private void forgetLeft(long nowMs) {
        leaving.values().removeIf(untilMs -> nowMs >= untilMs);
    }

    /**
     * Whether a connection that stands does not bring a side all that the other has open.
     *
     * @param firstIsOpen whether the first has something open
     * @param secondIsOpen whether the second has
     */
    boolean carriesTooLittle(boolean firstIsOpen, boolean secondIsOpen, long nowMs) {
        boolean firstMisses = first.misses(secondIsOpen, nowMs);
        return (second.misses(firstIsOpen, nowMs) || firstMisses) && phase == Phase.CONNECTED;
    }

    void start(int number, long nowMs) {
        attempt = number;
        phase = Phase.TRYING;
        startedMs = nowMs;
        rest.begin(nowMs);
        for (Side side : new Side[] {first, second}) {
            side.signalled = false;
            side.connected = false;
            side.wantsDirect = false;
            side.way(Way.TRYING, nowMs);
        }
    }

    /** Both ends stand. */
    void connected(long nowMs) {
        phase = Phase.CONNECTED;
        startedMs = nowMs;
        for (Side side : new Side[] {first, second}) {
            side.missesSinceMs = nowMs;
            side.way(Way.RELAY, nowMs);
        }
        // What flows by the relay for want of anything open is no fault of the connection's.
        reason = RouteReason.UNASKED;
    }

    void direct(Side side, long nowMs) {
        side.way(Way.DIRECT, nowMs);
    }

    /** Whatever the end, another attempt costs the two as much as this: each end counts, unless all went well for long. */
    void stop(RouteReason why, long nowMs) {
        boolean failed = why == RouteReason.FAILED || why == RouteReason.BROKEN;
        rest.end(failed, phase == Phase.CONNECTED ? nowMs - startedMs : 0, nowMs);
        forgetLeft(nowMs);
        if (why.graceMs() > 0) {
            leaving.put(attempt, nowMs + LEAVING_MS);
        }
        phase = Phase.IDLE;
        reason = why;
        first.way(Way.RELAY, nowMs);
        second.way(Way.RELAY, nowMs);
    }

    /** Why nothing is tried now. */
    void reason(RouteReason why) {
        reason = why;
    }

    /** How the media of the other side comes to this one. */
    Route routeTo(Side side) {
        String word = side.way == Way.RELAY ? reason.word() : "";
        return new Route(other(side).user, side.user, side.way, side.sinceMs, word);
    }
}
