package org.anychat.webrtc.sdp;

/**
 * An attribute that is not modelled.
 *
 * @param name before the colon
 * @param value behind the colon, or null for a flag
 */
public record Attribute(String name, String value) {
    @Override
    public String toString() {
        return value == null ? name : name + ':' + value;
    }
}
