package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Standby Server Settings]: hot standby (manual 3.7). */
final class StandbyKeys {
    private static final String SECTION = "Standby Server Settings";

    static final IniKey<Boolean> SLAVE_MODE = new IniKey<>(
            SECTION,
            "SlaveMode",
            "0",
            ValueType.flag(),
            "1: this server stands by for a master.",
            "是否为从服务器模式：0 主服务器，1 从服务器。");
    static final IniKey<String> MASTER_SERVER_IP = new IniKey<>(
            SECTION, "MasterServerIP", "", ValueType.addressOrNothing(), "The master's address.", "主服务器 IP 地址。");
    static final IniKey<Integer> MASTER_SERVER_UDP_PORT = new IniKey<>(
            SECTION,
            "MasterServerUDPPort",
            "8907",
            ValueType.range(1, 65_535),
            "The master's UDP port.",
            "主服务器 UDP 通信端口。");

    static final IniKey<List<String>> STANDBY_ADDRESSES = new IniKey<>(
            SECTION,
            "StandbyAddresses",
            "",
            ValueType.hostPorts(),
            "Where clients find the other server, as host:port, separated by commas; empty: where the two know each"
                    + " other.",
            "告知客户端的另一台服务器地址（host:port，逗号分隔）；为空则使用双机互联时得知的地址。");

    static final IniKey<String> WITNESS_SERVER_IP = new IniKey<>(
            SECTION,
            "WitnessServerIP",
            "",
            ValueType.addressOrNothing(),
            "The address of a third AnyChat process with the same SDKAuthPass, which lets one of the two servers take"
                    + " new clients when they are cut from each other; the same on both, empty: none.",
            "见证服务器（第三个 SDKAuthPass 相同的 AnyChat 进程）IP 地址：两台服务器互相失联时由其决定哪一台接受新用户；两台设置相同，为空则无见证。");
    static final IniKey<Integer> WITNESS_SERVER_UDP_PORT = new IniKey<>(
            SECTION,
            "WitnessServerUDPPort",
            "8907",
            ValueType.range(1, 65_535),
            "The witness's UDP port.",
            "见证服务器 UDP 通信端口。");
    static final IniKey<Boolean> SERVE_WITHOUT_WITNESS = new IniKey<>(
            SECTION,
            "ServeWithoutWitness",
            "0",
            ValueType.flag(),
            "While neither the witness nor the other server answers: 0 takes no new clients, 1 takes them, though the"
                    + " other may do so, too.",
            "见证服务器与另一台服务器均无响应时：0 不接受新用户，1 仍接受（另一台也可能同时接受）。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            SLAVE_MODE,
            MASTER_SERVER_IP,
            MASTER_SERVER_UDP_PORT,
            STANDBY_ADDRESSES,
            WITNESS_SERVER_IP,
            WITNESS_SERVER_UDP_PORT,
            SERVE_WITHOUT_WITNESS);

    private StandbyKeys() {}
}
