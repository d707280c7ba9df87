package org.anychat.webrtc.sdp;

/**
 * The stream and track that a section carries (RFC 8830).
 *
 * @param streamId the MediaStream's id, {@code -} for none
 * @param trackId the track's id, empty where the offer names none
 */
public record Msid(String streamId, String trackId) {}
