package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Function Settings]: what clients may do (manual 3.6). */
final class FunctionKeys {
    private static final String SECTION = "Function Settings";
    private static final int MAX_PATH_BYTES = 1024;

    static final IniKey<Boolean> CLOSE_FRONT_LINK = new IniKey<Boolean>(
                    SECTION,
                    "CloseFrontLink",
                    "0",
                    ValueType.flag(),
                    "Second login of one user. 1: closes the first; 0: is refused.",
                    "同一用户再次登录时：1 断开之前的连接；0 拒绝后来的连接。")
            .asLive();
    static final IniKey<Boolean> AUTO_ADD_ROOM = new IniKey<Boolean>(
                    SECTION,
                    "AutoAddRoom",
                    "1",
                    ValueType.flag(),
                    "1: entering a room that does not exist makes it.",
                    "1：进入不存在的房间时自动创建；0：返回错误。")
            .asLive();
    static final IniKey<String> SDK_FILTER_PLUS = new IniKey<>(
            SECTION,
            "SDKFilterPlus",
            "",
            ValueType.pluginFile(MAX_PATH_BYTES),
            "File of the server plug-in (.jar, .so or .dll), in the server's folder or with its full path; empty for none.",
            "服务器 SDK 增强插件文件名（.jar、.so 或 .dll），位于服务器目录下或带完整路径；空为不加载。");
    static final IniKey<Integer> SDK_FILTER_TIMEOUT = new IniKey<>(
            SECTION,
            "SDKFilterTimeout",
            "3000",
            ValueType.range(100, 4_000),
            "How long the plug-in may take for an answer, in milliseconds; then the client gets 207.",
            "插件应答的最长时间（毫秒），超时返回错误码 207。");
    static final IniKey<Integer> SDK_FILTER_THREADS = new IniKey<>(
            SECTION,
            "SDKFilterThreads",
            "1",
            ValueType.range(1, 32),
            "How many callbacks of the plug-in may run at once; above 1 the plug-in must be made for it.",
            "插件回调的并发线程数；大于 1 时插件必须是线程安全的。");
    static final IniKey<Boolean> ALLOW_GUEST_LOGIN = new IniKey<Boolean>(
                    SECTION,
                    "AllowGuestLogin",
                    "1",
                    ValueType.flag(),
                    "1: a login without a password is allowed; always so in demo mode.",
                    "是否允许游客（空密码）登录；演示模式下忽略。")
            .asLive();
    static final IniKey<Integer> MAX_USERS_PER_ROOM = new IniKey<Integer>(
                    SECTION,
                    "MaxUsersPerRoom",
                    "100",
                    ValueType.range(1, 100_000),
                    "How many a room holds.",
                    "每个房间的最大用户数。")
            .asLive();
    static final IniKey<Integer> CONTROL_LEVEL = new IniKey<>(
            SECTION,
            "ControlLevel",
            "100",
            ValueType.range(1, Integer.MAX_VALUE),
            "Least level of users who may kick others and ban addresses.",
            "允许踢人和封锁 IP 地址的最低用户级别。");
    static final IniKey<Integer> PRIVATE_CHAT_TIMEOUT_SECONDS = new IniKey<>(
            SECTION,
            "PrivateChatTimeoutSeconds",
            "30",
            ValueType.range(1, 600),
            "How long a request for a private chat waits for its answer, in seconds.",
            "私聊请求等待应答的时间（秒）。");
    static final IniKey<Integer> RELAY_LOOPS = new IniKey<>(
            SECTION, "RelayLoops", "0", ValueType.range(0, 64), "Media threads; 0: one per core.", "媒体转发线程数；0 为每核一个。");
    static final IniKey<Integer> RELAY_ROOM_LIMIT = new IniKey<>(
            SECTION,
            "RelayRoomLimit",
            "500",
            ValueType.range(0, 100_000),
            "How many members of a room one relay carries before the next one takes part; 0: all of them.",
            "单个中继节点承载同一房间的最大用户数，超出后由下一个中继节点分担；0 为不分担。");
    static final IniKey<Integer> RELAY_LOUDEST_SPEAKERS = new IniKey<>(
            SECTION,
            "RelayLoudestSpeakers",
            "8",
            ValueType.range(0, 1_000),
            "How many sounds a client hears at once, where more come: those who speak; 0: all of them.",
            "每个客户端同时听到的最多声音路数，超出时仅转发正在说话者；0 为不限制。");
    static final IniKey<Integer> RELAY_VIDEOS_PER_VIEWER = new IniKey<>(
            SECTION,
            "RelayVideosPerViewer",
            "0",
            ValueType.range(0, 1_000),
            "How many videos a client gets at once at most; it may want fewer; 0: all of them.",
            "每个客户端同时接收的最多视频路数，客户端可要求更少；0 为不限制。");
    static final IniKey<Integer> RELAY_PUBLISHER_BITRATE = new IniKey<>(
            SECTION,
            "RelayPublisherBitrate",
            "12000000",
            ValueType.range(0, 1_000_000_000),
            "What one client may send in all, in bit/s; what is above for longer than a moment is dropped; 0: no limit.",
            "单个客户端发送媒体的总码率上限（bit/s），持续超出的部分将被丢弃；0 为不限制。");

    static final IniKey<Integer> EXTERN_FLAGS = new IniKey<>(
            SECTION,
            "ExternFlags",
            "0",
            ValueType.range(0, Integer.MAX_VALUE),
            "Bits. 64: the licence's content goes to the log.",
            "扩展标志位。64：在日志中输出授权证书内容。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            CLOSE_FRONT_LINK,
            AUTO_ADD_ROOM,
            SDK_FILTER_PLUS,
            SDK_FILTER_TIMEOUT,
            SDK_FILTER_THREADS,
            ALLOW_GUEST_LOGIN,
            MAX_USERS_PER_ROOM,
            CONTROL_LEVEL,
            PRIVATE_CHAT_TIMEOUT_SECONDS,
            RELAY_LOOPS,
            RELAY_ROOM_LIMIT,
            RELAY_LOUDEST_SPEAKERS,
            RELAY_VIDEOS_PER_VIEWER,
            RELAY_PUBLISHER_BITRATE,
            EXTERN_FLAGS);

    private FunctionKeys() {}
}
