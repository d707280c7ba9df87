package org.anychat.webrtc.transport;

/** Why a transport dropped a datagram that came in or a packet that was to go out. */
public enum TransportReject {
    /** Of no class of RFC 7983, or shorter than its header. */
    UNKNOWN_CLASS,
    /** STUN: malformed. */
    STUN_MALFORMED,
    /** STUN: a check without name or signature. */
    STUN_BAD_REQUEST,
    /** STUN: signed with another key, or of another user. */
    STUN_UNAUTHENTICATED,
    /** STUN: a check that came from another address before. */
    STUN_REPLAYED,
    /** STUN: a check with an attribute that must be understood and is not. */
    STUN_UNKNOWN_ATTRIBUTE,
    /** STUN: a check of a peer that takes itself for what this side is, and has to give way. */
    STUN_ROLE_CONFLICT,
    /** STUN: an answer to nothing, an indication. */
    STUN_UNEXPECTED,
    /** DTLS, SRTP or SRTCP from an address without an authenticated check. */
    UNVALIDATED_ADDRESS,
    /** DTLS before the peer's description is known, SRTP or SRTCP before there are keys. */
    TOO_EARLY,
    /** SRTP or SRTCP that was not authentic, see {@link PeerTransport#srtpRejected}. */
    SRTP_REJECTED,
    /** Came after the end. */
    CLOSED,
    /** To be sent before the connection, or after its end. */
    NOT_CONNECTED,
    /** To be sent, but not a packet that can be protected, or without room for the tag. */
    SEND_INVALID,
    /** Protected, but the path outwards was full. */
    SEND_DROPPED
}
