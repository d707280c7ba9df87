package org.anychat.webrtc.dtls;

/** Why a datagram was dropped before the DTLS protocol saw it. */
public enum DtlsReject {
    /** Not a chain of whole DTLS records, or a handshake message of an absurd announced length. */
    MALFORMED,
    /** Longer than any datagram that a WebRTC endpoint sends. */
    OVERSIZED,
    /** More datagrams or bytes wait than may. */
    QUEUE_FULL,
    /** The transport is closed. */
    CLOSED
}
