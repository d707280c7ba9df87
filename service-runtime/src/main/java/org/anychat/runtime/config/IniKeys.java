package org.anychat.runtime.config;

import java.util.List;
import org.anychat.runtime.config.NetworkConfig.TcpSecurity;

/** Every key that the server knows: those of the manual, chapter 3.1, and this server's own. */
final class IniKeys {
    private static final String BASE = "Base Settings";
    private static final String P2P = "P2P Settings";
    private static final String VIDEO = "Video Settings";
    private static final String AUDIO = "Audio Settings";
    private static final String FUNCTION = "Function Settings";
    private static final String STANDBY = "Standby Server Settings";

    private static final int MAX_PATH_BYTES = 1024;
    private static final int MAX_VIDEO_SIDE = 4096;
    private static final int MAX_BITRATE_BPS = 100_000_000;

    static final IniKey<Integer> SERVER_ID = new IniKey<>(
            BASE, "ServerID", "1", ValueType.range(0, Integer.MAX_VALUE), "The server's number.", "服务器的编号，备用。");
    static final IniKey<List<Integer>> TCP_LISTEN_PORT = new IniKey<>(
            BASE,
            "TCPListenPort",
            "8906",
            ValueType.ports(),
            "TCP ports, separated by commas (8906,443); 0 takes any free one.",
            "TCP 服务端口，可用逗号分隔多个（8906,443）；0 为任意空闲端口。");
    static final IniKey<Integer> UDP_SERVICE_PORT = new IniKey<>(
            BASE,
            "UDPServicePort",
            "8907",
            ValueType.port(),
            "UDP port of audio and video; 0 takes any free one.",
            "音视频 UDP 服务端口；0 为任意空闲端口。");
    static final IniKey<String> SDK_AUTH_PASS = new IniKey<>(
            BASE,
            "SDKAuthPass",
            "",
            ValueType.text(64),
            "Password that every client must know, at most 64 bytes; empty for none.",
            "SDK 连接服务器的认证密码，不超过 64 字节；空为不设置。");
    static final IniKey<Boolean> DEMO_MODE = new IniKey<>(
            BASE,
            "DemoMode",
            "1",
            ValueType.flag(),
            "1: demo mode, with rooms 1 and 2 and any password accepted.",
            "1：演示模式，内置房间 1、2，接受任意密码；0：关闭。");
    static final IniKey<Boolean> SHOW_TRAY_ICON = new IniKey<>(
            BASE, "ShowTrayIcon", "1", ValueType.flag(), "Kept for compatibility; without effect.", "为兼容而保留，无作用。");
    static final IniKey<String> LISTEN_ADDRESS = new IniKey<>(
            BASE,
            "ListenAddress",
            "0.0.0.0",
            ValueType.address(),
            "Local address of all ports; 0.0.0.0 is all addresses.",
            "监听的本机地址；0.0.0.0 为全部地址。");
    static final IniKey<List<String>> ADVERTISED_ADDRESS = new IniKey<>(
            BASE,
            "AdvertisedAddress",
            "",
            ValueType.addresses(),
            "Addresses at which clients reach this server, separated by commas; empty: found by the server.",
            "客户端访问本服务器的地址，可用逗号分隔多个；空为自动获取。");
    static final IniKey<TcpSecurity> TCP_SECURITY = new IniKey<>(
            BASE,
            "TCPSecurity",
            "required",
            ValueType.security(),
            "required: other machines must use TLS; optional: plain text is accepted too.",
            "required：其它机器必须使用 TLS；optional：也接受明文连接。");
    static final IniKey<String> TLS_CERTIFICATE_FILE = new IniKey<>(
            BASE,
            "TLSCertificateFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "PEM file of the TLS certificate; empty: the server makes its own.",
            "TLS 证书文件（PEM）；空为自动生成。");
    static final IniKey<String> TLS_PRIVATE_KEY_FILE = new IniKey<>(
            BASE,
            "TLSPrivateKeyFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "PEM file of the certificate's private key.",
            "TLS 证书的私钥文件（PEM）。");
    static final IniKey<Integer> DEMO_USER_LIMIT = new IniKey<>(
            BASE,
            "DemoUserLimit",
            "50",
            ValueType.range(1, 1_000_000),
            "How many may be logged in at once in demo mode.",
            "演示模式下的最大同时在线用户数。");
    static final IniKey<Integer> SESSION_KEEP_SECONDS = new IniKey<>(
            BASE,
            "SessionKeepSeconds",
            "30",
            ValueType.range(0, 3600),
            "How long a lost connection keeps its session, in seconds.",
            "连接中断后会话的保留时间（秒）。");

