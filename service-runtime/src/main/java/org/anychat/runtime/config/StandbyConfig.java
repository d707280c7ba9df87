package org.anychat.runtime.config;

/**
 * {@code [Standby Server Settings]}.
 *
 * @param slaveMode whether this server stands by for another
 * @param masterServerIp the other's address, empty where this one is the master
 * @param masterServerUdpPort the other's UDP port
 */
public record StandbyConfig(boolean slaveMode, String masterServerIp, int masterServerUdpPort) {}
