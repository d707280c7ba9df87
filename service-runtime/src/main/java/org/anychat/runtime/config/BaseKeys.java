package org.anychat.runtime.config;

import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.NetworkConfig.TcpSecurity;

/** The keys of [Base Settings]: the server at large, its ports, addresses and TLS (manual 3.2). */
final class BaseKeys {
    private static final String SECTION = "Base Settings";
    private static final int MAX_PATH_BYTES = 1024;

    static final IniKey<Integer> SERVER_ID = new IniKey<>(
            SECTION, "ServerID", "1", ValueType.range(0, Integer.MAX_VALUE), "The server's number.", "服务器的编号，备用。");
    static final IniKey<List<Integer>> TCP_LISTEN_PORT = new IniKey<>(
            SECTION,
            "TCPListenPort",
            "8906",
            ValueType.ports(),
            "TCP ports, separated by commas (8906,443); 0 takes any free one.",
            "TCP 服务端口，可用逗号分隔多个（8906,443）；0 为任意空闲端口。");
    static final IniKey<Integer> UDP_SERVICE_PORT = new IniKey<>(
            SECTION,
            "UDPServicePort",
            "8907",
            ValueType.port(),
            "UDP port of audio and video; 0 takes any free one.",
            "音视频 UDP 服务端口；0 为任意空闲端口。");
    static final IniKey<Optional<Integer>> MEDIA_TCP_PORT = new IniKey<>(
            SECTION,
            "MediaTCPPort",
            "",
            ValueType.portOrNothing(),
            "TCP port of audio and video, for clients whose UDP is blocked; 0 takes any free one; empty: the number of"
                    + " UDPServicePort. It may stay closed outside, as TCPListenPort does the same.",
            "音视频 TCP 服务端口，供 UDP 被拦截的客户端使用；0 为任意空闲端口；空为与 UDPServicePort 相同的端口号。对外可不开放，TCPListenPort 具有同样作用。");
    static final IniKey<String> SDK_AUTH_PASS = new IniKey<String>(
                    SECTION,
                    "SDKAuthPass",
                    "",
                    ValueType.text(64),
                    "Password that every client must know, at most 64 bytes; empty for none.",
                    "SDK 连接服务器的认证密码，不超过 64 字节；空为不设置。")
            .asSecret();
    static final IniKey<Boolean> DEMO_MODE = new IniKey<>(
            SECTION,
            "DemoMode",
            "1",
            ValueType.flag(),
            "1: demo mode, with rooms 1 and 2 and any password accepted.",
            "1：演示模式，内置房间 1、2，接受任意密码；0：关闭。");
    static final IniKey<Boolean> SHOW_TRAY_ICON = new IniKey<>(
            SECTION,
            "ShowTrayIcon",
            "1",
            ValueType.flag(),
            "1: an icon in the desktop's tray, with an Exit item, where there is a desktop.",
            "1：在桌面任务栏显示图标（含 Exit 菜单）；无桌面时不显示。");
    static final IniKey<String> LISTEN_ADDRESS = new IniKey<>(
            SECTION,
            "ListenAddress",
            "0.0.0.0",
            ValueType.address(),
            "Local address of all ports; 0.0.0.0 is all addresses.",
            "监听的本机地址；0.0.0.0 为全部地址。");
    static final IniKey<List<String>> ADVERTISED_ADDRESS = new IniKey<>(
            SECTION,
            "AdvertisedAddress",
            "",
            ValueType.addresses(),
            "Addresses at which clients reach this server, separated by commas; empty: found by the server.",
            "客户端访问本服务器的地址，可用逗号分隔多个；空为自动获取。");
    static final IniKey<Optional<PortRange>> ADVERTISED_UDP_PORTS = new IniKey<>(
            SECTION,
            "AdvertisedUDPPorts",
            "",
            ValueType.portRange(),
            "UDP port at which clients reach this server, or a short range (8907-8916) of which the relay finds its own;"
                    + " empty: UDPServicePort.",
            "客户端访问本服务器的 UDP 端口，或一小段端口（8907-8916），由中继自行查明属于自己的端口；空为 UDPServicePort。");
    static final IniKey<List<Integer>> ADVERTISED_TCP_PORTS = new IniKey<>(
            SECTION,
            "AdvertisedTCPPorts",
            "",
            ValueType.portsOrNothing(),
            "TCP ports at which clients reach this server, where a router or container engine gives TCPListenPort other"
                    + " numbers outside; empty: TCPListenPort.",
            "客户端访问本服务器的 TCP 端口，用于路由器或容器引擎将 TCPListenPort 映射为其他端口号时；空为 TCPListenPort。");
    static final IniKey<List<String>> STUN_SERVERS = new IniKey<>(
            SECTION,
            "STUNServers",
            "",
            ValueType.members(),
            "STUN servers that WHIP and WHEP clients are told of, as host or host:port, separated by commas; empty: none, as"
                    + " this server needs none.",
            "告知 WHIP、WHEP 客户端的 STUN 服务器（host 或 host:port，逗号分隔）；为空则不告知（本服务器不需要）。");
    static final IniKey<TcpSecurity> TCP_SECURITY = new IniKey<>(
            SECTION,
            "TCPSecurity",
            "required",
            ValueType.security(),
            "required: other machines must use TLS; optional: plain text is accepted too.",
            "required：其它机器必须使用 TLS；optional：也接受明文连接。");
    static final IniKey<String> TLS_CERTIFICATE_FILE = new IniKey<>(
            SECTION,
            "TLSCertificateFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "PEM file of the TLS certificate; empty: the server makes its own.",
            "TLS 证书文件（PEM）；空为自动生成。");
    static final IniKey<String> TLS_PRIVATE_KEY_FILE = new IniKey<>(
            SECTION,
            "TLSPrivateKeyFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "PEM file of the certificate's private key.",
            "TLS 证书的私钥文件（PEM）。");
    static final IniKey<Integer> DEMO_USER_LIMIT = new IniKey<>(
            SECTION,
            "DemoUserLimit",
            "50",
            ValueType.range(1, 1_000_000),
            "How many may be logged in at once in demo mode.",
            "演示模式下的最大同时在线用户数。");
    static final IniKey<Integer> MAX_LINKS_PER_ADDRESS = new IniKey<>(
            SECTION,
            "MaxLinksPerAddress",
            "200",
            ValueType.range(1, 100_000),
            "How many clients of one IP address may be connected at once; more where many come through one router or proxy.",
            "同一 IP 地址的最大连接数；大量用户经同一路由器或代理接入时应调大。");
    static final IniKey<Integer> SESSION_KEEP_SECONDS = new IniKey<>(
            SECTION,
            "SessionKeepSeconds",
            "30",
            ValueType.range(0, 3600),
            "How long a session outlives its lost connection or gateway, in seconds; others see nothing of it. 0: not at all.",
            "连接中断或网关失效后会话的保留时间（秒），期间其他用户无感知；0 为不保留。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            SERVER_ID,
            TCP_LISTEN_PORT,
            UDP_SERVICE_PORT,
            MEDIA_TCP_PORT,
            SDK_AUTH_PASS,
            DEMO_MODE,
            SHOW_TRAY_ICON,
            LISTEN_ADDRESS,
            ADVERTISED_ADDRESS,
            ADVERTISED_UDP_PORTS,
            ADVERTISED_TCP_PORTS,
            STUN_SERVERS,
            TCP_SECURITY,
            TLS_CERTIFICATE_FILE,
            TLS_PRIVATE_KEY_FILE,
            DEMO_USER_LIMIT,
            MAX_LINKS_PER_ADDRESS,
            SESSION_KEEP_SECONDS);

    private BaseKeys() {}
}
