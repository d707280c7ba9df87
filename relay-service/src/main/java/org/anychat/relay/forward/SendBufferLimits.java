package org.anychat.relay.forward;

/**
 * How much is kept for viewers who lose packets.
 *
 * @param videoBytes per video encoding, allocated with its first packet
 * @param audioBytes per audio track, allocated with its first packet
 * @param maxAgeMs older packets are not sent again
 */
public record SendBufferLimits(int videoBytes, int audioBytes, int maxAgeMs) {
    /** A second of video at 2 Mbit/s, and more than that of audio. */
    public static final SendBufferLimits DEFAULT = new SendBufferLimits(256 * 1024, 16 * 1024, 1000);
}
