package org.anychat.webrtc.transport;

/** Which side of ICE a transport plays. */
public enum IceRole {
    /** A server at public addresses: answers checks and lets the peer choose the path. */
    LITE,
    /** A client: checks the addresses of an ICE-lite peer and chooses the path. */
    CONTROLLING,
    /** One of two users, the one that has offered: both sides check, this one chooses the path. */
    FULL_CONTROLLING,
    /** One of two users, the one that has answered: both sides check, the other chooses the path. */
    FULL_CONTROLLED
}
