package org.anychat.webrtc.congestion;

/** What the delays say of a path. */
public enum Usage {
    /** Queues are empty or stay as they are. */
    NORMAL,
    /** A queue grows: more is sent than the path carries. */
    OVERUSE,
    /** A queue gets shorter. */
    UNDERUSE
}
