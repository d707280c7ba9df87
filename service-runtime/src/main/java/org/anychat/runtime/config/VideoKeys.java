package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Video Settings]: what clients send as video (manual 3.4). */
final class VideoKeys {
    private static final String SECTION = "Video Settings";
    private static final int MAX_VIDEO_SIDE = 4096;
    private static final int MAX_BITRATE_BPS = 100_000_000;

    static final IniKey<Integer> VIDEO_SIZE = new IniKey<Integer>(
                    SECTION,
                    "VideoSize",
                    "3",
                    ValueType.range(0, 7),
                    "0: VideoWidth and VideoHeight; 1: 160x120; 2: 176x144; 3: 320x240; 4: 352x288; 5: 528x384; 6: 640x480; 7: 704x576.",
                    "视频采样尺寸：0 为自定义（VideoWidth、VideoHeight），1－7 如上。")
            .asLive();
    static final IniKey<Integer> VIDEO_WIDTH = new IniKey<Integer>(
                    SECTION,
                    "VideoWidth",
                    "320",
                    ValueType.range(16, MAX_VIDEO_SIDE),
                    "Width in pixels, where VideoSize is 0.",
                    "自定义宽度（VideoSize=0 时有效）。")
            .asLive();
    static final IniKey<Integer> VIDEO_HEIGHT = new IniKey<Integer>(
                    SECTION,
                    "VideoHeight",
                    "240",
                    ValueType.range(16, MAX_VIDEO_SIDE),
                    "Height in pixels, where VideoSize is 0.",
                    "自定义高度（VideoSize=0 时有效）。")
            .asLive();
    static final IniKey<Integer> VIDEO_FPS = new IniKey<Integer>(
                    SECTION, "VideoFPS", "8", ValueType.range(1, 25), "Pictures per second.", "视频采样帧率。")
            .asLive();
    static final IniKey<Integer> VIDEO_GOP_SIZE = new IniKey<Integer>(
                    SECTION,
                    "VideoGOPSize",
                    "32",
                    ValueType.range(1, 3000),
                    "Pictures from one key frame to the next.",
                    "视频关键帧间隔。")
            .asLive();
    static final IniKey<Integer> VIDEO_BITRATE = new IniKey<Integer>(
                    SECTION,
                    "VideoBitrate",
                    "60000",
                    ValueType.range(0, MAX_BITRATE_BPS),
                    "Target in bit/s; 0: quality first.",
                    "目标码率（bps）；0 为质量优先。")
            .asLive();
    static final IniKey<Integer> VIDEO_CODEC = new IniKey<Integer>(
                    SECTION,
                    "VideoCodec",
                    "1",
                    ValueType.oneOf(1, 2),
                    "1: H.264; 2: MJPEG, which browsers replace with H.264.",
                    "视频编码器：1 为 H.264；2 为 MJPEG，浏览器以 H.264 代替。")
            .asLive();
    static final IniKey<Integer> VIDEO_QUALITY = new IniKey<Integer>(
                    SECTION, "VideoQuality", "3", ValueType.range(1, 5), "1 poor to 5 best.", "视频质量：1 较差，5 最好。")
            .asLive();
    static final IniKey<Integer> VIDEO_PRESET = new IniKey<Integer>(
                    SECTION,
                    "VideoPreset",
                    "3",
                    ValueType.range(1, 5),
                    "1 least work for the encoder to 5 most.",
                    "视频编码预设：1 占用 CPU 最少，5 最多。")
            .asLive();

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            VIDEO_SIZE,
            VIDEO_WIDTH,
            VIDEO_HEIGHT,
            VIDEO_FPS,
            VIDEO_GOP_SIZE,
            VIDEO_BITRATE,
            VIDEO_CODEC,
            VIDEO_QUALITY,
            VIDEO_PRESET);

    private VideoKeys() {}
}