    static final IniKey<Integer> ROUTING_POLICY = new IniKey<>(
            P2P,
            "RoutingPolicy",
            "2",
            ValueType.range(1, 3),
            "1: all media through the server; 2: direct where possible; 3: mesh.",
            "1：全部由服务器转发；2：穿透成功的用户之间互传；3：P2P 网格传输。");
    static final IniKey<Integer> ROUTING_TTL = new IniKey<>(
            P2P,
            "RoutingTTL",
            "3",
            ValueType.range(1, 16),
            "Policy 3: how often media is passed on.",
            "策略 3：流媒体数据的最大转发次数。");
    static final IniKey<Integer> ROUTING_MTN = new IniKey<>(
            P2P,
            "RoutingMTN",
            "4",
            ValueType.range(1, 64),
            "Policy 3: how many users a user passes media on to.",
            "策略 3：中间节点最大转发路数。");

    static final IniKey<Integer> VIDEO_SIZE = new IniKey<>(
            VIDEO,
            "VideoSize",
            "3",
            ValueType.range(0, 7),
            "0: VideoWidth and VideoHeight; 1: 160x120; 2: 176x144; 3: 320x240; 4: 352x288; 5: 528x384; 6: 640x480; 7: 704x576.",
            "视频采样尺寸：0 为自定义（VideoWidth、VideoHeight），1－7 如上。");
    static final IniKey<Integer> VIDEO_WIDTH = new IniKey<>(
            VIDEO,
            "VideoWidth",
            "320",
            ValueType.range(16, MAX_VIDEO_SIDE),
            "Width in pixels, where VideoSize is 0.",
            "自定义宽度（VideoSize=0 时有效）。");
    static final IniKey<Integer> VIDEO_HEIGHT = new IniKey<>(
            VIDEO,
            "VideoHeight",
            "240",
            ValueType.range(16, MAX_VIDEO_SIDE),
            "Height in pixels, where VideoSize is 0.",
            "自定义高度（VideoSize=0 时有效）。");
    static final IniKey<Integer> VIDEO_FPS =
            new IniKey<>(VIDEO, "VideoFPS", "8", ValueType.range(1, 25), "Pictures per second.", "视频采样帧率。");
    static final IniKey<Integer> VIDEO_GOP_SIZE = new IniKey<>(
            VIDEO,
            "VideoGOPSize",
            "32",
            ValueType.range(1, 3000),
            "Pictures from one key frame to the next.",
            "视频关键帧间隔。");
    static final IniKey<Integer> VIDEO_BITRATE = new IniKey<>(
            VIDEO,
            "VideoBitrate",
            "60000",
            ValueType.range(0, MAX_BITRATE_BPS),
            "Target in bit/s; 0: quality first.",
            "目标码率（bps）；0 为质量优先。");
    static final IniKey<Integer> VIDEO_CODEC =
            new IniKey<>(VIDEO, "VideoCodec", "1", ValueType.oneOf(1), "1: H.264.", "视频编码器：1 为 H.264。");
    static final IniKey<Integer> VIDEO_QUALITY =
            new IniKey<>(VIDEO, "VideoQuality", "3", ValueType.range(1, 5), "1 poor to 5 best.", "视频质量：1 较差，5 最好。");

    static final IniKey<Integer> AUDIO_SAMPLES_PER_SEC = new IniKey<>(
            AUDIO,
            "AudioSamplesPerSec",
            "16000",
            ValueType.oneOf(8000, 11_025, 16_000, 22_050, 44_100),
            "Sampling rate in Hz: 8000, 11025, 16000, 22050 or 44100.",
            "采样频率（Hz）。");
    static final IniKey<Integer> AUDIO_CHANNELS =
            new IniKey<>(AUDIO, "AudioChannels", "1", ValueType.oneOf(1, 2), "1: mono; 2: stereo.", "音频通道数：1－2。");
    static final IniKey<Integer> AUDIO_BITS_PER_SAMPLE = new IniKey<>(
            AUDIO, "AudioBitsPerSample", "16", ValueType.oneOf(8, 16, 24), "8, 16 or 24.", "音频量化位数：8、16、24。");
    static final IniKey<Integer> AUDIO_CODEC = new IniKey<>(
            AUDIO,
            "AudioCodec",
            "11",
            ValueType.range(10, 16),
            "11: AMR-WB, which browsers replace with Opus at the same bitrate.",
            "音频编码器：11 为 AMR-WB，浏览器以同码率的 Opus 代替。");
    static final IniKey<Integer> AUDIO_BITRATE =
            new IniKey<>(AUDIO, "AudioBitrate", "15850", ValueType.range(0, 512_000), "Target in bit/s.", "目标码率（bps）。");

