package org.anychat.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/**
 * Finds out whether a UDP port is taken. Sockets that share a port share it with those of another process of the same
 * user too, and then each gets a part of the other's clients without any error.
 */
final class PortProbe {
    private PortProbe() {}

    /**
     * Binds the port alone and lets it go.
     *
     * @param address of the port; port 0 is never taken
     * @throws BindException where it cannot be bound, with the address in the message
     */
    static void requireFree(InetSocketAddress address) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, false);
            probe.bind(address);
        } catch (IOException e) {
            BindException taken = new BindException(
                    "UDP " + address.getHostString() + ":" + address.getPort() + " cannot be bound: " + e.getMessage());
            taken.initCause(e);
            throw taken;
        }
    }
}
