package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import org.anychat.client.media.OfferingConnection;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/** The end of an edge from which the stream goes to a viewer: it offers, and once the viewer has answered it stands. */
abstract class OfferingEdge<C extends OfferingConnection> extends Edge {
    private final C connection;

    OfferingEdge(ServerEvent.P2pTry order, Hooks hooks, C connection) {
        super(order, hooks);
        this.connection = connection;
        CompletableFuture<Void> unused = connection.closed().thenAccept(reason -> fail());
    }

    final C connection() {
        return connection;
    }

    @Override
    final void begin() {
        tell(connection.describedOffer());
    }

    @Override
    final void describe(String sdp) {
        CompletableFuture<Void> unused = connection.accept(sdp).whenComplete((connected, failure) -> {
            if (failure == null) {
                report(P2pRequest.State.CONNECTED);
            } else {
                fail();
            }
        });
    }

    @Override
    public final boolean isNeeded() {
        return false;
    }

    @Override
    public void close() {
        super.close();
        connection.close();
    }
}
