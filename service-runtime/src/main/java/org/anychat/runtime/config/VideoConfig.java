package org.anychat.runtime.config;

/**
 * {@code [Video Settings]}: what clients use unless their application overrides it.
 *
 * @param width in pixels, even, from {@code VideoSize} or where that is 0 from {@code VideoWidth}
 * @param height in pixels, alike
 * @param fps pictures per second, 1 to 25
 * @param gopSize pictures from one key frame to the next
 * @param bitrateBps the encoder's target in bit/s, 0 for quality first
 * @param codec the codec's number: 1 is H.264, 2 MJPEG
 * @param quality 1 poor to 5 best
 * @param preset 1 least work for the encoder to 5 most
 */
public record VideoConfig(
        int width, int height, int fps, int gopSize, int bitrateBps, int codec, int quality, int preset) {}
