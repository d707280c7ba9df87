package org.anychat.webrtc.transport;

/** What a datagram on a multiplexed port can be. */
public enum DatagramClass {
    /** A STUN message. */
    STUN,
    /** A DTLS record. */
    DTLS,
    /** An SRTP packet. */
    RTP,
    /** An SRTCP packet. */
    RTCP,
    /** Anything else, or too short for its class. */
    UNKNOWN
}
