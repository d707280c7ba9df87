package org.anychat.client.media;

/**
 * How sound is to be sent.
 *
 * @param sampleRate samples per second, 8000 to 48000.
 * @param channels   1 or 2.
 * @param bitrate    bit/s, 0 = quality first; the AnyChat SDK's options 8 (mono) and 9 (stereo).
 */
public record AudioParameters(int sampleRate, int channels, int bitrate) {
    private static final int MAX_BITRATE = 510_000;

    /**
     * Checks the values.
     *
     * @param sampleRate 8000 to 48000.
     * @param channels   1 or 2.
     * @param bitrate    0 to 510000.
     */
    public AudioParameters {
        if (sampleRate < 8_000 || sampleRate > 48_000 || channels < 1 || channels > 2) {
            throw new IllegalArgumentException("sampleRate is 8000 to 48000, channels 1 or 2");
        }
        if (bitrate < 0 || bitrate > MAX_BITRATE) {
            throw new IllegalArgumentException("bitrate " + bitrate + " is not 0 to " + MAX_BITRATE);
        }
    }
}
