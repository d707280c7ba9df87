package org.anychat.client.media;

/**
 * How video is to be sent. The numbers are those of the AnyChat SDK's options ({@code BRAC_SO_LOCALVIDEO_…}).
 *
 * @param width   38: pixels.
 * @param height  39: pixels.
 * @param fps     33: frames per second.
 * @param gop     32: frames from one key frame to the next.
 * @param bitrate 30: bit/s, 0 = quality first.
 * @param quality 31: 1 poor to 5 best, counts where {@code bitrate} is 0.
 */
public record VideoParameters(int width, int height, int fps, int gop, int bitrate, int quality) {
    private static final int MAX_GOP = 3_000;

    /**
     * Checks the values.
     *
     * @param width   above 0.
     * @param height  above 0.
     * @param fps     above 0.
     * @param gop     1 to 3000.
     * @param bitrate 0 or above.
     * @param quality 1 to 5.
     */
    public VideoParameters {
        if (width < 1 || height < 1 || fps < 1 || bitrate < 0) {
            throw new IllegalArgumentException("width, height and fps are above 0, bitrate is not below it");
        }
        if (gop < 1 || gop > MAX_GOP) {
            throw new IllegalArgumentException("gop " + gop + " is not 1 to " + MAX_GOP);
        }
        if (quality < 1 || quality > 5) {
            throw new IllegalArgumentException("quality " + quality + " is not 1 to 5");
        }
    }
}
