package org.anychat.protocol;

/**
 * Which of the server's settings a client overrides, as far as the relay has a part in them. A field that is null leaves
 * the server's.
 *
 * @param gop frames from one key frame to the next, 1 to {@value Limits#GOP_FRAMES}
 * @param audioSampleRate samples per second, 8000 to 48000
 * @param audioChannels 1 or 2
 * @param audioBitrate bit/s, 0 = quality first, at most {@value Limits#AUDIO_BITRATE}
 */
public record OwnSettings(Integer gop, Integer audioSampleRate, Integer audioChannels, Integer audioBitrate) {}
