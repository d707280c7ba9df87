package org.anychat.gateway.port;

import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.RawConnection;

/**
 * The connections that are not links, of all addresses together. Where there are too many the one gives way that has
 * been without a request for longest, so that a newcomer always gets in; only where all have one, the oldest of those. On
 * the port's context.
 */
final class Lobby {
    private final int limit;
    private final GatewayCounters counters;
    /** The one that came, or was answered, first comes first. */
    private final Set<NetSocket> waiting = new LinkedHashSet<>();

    private final Set<NetSocket> asking = new LinkedHashSet<>();

    Lobby(int limit, GatewayCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    /** A connection is new, or its request has been answered. */
    void waits(NetSocket socket) {
        asking.remove(socket);
        waiting.remove(socket);
        waiting.add(socket);
        if (waiting.size() + asking.size() > limit) {
            displaceOne();
        }
    }

    /** Its request has come. */
    void asks(NetSocket socket) {
        waiting.remove(socket);
        asking.add(socket);
    }

    /** It is a link, becomes one, or is over. */
    void leaves(NetSocket socket) {
        waiting.remove(socket);
        asking.remove(socket);
    }

    /** The newest that waits is the one for which there has to be room. */
    private void displaceOne() {
        Set<NetSocket> from = waiting.size() > 1 || asking.isEmpty() ? waiting : asking;
        NetSocket oldest = from.iterator().next();
        from.remove(oldest);
        counters.count(GatewayCounter.CONNECTION_DISPLACED);
        RawConnection.drop(oldest);
    }
}
