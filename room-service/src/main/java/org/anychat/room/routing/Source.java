package org.anychat.room.routing;

import org.anychat.contracts.UserId;

/** From whom a viewer gets a stream. */
public sealed interface Source {
    /** The server. */
    Source RELAY = new Relay();

    /**
     * Another user.
     *
     * @param user the publisher, or a viewer that passes the stream on
     * @return the source
     */
    static Source of(UserId user) {
        return new Peer(user);
    }

    /** The server; use {@link #RELAY}. */
    record Relay() implements Source {}

    /**
     * A user.
     *
     * @param user the publisher, or a viewer that passes the stream on
     */
    record Peer(UserId user) implements Source {}
}
