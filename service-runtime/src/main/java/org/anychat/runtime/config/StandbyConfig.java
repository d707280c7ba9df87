package org.anychat.runtime.config;

import java.util.List;

/**
 * {@code [Standby Server Settings]}.
 *
 * @param slaveMode whether this server stands by for another
 * @param masterServerIp the other's address, empty where this one is the master
 * @param masterServerUdpPort the other's UDP port
 * @param standbyAddresses where clients find the other server, {@code host:port} each; empty for where the two know each
 *     other
 */
public record StandbyConfig(
        boolean slaveMode, String masterServerIp, int masterServerUdpPort, List<String> standbyAddresses) {}
