package org.anychat.webrtc.ice;

/** What became of a STUN message that an {@link IceAgent} got. */
public enum StunOutcome {
    /** Authenticated and acted upon. */
    ACCEPTED,
    /** No well-formed STUN message, or without the FINGERPRINT that every check has. Not answered. */
    MALFORMED,
    /** A request without USERNAME or MESSAGE-INTEGRITY. Answered with 400. */
    BAD_REQUEST,
    /** A request of another user or with another key, answered with 401, or a response with another key. */
    UNAUTHENTICATED,
    /** An authentic request that came from another address before. Not answered. */
    REPLAYED,
    /** An authenticated request with an attribute that must be understood and is not. Answered with 420. */
    UNKNOWN_ATTRIBUTE,
    /** An authenticated request of a peer that takes itself for what this side is. Answered with 487. */
    ROLE_CONFLICT,
    /** Nothing that this agent waits for: an indication, a late response, a response from a wrong address. */
    UNEXPECTED
}
