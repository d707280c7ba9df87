package org.anychat.client;

import java.util.Optional;

/** Where a server is: name or address, and TCP port. */
record ServerAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code host:port}, an IPv6 address in brackets; empty for anything else. */
    static Optional<ServerAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return port < 1 || port > MAX_PORT
                    ? Optional.empty()
                    : Optional.of(new ServerAddress(bracketed ? host.substring(1, host.length() - 1) : host, port));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
