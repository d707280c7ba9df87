package org.anychat.runtime.config;

import java.util.List;
import java.util.Set;

/** The keys of [Cluster Settings]: several processes that are one server. Not of the manual. */
final class ClusterKeys {
    private static final String SECTION = "Cluster Settings";
    /** A shorter one can be guessed by whoever hears the handshakes. */
    static final int MIN_SECRET_BYTES = 16;

    private static final int MAX_SECRET_BYTES = 512;

    static final IniKey<Set<ServiceKind>> SERVICES = new IniKey<>(
            SECTION,
            "Services",
            "all",
            ValueType.services(),
            "Which services this process runs: all, or some of gateway, auth, license, room, relay.",
            "本进程运行的服务：all，或 gateway、auth、license、room、relay 中的若干个，用逗号分隔。");
    static final IniKey<List<String>> CLUSTER_MEMBERS = new IniKey<>(
            SECTION,
            "ClusterMembers",
            "",
            ValueType.members(),
            "The processes to join, as host or host:port, separated by commas; a name stands for all its addresses;"
                    + " empty: this process is alone.",
            "要加入的集群进程，格式为 主机 或 主机:端口，用逗号分隔；空为单机。");
    static final IniKey<String> NODE_NAME = new IniKey<>(
            SECTION,
            "NodeName",
            "",
            ValueType.nodeName(),
            "The name of this process in logs and on the dashboard; empty: made of ServerID and the services.",
            "本进程在日志和管理页面中的名称；空为自动生成。");
    static final IniKey<String> CLUSTER_ADDRESS = new IniKey<>(
            SECTION,
            "ClusterAddress",
            "",
            ValueType.addressOrNothing(),
            "This machine's address for the other processes; empty: the one that leads to the first of ClusterMembers.",
            "其它进程访问本机所用的地址；空为通往 ClusterMembers 首个成员的本机地址。");
    static final IniKey<Integer> CLUSTER_PORT = new IniKey<>(
            SECTION,
            "ClusterPort",
            "5701",
            ValueType.range(1, 65_535),
            "TCP port of the shared state, for the other processes only. Never open it to others.",
            "集群共享状态的 TCP 端口，仅供集群内部使用，切勿对外开放。");
    static final IniKey<Integer> CLUSTER_BUS_PORT = new IniKey<>(
            SECTION,
            "ClusterBusPort",
            "5702",
            ValueType.port(),
            "TCP port of the event bus, for the other processes only; 0 takes any free one.",
            "事件总线的 TCP 端口，仅供集群内部使用；0 为任意空闲端口。");
    static final IniKey<String> CLUSTER_SECRET = new IniKey<String>(
                    SECTION,
                    "ClusterSecret",
                    "",
                    ValueType.text(MAX_SECRET_BYTES),
                    "What all processes of the cluster know, 16 bytes or more; long and random.",
                    "集群内所有进程共同的密钥，至少 16 字节，应为足够长的随机串。")
            .asSecret();

    static final IniKey<List<String>> GATEWAY_ADDRESSES = new IniKey<>(
            SECTION,
            "GatewayAddresses",
            "",
            ValueType.hostPorts(),
            "Where clients find this process's gateway, as host:port, separated by commas: clients of the other gateways"
                    + " are told, and try it when theirs is gone; empty: they are not told.",
            "客户端访问本进程网关的地址（host:port，逗号分隔），由其它网关告知其客户端，以便网关失效时改连；空则不告知。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            SERVICES,
            CLUSTER_MEMBERS,
            NODE_NAME,
            CLUSTER_ADDRESS,
            CLUSTER_PORT,
            CLUSTER_BUS_PORT,
            CLUSTER_SECRET,
            GATEWAY_ADDRESSES);

    private ClusterKeys() {}
}
