package org.anychat.room.direct;

import java.util.Locale;

/** Why media of one user goes to another by the relay. */
public enum RouteReason {
    /** The server's policy has all media go by the relay, or the room has too many members for anything else. */
    POLICY(2_000),
    /** One of the two is a client that cannot. */
    CLIENT(2_000),
    /** One of the two does not want to (policy 0 of its own). */
    NEVER(2_000),
    /** Neither has anything open, or nobody has asked. */
    UNASKED(2_000),
    /** An operator withholds media of one of the two. */
    WITHHELD(0),
    /** One of the two sends in private, and the other is not its partner. */
    PRIVATE(0),
    /** No connection has come about, or it has not brought all that was to come by it. */
    FAILED(500),
    /** Nothing came by the connection any more; the other direction may still carry. */
    BROKEN(500),
    /** One of the two has declined. */
    DECLINED(2_000),
    /** One of the two begins anew. */
    ANEW(2_000),
    /** One of the two has been made to try too often, with whomever. */
    OFTEN(2_000),
    /** One of the two has left the room. */
    LEFT(0),
    /** The stream's mesh tree has no place for the viewer. */
    TREE(2_000),
    /** The viewer gets the stream from another user now. */
    MOVED(2_000),
    /** The connection lives, and nothing of the stream came by it. */
    STARVED(500),
    /** What came was not what the publisher has signed. */
    FORGED(0);

    private final int graceMs;

    RouteReason(int graceMs) {
        this.graceMs = graceMs;
    }

    /**
     * How long both go on sending directly when a connection is given up for this.
     *
     * @return in milliseconds; 0 where nothing may or need go that way any more
     */
    public int graceMs() {
        return graceMs;
    }

    /**
     * What clients and operators are told.
     *
     * @return a word in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
