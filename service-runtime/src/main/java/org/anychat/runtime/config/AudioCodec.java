package org.anychat.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An audio codec of the ini, and what it can do. Browsers send Opus for all of them.
 *
 * @param number the ini's number
 * @param words its name
 * @param format the samples that it takes
 * @param bitrates its bitrates
 */
record AudioCodec(int number, String words, Format format, BitrateTable bitrates) {
    private static final int MPEG_1_RATE = 44_100;
    private static final int NARROWBAND_RATE = 8000;

    /** All codecs: 3GPP TS 26.071, 3GPP TS 26.171, MPEG-1 to MPEG-4, CELT and Speex as their authors describe them. */
    static final List<AudioCodec> ALL = List.of(
            new AudioCodec(
                    10,
                    "AMR-NB",
                    Format.of(1, 16).at(8000),
                    (rate, channels) -> Bitrates.modes(4750, 5150, 5900, 6700, 7400, 7950, 10_200, 12_200)),
            new AudioCodec(
                    11,
                    "AMR-WB",
                    Format.of(1, 16).at(16_000),
                    (rate, channels) ->
                            Bitrates.modes(6600, 8850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850)),
            // Layer III of MPEG-1, of MPEG-2 and, below 16 kHz, of MPEG-2.5.
            new AudioCodec(
                    12,
                    "MP3",
                    Format.of(2, 8, 16, 24).at(8000, 11_025, 16_000, 22_050, 44_100),
                    (rate, channels) -> rate == MPEG_1_RATE
                            ? Bitrates.orQuality(32_000, 320_000)
                            : Bitrates.orQuality(8000, 160_000)),
            // AAC-LC: at most 6144 bits in each frame of 1024 samples and channel (ISO/IEC 14496-3).
            new AudioCodec(
                    13,
                    "AAC",
                    Format.of(2, 8, 16, 24).at(8000, 11_025, 16_000, 22_050, 44_100),
                    (rate, channels) -> Bitrates.orQuality(8000 * channels, 6 * rate * channels)),
            // In Layer II of MPEG-1 the high bitrates are for stereo and the low ones for mono.
            new AudioCodec(
                    14,
                    "MP2",
                    Format.of(2, 8, 16, 24).at(16_000, 22_050, 44_100),
                    (rate, channels) -> rate == MPEG_1_RATE
                            ? Bitrates.range(32_000 * channels, 192_000 * channels)
                            : Bitrates.range(8000, 160_000)),
            new AudioCodec(
                    15,
                    "CELT",
                    Format.of(2, 16).at(44_100),
                    (rate, channels) -> Bitrates.orQuality(24_000 * channels, 128_000 * channels)),
            // Stereo by intensity, so at the bitrates of mono.
            new AudioCodec(
                    16,
                    "Speex",
                    Format.of(2, 16).at(8000, 16_000),
                    (rate, channels) -> rate == NARROWBAND_RATE
                            ? Bitrates.orQuality(2150, 24_600)
                            : Bitrates.orQuality(3950, 42_200)));

    static Optional<AudioCodec> of(int number) {
        return ALL.stream().filter(codec -> codec.number == number).findFirst();
    }

    /** What the codec cannot do of that: each time the key with its value and what it may be; empty where it can all. */
    List<String> refusals(AudioConfig audio) {
        List<String> refusals = new ArrayList<>();
        boolean rate = format.samplesPerSec().contains(audio.samplesPerSec());
        if (!rate) {
            refusals.add(refusal("AudioSamplesPerSec", audio.samplesPerSec(), list(format.samplesPerSec())));
        }
        boolean channels = audio.channels() <= format.maxChannels();
        if (!channels) {
            refusals.add(refusal("AudioChannels", audio.channels(), "1"));
        }
        if (!format.bits().contains(audio.bitsPerSample())) {
            refusals.add(refusal("AudioBitsPerSample", audio.bitsPerSample(), list(format.bits())));
        }
        // The bitrates of what the codec would be used with, so that one correction is enough.
        Bitrates possible = bitrates.at(
                rate ? audio.samplesPerSec() : format.samplesPerSec().get(0), channels ? audio.channels() : 1);
        if (!possible.contains(audio.bitrateBps())) {
            refusals.add(refusal("AudioBitrate", audio.bitrateBps(), possible.toString()));
        }
        return refusals;
    }

    private static String refusal(String key, int value, String possible) {
        return key + "=" + value + " (possible: " + possible + ")";
    }

    private static String list(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The bitrates at a rate and a number of channels that the codec has. */
    @FunctionalInterface
    interface BitrateTable {
        Bitrates at(int samplesPerSec, int channels);
    }

    /** Samples that a codec takes. */
    record Format(List<Integer> samplesPerSec, int maxChannels, List<Integer> bits) {
        static Format of(int maxChannels, Integer... bits) {
            return new Format(List.of(), maxChannels, List.of(bits));
        }

        Format at(Integer... rates) {
            return new Format(List.of(rates), maxChannels, bits);
        }
    }

    /**
     * Bitrates in bit/s.
     *
     * @param min the lowest
     * @param max the highest
     * @param modes the only ones between them, or empty where all are possible
     * @param quality whether 0, quality first, is possible
     */
    record Bitrates(int min, int max, List<Integer> modes, boolean quality) {
        static Bitrates modes(Integer... modes) {
            return new Bitrates(modes[0], modes[modes.length - 1], List.of(modes), false);
        }

        static Bitrates range(int min, int max) {
            return new Bitrates(min, max, List.of(), false);
        }

        static Bitrates orQuality(int min, int max) {
            return new Bitrates(min, max, List.of(), true);
        }

        boolean contains(int bitrateBps) {
            return bitrateBps == 0
                    ? quality
                    : bitrateBps >= min && bitrateBps <= max && (modes.isEmpty() || modes.contains(bitrateBps));
        }

        @Override
        public String toString() {
            return modes.isEmpty() ? (quality ? "0, " : "") + min + " to " + max : list(modes);
        }
    }
}
