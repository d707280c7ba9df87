package org.anychat.webrtc.sdp;

/**
 * Who made a description, and which version of it this is (RFC 8866 §5.2).
 *
 * @param username mostly {@code -}
 * @param sessionId decimal
 * @param sessionVersion decimal, higher for each new description of the session
 * @param address network type, address type and address, such as {@code IN IP4 127.0.0.1}; WebRTC ignores it
 */
public record Origin(String username, String sessionId, String sessionVersion, String address) {
    /**
     * An origin of our own.
     *
     * @param sessionId the session
     * @param sessionVersion the version
     * @return the origin
     */
    public static Origin of(long sessionId, long sessionVersion) {
        return new Origin("-", Long.toUnsignedString(sessionId), Long.toString(sessionVersion), "IN IP4 127.0.0.1");
    }
}
