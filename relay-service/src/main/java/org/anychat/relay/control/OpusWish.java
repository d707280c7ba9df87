package org.anychat.relay.control;

import org.anychat.contracts.RelayApi.AudioSettings;

/**
 * The ini's sound in the words of RFC 7587 section 6.1, which every standard client follows: a sampling rate of 16 000
 * is wideband, and so on. Silence is sent as it is ({@code usedtx} is left out), so that packets come at an even rate.
 */
final class OpusWish {
    private static final String ALWAYS = "minptime=10;useinbandfec=1";
    private static final int[] RATES_HZ = {8_000, 12_000, 16_000, 24_000, 48_000};
    private static final int MIN_BITRATE_BPS = 6_000;
    private static final int MAX_BITRATE_BPS = 510_000;

    private OpusWish() {}

    /** Format parameters; empty where the settings leave everything to the publisher. */
    static String of(AudioSettings audio) {
        StringBuilder parameters = new StringBuilder();
        if (audio.sampleRateHz() > 0) {
            parameters.append(";maxplaybackrate=").append(rate(audio.sampleRateHz()));
        }
        if (audio.channels() > 0) {
            parameters.append(";stereo=").append(audio.channels() == 2 ? 1 : 0);
        }
        if (audio.bitrateBps() > 0) {
            int bitrateBps = Math.min(MAX_BITRATE_BPS, Math.max(MIN_BITRATE_BPS, audio.bitrateBps()));
            parameters.append(";maxaveragebitrate=").append(bitrateBps);
        }
        return parameters.isEmpty() ? "" : ALWAYS + parameters;
    }

    /** The next of Opus's own rates. */
    private static int rate(int sampleRateHz) {
        for (int rateHz : RATES_HZ) {
            if (rateHz >= sampleRateHz) {
                return rateHz;
            }
        }
        return RATES_HZ[RATES_HZ.length - 1];
    }
}
