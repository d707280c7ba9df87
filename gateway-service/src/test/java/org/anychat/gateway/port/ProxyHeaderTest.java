package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProxyHeaderTest {
    private static String of(String client, String local) {
        return ProxyHeader.of(
                        SocketAddress.inetSocketAddress(40_000, client), SocketAddress.inetSocketAddress(8906, local))
                .toString();
    }

    @Test
    void shouldNameClientAndServer() {
        assertEquals("PROXY TCP4 192.0.2.7 198.51.100.1 40000 8906\r\n", of("192.0.2.7", "198.51.100.1"));
    }

    @Test
    void shouldLeaveOutTheZoneOfLinkLocalAddresses() throws UnknownHostException {
        byte[] linkLocal = HexFormat.of().parseHex("fe800000000000000000000000000001");
        SocketAddress zoned = SocketAddress.inetSocketAddress(
                new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 1), 40_000));

        String header = ProxyHeader.of(zoned, zoned).toString();

        assertEquals("PROXY TCP6 fe80", header.substring(0, "PROXY TCP6 fe80".length()));
        assertEquals(-1, header.indexOf('%'));
    }
}
