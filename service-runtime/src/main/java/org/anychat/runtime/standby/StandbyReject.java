package org.anychat.runtime.standby;

/** Why a master gave no, or no good, answer. */
public enum StandbyReject {
    /** Not one of our datagrams. */
    MALFORMED,
    /** More questions in a second than slaves have. */
    TOO_MANY,
    /** Made with another password. */
    WRONG_PASSWORD,
    /** The answer to a challenge of another address, another slave or another time. */
    STALE_CHALLENGE,
    /** Another slave is there. */
    NO_ROOM,
    /** A ping of no session. */
    UNKNOWN_SESSION,
    /** A ping that was here before. */
    REPLAYED,
    /** A good question, at a server that takes no standby. */
    NO_MASTER
}
