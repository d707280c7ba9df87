package org.anychat.client.bot;

import org.anychat.client.AnyChatClientBuilder;
import picocli.CommandLine.TypeConversionException;

/** Host and port as the command line gives them; IPv6 addresses with a port stand in brackets. */
record ServerAddress(String host, int port) {
    private static final int LARGEST_PORT = 65_535;

    static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bareIpv6 = text.indexOf(':') != colon && !text.contains("]:");
        if (colon < 0 || bareIpv6) {
            return new ServerAddress(withoutBrackets(text), AnyChatClientBuilder.DEFAULT_PORT);
        }
        return new ServerAddress(withoutBrackets(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LARGEST_PORT) {
            throw new TypeConversionException("'" + text + "' is no TCP port; give one from 1 to " + LARGEST_PORT);
        }
        return Integer.parseInt(text);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
