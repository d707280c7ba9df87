package org.anychat.webrtc.sdp;

/**
 * An encoding that is told apart by its restriction id (RFC 8851).
 *
 * @param id 1 to 255 alphanumeric characters, {@code -} and {@code _}
 * @param sent whether the writer of the description sends it, otherwise it receives it
 * @param restrictions such as {@code max-width=640}, or null
 */
public record Rid(String id, boolean sent, String restrictions) {}