    static final IniKey<Boolean> CLOSE_FRONT_LINK = new IniKey<>(
            FUNCTION,
            "CloseFrontLink",
            "0",
            ValueType.flag(),
            "Second login of one user. 1: closes the first; 0: is refused.",
            "同一用户再次登录时：1 断开之前的连接；0 拒绝后来的连接。");
    static final IniKey<Boolean> AUTO_ADD_ROOM = new IniKey<>(
            FUNCTION,
            "AutoAddRoom",
            "1",
            ValueType.flag(),
            "1: entering a room that does not exist makes it.",
            "1：进入不存在的房间时自动创建；0：返回错误。");
    static final IniKey<String> SDK_FILTER_PLUS = new IniKey<>(
            FUNCTION,
            "SDKFilterPlus",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "File of the server plug-in; empty for none.",
            "服务器 SDK 增强插件文件名；空为不加载。");
    static final IniKey<Boolean> ALLOW_GUEST_LOGIN = new IniKey<>(
            FUNCTION,
            "AllowGuestLogin",
            "1",
            ValueType.flag(),
            "1: a login without a password is allowed; always so in demo mode.",
            "是否允许游客（空密码）登录；演示模式下忽略。");
    static final IniKey<Integer> MAX_USERS_PER_ROOM = new IniKey<>(
            FUNCTION, "MaxUsersPerRoom", "100", ValueType.range(1, 100_000), "How many a room holds.", "每个房间的最大用户数。");
    static final IniKey<Integer> RELAY_LOOPS = new IniKey<>(
            FUNCTION, "RelayLoops", "0", ValueType.range(0, 64), "Media threads; 0: one per core.", "媒体转发线程数；0 为每核一个。");

    static final IniKey<Boolean> SLAVE_MODE = new IniKey<>(
            STANDBY,
            "SlaveMode",
            "0",
            ValueType.flag(),
            "1: this server stands by for a master.",
            "是否为从服务器模式：0 主服务器，1 从服务器。");
    static final IniKey<String> MASTER_SERVER_IP = new IniKey<>(
            STANDBY, "MasterServerIP", "", ValueType.addressOrNothing(), "The master's address.", "主服务器 IP 地址。");
    static final IniKey<Integer> MASTER_SERVER_UDP_PORT = new IniKey<>(
            STANDBY,
            "MasterServerUDPPort",
            "8907",
            ValueType.range(1, 65_535),
            "The master's UDP port.",
            "主服务器 UDP 通信端口。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            SERVER_ID,
            TCP_LISTEN_PORT,
            UDP_SERVICE_PORT,
            SDK_AUTH_PASS,
            DEMO_MODE,
            SHOW_TRAY_ICON,
            LISTEN_ADDRESS,
            ADVERTISED_ADDRESS,
            TCP_SECURITY,
            TLS_CERTIFICATE_FILE,
            TLS_PRIVATE_KEY_FILE,
            DEMO_USER_LIMIT,
            SESSION_KEEP_SECONDS,
            ROUTING_POLICY,
            ROUTING_TTL,
            ROUTING_MTN,
            VIDEO_SIZE,
            VIDEO_WIDTH,
            VIDEO_HEIGHT,
            VIDEO_FPS,
            VIDEO_GOP_SIZE,
            VIDEO_BITRATE,
            VIDEO_CODEC,
            VIDEO_QUALITY,
            AUDIO_SAMPLES_PER_SEC,
            AUDIO_CHANNELS,
            AUDIO_BITS_PER_SAMPLE,
            AUDIO_CODEC,
            AUDIO_BITRATE,
            CLOSE_FRONT_LINK,
            AUTO_ADD_ROOM,
            SDK_FILTER_PLUS,
            ALLOW_GUEST_LOGIN,
            MAX_USERS_PER_ROOM,
            RELAY_LOOPS,
            SLAVE_MODE,
            MASTER_SERVER_IP,
            MASTER_SERVER_UDP_PORT);

    private IniKeys() {}
}
