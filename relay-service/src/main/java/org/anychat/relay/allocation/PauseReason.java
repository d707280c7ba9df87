package org.anychat.relay.allocation;

/** Why a video that a viewer wants is not sent. */
public enum PauseReason {
    /** The viewer's path has no room for it. */
    NETWORK,
    /** The viewer gets no more videos at once, and others come before it. */
    LIMIT
}
