package org.anychat.server;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.anychat.protocol.ErrorCode;
import org.anychat.server.log.StartLines;
import org.anychat.server.process.PortHolder;
import org.anychat.server.process.PortHolder.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explains to the administrator why a port cannot be opened.
 *
 * @param transport TCP or UDP
 * @param key of the ini that has the ports
 * @param listenAddress of the ini
 * @param ports one of them cannot be opened
 */
record PortTrouble(Transport transport, String key, String listenAddress, List<Integer> ports) {
    private static final Logger log = LoggerFactory.getLogger(AnyChatCoreServer.class);

    /** Fails with a {@link StartException} where the failure is one of a port, else with the failure. */
    Future<Void> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Netty's native transports have a BindException of their own below java.net's.
            if (cause instanceof BindException) {
                return Future.failedFuture(explained(String.valueOf(cause.getMessage())));
            }
        }
        return Future.failedFuture(failure);
    }

    private StartException explained(String reason) {
        if (reason.contains("ermission denied")) {
            return new StartException(
                    ExitCode.UNAVAILABLE,
                    "this user may not open " + transport + " port " + list() + " (" + key
                            + " in AnyChatCoreServer.ini)."
                            + " Ports below 1024 need a right that the installed service has: run install.sh and start"
                            + " the service; or choose a port from 1024 on.");
        }
        if (reason.contains("annot assign requested address")) {
            return new StartException(
                    ExitCode.UNAVAILABLE,
                    "ListenAddress=" + listenAddress
                            + " in AnyChatCoreServer.ini is no address of this machine. Correct"
                            + " it, or use 0.0.0.0 for all.");
        }
        return taken(reason);
    }

    private StartException taken(String reason) {
        Optional<Integer> culprit = ports.stream().filter(this::isTaken).findFirst();
        culprit.ifPresent(port -> StartLines.portInUse(log, transport.name(), port));
        String holder = culprit.flatMap(port -> PortHolder.find(transport, port))
                .map(found -> "It is held by " + found.words() + ". Is that a second server? Stop it")
                .orElse("Another program may use it, perhaps a second server; stop that");
        return new StartException(
                ExitCode.UNAVAILABLE,
                ErrorCode.MULTIRUNERROR.number(),
                "error " + ErrorCode.MULTIRUNERROR.number() + " (" + ErrorCode.MULTIRUNERROR + "): " + transport
                        + " port "
                        + culprit.map(String::valueOf).orElseGet(this::list) + " cannot be opened (" + reason + "). "
                        + holder + ", or change " + key + " or ListenAddress in AnyChatCoreServer.ini.");
    }

    private boolean isTaken(int port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(listenAddress), port);
            if (transport == Transport.TCP) {
                try (ServerSocket probe = new ServerSocket()) {
                    probe.bind(address);
                }
            } else {
                try (DatagramSocket probe = new DatagramSocket(null)) {
                    probe.bind(address);
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String list() {
        return String.join(", ", ports.stream().map(String::valueOf).toList());
    }
}
