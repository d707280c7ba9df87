package org.anychat.gateway.port;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/** The first line of a piped connection: who the client is, in the PROXY protocol's version 1 (section 2.1). */
final class ProxyHeader {
    private ProxyHeader() {}

    static Buffer of(SocketAddress client, SocketAddress local) {
        String clientAddress = withoutZone(client.hostAddress());
        String family = clientAddress.indexOf(':') >= 0 ? "TCP6" : "TCP4";
        return Buffer.buffer("PROXY " + family + ' ' + clientAddress + ' ' + withoutZone(local.hostAddress()) + ' '
                + client.port() + ' ' + local.port() + "\r\n");
    }

    /** Link-local addresses carry the name of an interface, which the header has no place for. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
