package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Function Settings] about what users exchange beside media: files and video calls. */
final class ExchangeKeys {
    private static final String SECTION = "Function Settings";
    private static final int MAX_PATH_BYTES = 1024;
    private static final int MAX_MB = 1_048_576;

    static final IniKey<Integer> VIDEO_CALL_START_ROOM_ID = new IniKey<>(
            SECTION,
            "VideoCallStartRoomId",
            "100000",
            ValueType.range(1, 2_000_000_000),
            "First room number for video calls; numbers of rooms in use are passed over.",
            "视频呼叫使用的起始房间号；已使用的房间号会被跳过。");
    static final IniKey<Integer> VIDEO_CALL_ANSWER_SECONDS = new IniKey<>(
            SECTION,
            "VideoCallAnswerSeconds",
            "60",
            ValueType.range(1, 600),
            "How long a video call rings before it ends with 100105, in seconds.",
            "视频呼叫等待应答的秒数，超时返回 100105。");
    static final IniKey<String> TEMP_FILE_PATH = new IniKey<>(
            SECTION,
            "TempFilePath",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "Folder of files that users send to the server; empty: temp beside this file.",
            "保存用户发送到服务器的文件的目录；空为本文件旁的 temp 目录。");
    static final IniKey<Integer> TEMP_FILE_QUOTA_MB = new IniKey<>(
            SECTION,
            "TempFileQuotaMB",
            "10240",
            ValueType.range(1, MAX_MB),
            "How much that folder may hold, in MiB.",
            "该目录的最大容量（MiB）。");
    static final IniKey<Integer> TRANS_FILE_MAX_MB = new IniKey<>(
            SECTION,
            "TransFileMaxMB",
            "1024",
            ValueType.range(1, MAX_MB),
            "How large a file may be that a user sends, in MiB.",
            "用户可发送文件的最大大小（MiB）。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            VIDEO_CALL_START_ROOM_ID, VIDEO_CALL_ANSWER_SECONDS, TEMP_FILE_PATH, TEMP_FILE_QUOTA_MB, TRANS_FILE_MAX_MB);

    private ExchangeKeys() {}
}
