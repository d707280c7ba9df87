package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Audio Settings]: what clients send as audio (manual 3.5). */
final class AudioKeys {
    private static final String SECTION = "Audio Settings";

    static final IniKey<Integer> AUDIO_SAMPLES_PER_SEC = new IniKey<Integer>(
                    SECTION,
                    "AudioSamplesPerSec",
                    "16000",
                    ValueType.oneOf(8000, 11_025, 16_000, 22_050, 44_100),
                    "Sampling rate in Hz: 8000, 11025, 16000, 22050 or 44100.",
                    "采样频率（Hz）。")
            .asLive();
    static final IniKey<Integer> AUDIO_CHANNELS = new IniKey<Integer>(
                    SECTION, "AudioChannels", "1", ValueType.oneOf(1, 2), "1: mono; 2: stereo.", "音频通道数：1－2。")
            .asLive();
    static final IniKey<Integer> AUDIO_BITS_PER_SAMPLE = new IniKey<Integer>(
                    SECTION, "AudioBitsPerSample", "16", ValueType.oneOf(8, 16, 24), "8, 16 or 24.", "音频量化位数：8、16、24。")
            .asLive();
    static final IniKey<Integer> AUDIO_CODEC = new IniKey<Integer>(
                    SECTION,
                    "AudioCodec",
                    "11",
                    ValueType.range(10, 16),
                    "10: AMR-NB; 11: AMR-WB; 12: MP3; 13: AAC; 14: MP2; 15: CELT; 16: Speex; browsers use Opus at the same bitrate.",
                    "音频编码器：10 AMR-NB，11 AMR-WB，12 MP3，13 AAC，14 MP2，15 CELT，16 Speex；浏览器以同码率的 Opus 代替。")
            .asLive();
    static final IniKey<Integer> AUDIO_BITRATE = new IniKey<Integer>(
                    SECTION,
                    "AudioBitrate",
                    "15850",
                    ValueType.range(0, 529_200),
                    "Target in bit/s, one that the codec has; 0: quality first, where the codec can.",
                    "目标码率（bps），须为编码器支持的码率；0 为质量优先（编码器支持时）。")
            .asLive();

    static final IniKey<Boolean> AUDIO_REDUNDANCY = new IniKey<>(
            SECTION,
            "AudioRedundancy",
            "1",
            ValueType.flag(),
            "1: browsers send each packet of sound once more with the next (RED), twice the bitrate on their way to the"
                    + " relay, and on to viewers only while they lose packets; 0: not.",
            "1：浏览器将每个音频包随下一个包重发一次（RED），到中继的音频码率加倍，仅在接收者丢包期间转发冗余；0：关闭。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            AUDIO_SAMPLES_PER_SEC, AUDIO_CHANNELS, AUDIO_BITS_PER_SAMPLE, AUDIO_CODEC, AUDIO_BITRATE, AUDIO_REDUNDANCY);

    private AudioKeys() {}
}
