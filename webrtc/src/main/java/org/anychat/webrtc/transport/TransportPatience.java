package org.anychat.webrtc.transport;

import java.util.concurrent.TimeUnit;

/**
 * How long a transport waits for its peer, in nanoseconds.
 *
 * @param iceNs without an authenticated check for that long, from construction or {@link PeerTransport#connect}, it closes
 * @param dtlsNs with a path but without a finished handshake for that long it closes
 * @param consentIntervalNs how often an agent that checks asks for consent (RFC 7675 section 5.1), 80 to 120 % of it
 * @param silenceNs without a packet or an answer for that long a connected transport closes; at most
 *     {@link PeerTransport#CONSENT_TIMEOUT_NS}
 */
public record TransportPatience(long iceNs, long dtlsNs, long consentIntervalNs, long silenceNs) {
    /** With clients anywhere: RFC 7675's intervals, and time for slow networks. */
    public static final TransportPatience CLIENTS = new TransportPatience(
            PeerTransport.ICE_TIMEOUT_NS,
            PeerTransport.DTLS_TIMEOUT_NS,
            TimeUnit.SECONDS.toNanos(5),
            PeerTransport.CONSENT_TIMEOUT_NS);

    /** Between two users, for whom there is another way where this one does not come about at once. */
    public static final TransportPatience USERS = new TransportPatience(
            TimeUnit.SECONDS.toNanos(5),
            TimeUnit.SECONDS.toNanos(5),
            TimeUnit.SECONDS.toNanos(5),
            PeerTransport.CONSENT_TIMEOUT_NS);

    /** Between servers, where a second of silence is long: a quarter of it to the next question, two until the end. */
    public static final TransportPatience SERVERS = new TransportPatience(
            TimeUnit.SECONDS.toNanos(3),
            TimeUnit.SECONDS.toNanos(3),
            TimeUnit.MILLISECONDS.toNanos(250),
            TimeUnit.SECONDS.toNanos(2));
}
