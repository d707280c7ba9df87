package org.anychat.webrtc.transport;

/** Why a {@link PeerTransport} ended. */
public enum CloseReason {
    /** Its owner closed it. */
    LOCAL,
    /** The peer closed it with a DTLS close_notify. */
    REMOTE,
    /** No authenticated connectivity check came through in time. */
    ICE_TIMEOUT,
    /** ICE found a path, but the DTLS handshake was not done in time. */
    DTLS_TIMEOUT,
    /** The handshake failed: an alert, a certificate of another fingerprint, no common SRTP profile. */
    DTLS_FAILED,
    /** The peer's consent to be sent to expired (RFC 7675). */
    CONSENT_EXPIRED
}
