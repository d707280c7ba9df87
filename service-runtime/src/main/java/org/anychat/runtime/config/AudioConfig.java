package org.anychat.runtime.config;

/**
 * {@code [Audio Settings]}: what clients use unless their application overrides it.
 *
 * @param samplesPerSec 8000, 11025, 16000, 22050 or 44100
 * @param channels 1 or 2
 * @param bitsPerSample 8, 16 or 24
 * @param codec the codec's number: 11 is AMR-WB
 * @param bitrateBps the encoder's target in bit/s, 0 for quality first
 * @param redundancy whether publishers are asked to send each packet once more with the next
 */
public record AudioConfig(
        int samplesPerSec, int channels, int bitsPerSample, int codec, int bitrateBps, boolean redundancy) {}
