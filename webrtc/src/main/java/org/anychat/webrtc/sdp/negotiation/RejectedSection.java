package org.anychat.webrtc.sdp.negotiation;

/**
 * A section that the answer refuses.
 *
 * @param index of the section, from 0
 * @param media the m-line's first word
 * @param reason for people
 */
public record RejectedSection(int index, String media, String reason) {}
