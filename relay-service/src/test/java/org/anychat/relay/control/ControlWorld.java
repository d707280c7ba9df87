package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.relay.media.BusyLoops;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;

/** A relay's control without a network: its context, and media loops that do what they are told when the test says so. */
final class ControlWorld {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BusyLoops loops = new BusyLoops();

    Vertx vertx() {
        return vertx;
    }

    Context context() {
        return context;
    }

    BusyLoops loops() {
        return loops;
    }

    /** Runs something on the context, after what waits there, and gives what came of it. */
    <T> T onContext(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(now -> {
            try {
                result.complete(call.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    RelayService service(NodeId node, Function<NodeId, GatewayApi> gateways, Function<NodeId, RelayApi> relays) {
        List<InetSocketAddress> udp = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907));
        Negotiator negotiator = new Negotiator(
                new Negotiator.Identity(
                        DtlsCertificate.generate(Instant.now(), RANDOM).fingerprint(), "", "relay"),
                new Negotiator.Addresses(udp, List.of(), udp),
                MediaCapabilities.relay(),
                RANDOM);
        return new RelayService(
                context,
                loops.loops(),
                negotiator,
                new RelayService.Settings(node, 5, 8, 0, List.of()),
                gateways,
                relays);
    }

    void close() throws Exception {
        loops.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
