package org.anychat.runtime.config;

import java.util.Locale;

/** The services of the platform. A process runs any of them, in the order of their start. */
public enum ServiceKind {
    /** The licence and the seats. One of them is active in a cluster. */
    LICENSE,
    /** Logins, bans, the server plug-in. One of them is active in a cluster. */
    AUTH,
    /** Rooms and video calls. One of them is active in a cluster. */
    ROOM,
    /** Media; any number. */
    RELAY,
    /** Clients; any number. */
    GATEWAY;

    /**
     * Tells whether one instance of the cluster works and the others wait to take its place.
     *
     * @return false for those that all work
     */
    public boolean hasOneActive() {
        return this == LICENSE || this == AUTH || this == ROOM;
    }

    /**
     * The name in the configuration.
     *
     * @return lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
