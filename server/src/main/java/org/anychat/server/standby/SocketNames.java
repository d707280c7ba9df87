package org.anychat.server.standby;

/** Addresses as people and clients write them. */
final class SocketNames {
    private SocketNames() {}

    static String of(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
