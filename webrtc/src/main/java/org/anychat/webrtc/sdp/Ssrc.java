package org.anychat.webrtc.sdp;

/**
 * A source (RFC 5576 §4.1).
 *
 * @param ssrc 32 bits
 * @param cname its canonical name, or null
 */
public record Ssrc(int ssrc, String cname) {}
