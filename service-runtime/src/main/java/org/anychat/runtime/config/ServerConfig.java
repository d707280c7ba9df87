package org.anychat.runtime.config;

/**
 * The whole configuration of a server, valid in itself.
 *
 * @param base the server at large
 * @param network ports, addresses and TLS
 * @param p2p who sends media to whom
 * @param video what clients send
 * @param audio what clients send
 * @param function what clients may do
 * @param exchange files and video calls
 * @param userSource who knows the users
 * @param standby hot standby
 * @param cluster the services of this process, and the other processes
 * @param monitor what watches the process
 * @param admin the dashboard of operators
 * @param licensing the licence and its checks
 * @param log what is logged, and for how long
 */
public record ServerConfig(
        BaseConfig base,
        NetworkConfig network,
        P2pConfig p2p,
        VideoConfig video,
        AudioConfig audio,
        FunctionConfig function,
        ExchangeConfig exchange,
        UserSourceConfig userSource,
        StandbyConfig standby,
        ClusterConfig cluster,
        MonitorConfig monitor,
        AdminConfig admin,
        LicensingConfig licensing,
        LogConfig log) {}
