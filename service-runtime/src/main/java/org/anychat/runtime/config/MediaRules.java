package org.anychat.runtime.config;

import static org.anychat.runtime.config.AudioKeys.AUDIO_BITRATE;
import static org.anychat.runtime.config.AudioKeys.AUDIO_BITS_PER_SAMPLE;
import static org.anychat.runtime.config.AudioKeys.AUDIO_CHANNELS;
import static org.anychat.runtime.config.AudioKeys.AUDIO_CODEC;
import static org.anychat.runtime.config.AudioKeys.AUDIO_SAMPLES_PER_SEC;

import java.util.List;

/** Which video and audio settings go together. Where the original product let clients fail, a start is refused. */
final class MediaRules {
    private static final int MJPEG = 2;

    private final IniValues values;

    MediaRules(IniValues values) {
        this.values = values;
    }

    void check(VideoConfig video) {
        checkEven(VideoKeys.VIDEO_WIDTH, video.width());
        checkEven(VideoKeys.VIDEO_HEIGHT, video.height());
        if (video.codec() == MJPEG) {
            values.warn(
                    VideoKeys.VIDEO_CODEC,
                    "VideoCodec=2 (MJPEG): no browser sends it; clients are told to use H.264 at the same bitrate.");
        }
        if (video.gopSize() < video.fps()) {
            values.warn(
                    VideoKeys.VIDEO_GOP_SIZE,
                    "VideoGOPSize=" + video.gopSize() + " is below VideoFPS=" + video.fps()
                            + ": more than one key frame"
                            + " in a second costs picture quality. Three to four times VideoFPS is good on the Internet,"
                            + " VideoFPS on a local network.");
        }
    }

    private void checkEven(IniKey<Integer> key, int pixels) {
        if (pixels % 2 != 0 && values.isGood(key)) {
            values.violate(
                    key, "H.264 has even widths and heights only. Set " + (pixels - 1) + " or " + (pixels + 1) + ".");
        }
    }

    void check(AudioConfig audio) {
        List<IniKey<Integer>> keys =
                List.of(AUDIO_CODEC, AUDIO_SAMPLES_PER_SEC, AUDIO_CHANNELS, AUDIO_BITS_PER_SAMPLE, AUDIO_BITRATE);
        if (!keys.stream().allMatch(values::isGood)) {
            return;
        }
        AudioCodec codec = AudioCodec.of(audio.codec()).orElseThrow();
        values.note("AudioCodec=" + codec.number() + " (" + codec.words()
                + "): browsers have no such codec and are told to use Opus at the same bitrate.");
        List<String> refusals = codec.refusals(audio);
        if (!refusals.isEmpty()) {
            IniKey<Integer> place =
                    keys.stream().filter(values::has).findFirst().orElse(AUDIO_CODEC);
            values.violate(
                    place,
                    codec.words() + " (AudioCodec=" + codec.number() + ") has no " + String.join(", no ", refusals)
                            + ". Change " + (refusals.size() == 1 ? "it" : "them") + ", or AudioCodec.");
        }
    }
}
