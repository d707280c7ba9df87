package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Monitor Settings]: what watches the process. Not of the manual. */
final class MonitorKeys {
    private static final String SECTION = "Monitor Settings";

    static final IniKey<Integer> MONITOR_PORT = new IniKey<>(
            SECTION,
            "MonitorPort",
            "0",
            ValueType.port(),
            "TCP port of health checks and metrics, HTTP without TLS; 0: none.",
            "健康检查和监控指标的 TCP 端口（HTTP，无 TLS）；0 为不开启。");
    static final IniKey<String> MONITOR_ADDRESS = new IniKey<>(
            SECTION,
            "MonitorAddress",
            "127.0.0.1",
            ValueType.addressOr(MonitorConfig.CLUSTER),
            "Local address of MonitorPort; never one that clients reach. cluster: loopback and the address in the"
                    + " cluster.",
            "MonitorPort 监听的本机地址，切勿使用客户端可访问的地址；cluster 表示本机回环地址和集群内地址。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(MONITOR_PORT, MONITOR_ADDRESS);

    private MonitorKeys() {}
}
