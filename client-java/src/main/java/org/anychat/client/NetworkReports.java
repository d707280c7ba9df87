package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.webrtc.ice.NatDiscovery;

/**
 * Tells the server how the NAT in front of this host behaves, for mesh trees: as long as it wants to know, and again before it
 * would forget, as networks change. Where it makes no trees nobody is asked. For the client's loop.
 */
final class NetworkReports {
    /** The server forgets after five minutes. */
    static final long AGAIN_MS = 120_000;
    /** Where nothing answers it may be the relay that is away: it is asked once more before UDP is said to be blocked. */
    static final long SILENT_AGAIN_MS = 20_000;

    private static final Set<Integer> OF_NO_USE =
            Set.of(ErrorCode.FUNCOPTERROR.number(), ErrorCode.FUNCNOTALLOW.number());

    private final MediaSession.Requests requests;
    private final EventLoop loop;
    private final Supplier<List<InetSocketAddress>> servers;
    private final Function<List<InetSocketAddress>, CompletionStage<NatDiscovery.Findings>> finder;
    private final long againMs;
    private final long silentAgainMs;
    private ScheduledFuture<?> timer;
    private int begun;

    /**
     * {@code servers} are those known at the moment; {@code finder} asks them, every {@code againMs}, and once more after {@code
     * silentAgainMs} where nothing has answered.
     */
    NetworkReports(
            MediaSession.Requests requests,
            EventLoop loop,
            Supplier<List<InetSocketAddress>> servers,
            Function<List<InetSocketAddress>, CompletionStage<NatDiscovery.Findings>> finder,
            long againMs,
            long silentAgainMs) {
        this.requests = requests;
        this.loop = loop;
        this.servers = servers;
        this.finder = finder;
        this.againMs = againMs;
        this.silentAgainMs = silentAgainMs;
    }

    /** The server says whether it wants to know, or says it once more: at once, then. */
    void want(boolean wanted) {
        if (wanted) {
            begin();
        } else {
            stop();
        }
    }

    void begin() {
        stop();
        int mine = begun;
        timer = loop.scheduleAtFixedRate(() -> find(mine, false), 0, againMs, TimeUnit.MILLISECONDS);
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
            tell(found, mine);
        } else {
            ScheduledFuture<?> unused = loop.schedule(() -> findAgain(mine), silentAgainMs, TimeUnit.MILLISECONDS);
        }
    }

    private void findAgain(int mine) {
        if (mine == begun) {
            find(mine, true);
        }
    }

    private void tell(NatDiscovery.Findings found, int mine) {
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new P2pRequest.Network(
                                id, dependence(found.mapping()), dependence(found.filtering()), found.udp(), null),
                        ReplyBody.class)
                .whenComplete((reply, failure) -> {
                    if (failure != null && mine == begun && isOfNoUse(failure)) {
                        stop();
                    }
                });
    }

    /** A server that does not know what this is, or that the client takes part. */
    private static boolean isOfNoUse(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AnyChatException known && OF_NO_USE.contains(known.code());
    }

    private static P2pRequest.Dependence dependence(NatDiscovery.Dependence found) {
        return switch (found) {
            case ENDPOINT_INDEPENDENT -> P2pRequest.Dependence.INDEPENDENT;
            case ADDRESS_DEPENDENT -> P2pRequest.Dependence.ADDRESS;
            case ADDRESS_AND_PORT_DEPENDENT -> P2pRequest.Dependence.PORT;
            case UNKNOWN -> P2pRequest.Dependence.UNKNOWN;
        };
    }
}
