package org.anychat.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code [Base Settings]} says about sockets.
 *
 * @param listenAddress the local address of all ports, 0.0.0.0 for all
 * @param tcpPorts the TCP ports, 1 to 16 of them; 0 is any free one
 * @param udpPort the UDP port; 0 is any free one
 * @param mediaTcpPort the TCP port of media, 0 is any free one; empty where it is the number of udpPort
 * @param advertisedAddresses the addresses that clients are told, in order; empty where the server finds its own
 * @param advertisedUdpPorts the UDP ports that clients are told, of which the relay has one; empty where it is udpPort
 * @param advertisedTcpPorts the TCP ports that clients are told; empty where they are tcpPorts
 * @param stunServers what WHIP and WHEP clients are told of, {@code host} or {@code host:port} each; may be empty
 * @param tcpSecurity whether plain text is accepted from other machines
 * @param maxLinksPerAddress how many links one address may have at once
 * @param tlsFiles the configured certificate, or empty where the server makes its own
 */
public record NetworkConfig(
        String listenAddress,
        List<Integer> tcpPorts,
        int udpPort,
        Optional<Integer> mediaTcpPort,
        List<String> advertisedAddresses,
        Optional<PortRange> advertisedUdpPorts,
        List<Integer> advertisedTcpPorts,
        List<String> stunServers,
        TcpSecurity tcpSecurity,
        int maxLinksPerAddress,
        Optional<TlsFiles> tlsFiles) {
    /** Whether clients of other machines have to use TLS; plain text from loopback is always accepted. */
    public enum TcpSecurity {
        /** Only TLS from other machines. */
        REQUIRED,
        /** Plain text from everywhere too. */
        OPTIONAL
    }

    /**
     * A certificate in two PEM files.
     *
     * @param certificate the certificate, its chain after it
     * @param privateKey the key, not encrypted
     */
    public record TlsFiles(Path certificate, Path privateKey) {}
}
