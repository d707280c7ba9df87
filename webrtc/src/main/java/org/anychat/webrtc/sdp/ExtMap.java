package org.anychat.webrtc.sdp;

/**
 * A header extension's id (RFC 8285 §5).
 *
 * @param id 1 to 14, or to 255 with the two-byte form
 * @param direction where it is restricted to one, otherwise null
 * @param uri what it is
 * @param attributes behind the URI, otherwise null
 */
public record ExtMap(int id, Direction direction, String uri, String attributes) {
    /**
     * An extension for both directions.
     *
     * @param id 1 to 255
     * @param uri what it is
     */
    public ExtMap(int id, String uri) {
        this(id, null, uri, null);
    }
}
