package org.anychat.room.routing;

/** What a client lets the server do with direct connections ({@code BRAC_SO_NETWORK_P2PPOLITIC}), by the field's numbers 0 to 3. */
public enum ClientP2pPolicy {
    /** 0: no direct connection, ever. */
    NEVER,
    /** 1: the server decides. */
    SERVER,
    /** 2: the application decides; connections of others are accepted. */
    APPLICATION,
    /** 3: when audio or video is asked for. */
    ON_DEMAND;

    /**
     * Whether the client takes a stream from another user, and gives its own to one who asks.
     *
     * @return false for {@link #NEVER} alone
     */
    public boolean isDirect() {
        return this != NEVER;
    }

    /**
     * Whether the server may have the client pass on what others publish.
     *
     * @return true for {@link #SERVER} and {@link #ON_DEMAND}
     */
    public boolean isRouted() {
        return this == SERVER || this == ON_DEMAND;
    }
}
