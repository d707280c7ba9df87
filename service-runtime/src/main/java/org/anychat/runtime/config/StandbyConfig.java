package org.anychat.runtime.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code [Standby Server Settings]}.
 *
 * @param slaveMode whether this server stands by for another
 * @param masterServerIp the other's address, empty where this one is the master
 * @param masterServerUdpPort the other's UDP port
 * @param standbyAddresses where clients find the other server, {@code host:port} each; empty for where the two know each
 *     other
 * @param witness who decides in a cut, empty for nobody
 */
public record StandbyConfig(
        boolean slaveMode,
        String masterServerIp,
        int masterServerUdpPort,
        List<String> standbyAddresses,
        Optional<Witness> witness) {
    /**
     * A third server that lets one of the two take new clients.
     *
     * @param ip its address
     * @param udpPort its UDP port
     * @param serveWithout whether this server takes new clients while neither the witness nor the other server answers
     */
    public record Witness(String ip, int udpPort, boolean serveWithout) {}
}
