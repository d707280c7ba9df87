package org.anychat.room.mesh;

import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** An edge of a tree: a connection by which a parent sends a child one publisher's stream, and nothing else. */
final class Edge {
    /** How far it has come. */
    enum Phase {
        /** The two make a connection. */
        TRYING,
        /** It stands, and the child has the stream by the relay. */
        UP,
        /** The child has the stream by it, and not by the relay. */
        CARRYING,
        /** It stands, and nothing comes by it any more, or its parent has nothing to send. */
        STARVED,
        /** It is over. */
        CLOSED
    }

    /** One of the two. */
    record End(SessionId session, UserId user) {
        static End of(Member member) {
            return new End(member.session(), member.user());
        }
    }

    final UserId publisher;
    final int attempt;
    final End parent;
    final End child;
    private Phase phase = Phase.TRYING;
    private long sinceMs;
    private long startedMs;
    private int ttl;
    private boolean offered;
    private boolean answered;
    private boolean parentConnected;
    private boolean childConnected;
    private boolean childHasAll;

    Edge(UserId publisher, int attempt, End parent, End child, int ttl, long nowMs) {
        this.publisher = publisher;
        this.attempt = attempt;
        this.parent = parent;
        this.child = child;
        this.ttl = ttl;
        sinceMs = nowMs;
        startedMs = nowMs;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase now, long nowMs) {
        phase = now;
        sinceMs = nowMs;
    }

    /** Since when it is in its phase. */
    long sinceMs() {
        return sinceMs;
    }

    /** When the attempt began. */
    long startedMs() {
        return startedMs;
    }

    /** Whether both have said that the connection stands. */
    boolean stands() {
        return phase == Phase.UP || phase == Phase.CARRYING || phase == Phase.STARVED;
    }

    boolean isRoot() {
        return parent.user().equals(publisher);
    }

    int ttl() {
        return ttl;
    }

    void ttl(int hops) {
        ttl = hops;
    }

    boolean has(SessionId session) {
        return parent.session().equals(session) || child.session().equals(session);
    }

    boolean has(UserId user) {
        return parent.user().equals(user) || child.user().equals(user);
    }

    /** Who is at the other end. */
    End other(SessionId session) {
        return parent.session().equals(session) ? child : parent;
    }

    /** Whether an end may describe itself now: the parent first, each once. */
    boolean isTurnOf(SessionId session) {
        boolean offers = parent.session().equals(session);
        return phase == Phase.TRYING && (offers ? !offered : offered && !answered);
    }

    void described(SessionId session) {
        if (parent.session().equals(session)) {
            offered = true;
        } else {
            answered = true;
        }
    }

    /** An end has the connection; true where both have it. */
    boolean connected(SessionId session) {
        if (parent.session().equals(session)) {
            parentConnected = true;
        } else {
            childConnected = true;
        }
        return parentConnected && childConnected;
    }

    /** Whether the child's last word is that all comes by it: it may say so before the parent has said that it has it all. */
    boolean childHasAll() {
        return childHasAll;
    }

    void childHasAll(boolean has) {
        childHasAll = has;
    }
}
