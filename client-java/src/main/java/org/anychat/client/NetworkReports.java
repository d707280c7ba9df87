package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.webrtc.ice.NatDiscovery;

/**
 * Tells the server how the NAT in front of this host behaves, for mesh trees: once it has heard that the client takes part, and
 * again before it would forget, as networks change. For the client's loop.
 */
final class NetworkReports {
    /** The server forgets after five minutes. */
    private static final long AGAIN_SECONDS = 120;
    /** Where nothing answers it may be the relay that is away: it is asked once more before UDP is said to be blocked. */
    static final long SILENT_AGAIN_MS = 20_000;

    private final MediaSession.Requests requests;
    private final EventLoop loop;
    private final Supplier<List<InetSocketAddress>> servers;
    private final Function<List<InetSocketAddress>, CompletionStage<NatDiscovery.Findings>> finder;
    private final long silentAgainMs;
    private ScheduledFuture<?> timer;
    private int begun;

    /**
     * {@code servers} are those known at the moment; {@code finder} asks them, once more after {@code silentAgainMs} where nothing
     * has answered.
     */
    NetworkReports(
            MediaSession.Requests requests,
            EventLoop loop,
            Supplier<List<InetSocketAddress>> servers,
            Function<List<InetSocketAddress>, CompletionStage<NatDiscovery.Findings>> finder,
            long silentAgainMs) {
        this.requests = requests;
        this.loop = loop;
        this.servers = servers;
        this.finder = finder;
        this.silentAgainMs = silentAgainMs;
    }

    /** The server knows that the client takes part, from now on or anew. */
    void begin() {
        stop();
        int mine = begun;
        timer = loop.scheduleAtFixedRate(() -> find(mine, false), 0, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        begun++;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void find(int mine, boolean wasSilent) {
        List<InetSocketAddress> known = servers.get();
        if (!known.isEmpty()) {
            var unused = finder.apply(known).whenComplete((found, failure) -> {
                // Where no port can be opened nothing is known of the network.
                if (failure == null && mine == begun) {
                    heard(found, mine, wasSilent);
                }
            });
        }
    }

    private void heard(NatDiscovery.Findings found, int mine, boolean wasSilent) {
        if (found.udp() || wasSilent) {
            tell(found);
        } else {
            ScheduledFuture<?> unused = loop.schedule(() -> findAgain(mine), silentAgainMs, TimeUnit.MILLISECONDS);
        }
    }

    private void findAgain(int mine) {
        if (mine == begun) {
            find(mine, true);
        }
    }

    /** A server of before does not know what this is, and plans without. */
    private void tell(NatDiscovery.Findings found) {
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new P2pRequest.Network(
                                id, dependence(found.mapping()), P2pRequest.Dependence.UNKNOWN, found.udp(), null),
                        ReplyBody.class)
                .exceptionally(failure -> null);
    }

    private static P2pRequest.Dependence dependence(NatDiscovery.Mapping mapping) {
        return switch (mapping) {
            case ENDPOINT_INDEPENDENT -> P2pRequest.Dependence.INDEPENDENT;
            case ADDRESS_DEPENDENT -> P2pRequest.Dependence.ADDRESS;
            case ADDRESS_AND_PORT_DEPENDENT -> P2pRequest.Dependence.PORT;
            case UNKNOWN -> P2pRequest.Dependence.UNKNOWN;
        };
    }
}
