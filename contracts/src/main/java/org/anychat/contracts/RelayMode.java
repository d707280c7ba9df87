package org.anychat.contracts;

/** What a relay takes. */
public enum RelayMode {
    /** New rooms. */
    OPEN,
    /** No new rooms; those that it has are to move. */
    DRAINING,
    /** Nothing: it is being stopped, or the deadline of its draining has passed. */
    CLOSED
}
