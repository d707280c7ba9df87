package org.anychat.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The machine's way out: in a container it is the host, where the container's ports are published. */
final class DefaultGateway {
    private static final Path ROUTES = Path.of("/proc/net/route");
    private static final int GATEWAY_COLUMN = 2;
    private static final String ANYWHERE = "00000000";

    private DefaultGateway() {}

    /** Empty where there is none, or the system is no Linux. */
    static Optional<InetAddress> find() {
        try {
            return parse(Files.readAllLines(ROUTES, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of the kernel's table: interface, destination, gateway and more, addresses in hexadecimal, lowest byte first. */
    static Optional<InetAddress> parse(List<String> table) {
        return table.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > GATEWAY_COLUMN
                        && columns[1].equals(ANYWHERE)
                        && columns[GATEWAY_COLUMN].matches("[0-9A-Fa-f]{8}")
                        && !columns[GATEWAY_COLUMN].equals(ANYWHERE))
                .findFirst()
                .map(columns -> address(Integer.parseUnsignedInt(columns[GATEWAY_COLUMN], 16)));
    }

    private static InetAddress address(int lowestFirst) {
        byte[] bytes = {
            (byte) lowestFirst, (byte) (lowestFirst >>> 8), (byte) (lowestFirst >>> 16), (byte) (lowestFirst >>> 24)
        };
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
