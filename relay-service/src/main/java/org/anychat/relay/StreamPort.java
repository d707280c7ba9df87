package org.anychat.relay;

import io.netty.util.NetUtil;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.anychat.relay.media.MediaLoops;
import org.anychat.runtime.net.AdvertisedAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's TCP port, where gateways bring clients whose UDP is blocked, and where such clients come by themselves as far
 * as they are told of it.
 *
 * @param bound the local address
 * @param isTold whether clients are told of it
 */
record StreamPort(InetSocketAddress bound, boolean isTold) {
    private static final Logger log = LoggerFactory.getLogger(StreamPort.class);

    /**
     * Opens the configured port, or the one with the number of the UDP port. Where that is taken clients can do without, as
     * gateways bring them to any port.
     */
    static CompletionStage<StreamPort> open(MediaLoops loops, RelayConfig config, InetSocketAddress udp) {
        RelayConfig.Streams streams = config.streams();
        boolean told = config.advertisedPorts().isEmpty();
        if (streams.port().isPresent()) {
            return open(loops, config, streams.port().get(), told)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                            named(config.bindAddress(), streams.port().get(), failure)));
        }
        return open(loops, config, config.udpPort() == 0 ? 0 : udp.getPort(), told)
                .exceptionallyCompose(failure -> {
                    log.warn(
                            "TCP port {}, the UDP port's twin, cannot be opened ({}). Clients whose UDP is blocked come by"
                                    + " the gateways' TCP ports alone; MediaTCPPort names another port for them.",
                            udp.getPort(),
                            cause(failure).getMessage());
                    return open(loops, config, 0, false);
                });
    }

    private static CompletionStage<StreamPort> open(MediaLoops loops, RelayConfig config, int port, boolean told) {
        return loops.openStreams(
                        new InetSocketAddress(config.bindAddress(), port),
                        config.streams().limits())
                .thenApply(bound -> new StreamPort(bound, told));
    }

    private static StreamPortException named(String address, int port, Throwable failure) {
        BindException unbound = new BindException(cause(failure).getMessage());
        unbound.initCause(failure);
        return new StreamPortException("TCP " + address + ":" + port + " cannot be bound", unbound);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Where clients reach it who reach the UDP port there. */
    List<InetSocketAddress> forClients(List<InetSocketAddress> advertised) {
        return isTold
                ? advertised.stream()
                        .map(address -> new InetSocketAddress(address.getAddress(), bound.getPort()))
                        .toList()
                : List.of();
    }

    /** Where gateways of the same server reach it. */
    List<InetSocketAddress> forGateways(Optional<InetAddress> clusterAddress) {
        InetSocketAddress near = bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(NetUtil.LOCALHOST4, bound.getPort())
                : bound;
        return AdvertisedAddresses.withinCluster(clusterAddress, bound, List.of(near));
    }
}
