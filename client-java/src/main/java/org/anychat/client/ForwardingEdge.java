package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.Subscriber;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/** The end at which a viewer passes on to another what it gets by an edge itself. */
final class ForwardingEdge extends Edge {
    private final Forwarder connection;

    /** Fails with a {@link org.anychat.client.media.MediaException} where nothing comes by the parent. */
    ForwardingEdge(
            ServerEvent.P2pTry order, Hooks hooks, ReceivingEdge parent, Function<Subscriber, Forwarder> connections) {
        super(order, hooks);
        this.connection = connections.apply(parent.connection());
        CompletableFuture<Void> unused = connection.closed().thenAccept(reason -> fail());
    }

    @Override
    void begin() {
        tell(connection.describedOffer());
    }

    @Override
    void describe(String sdp) {
        CompletableFuture<Void> unused = connection.accept(sdp).whenComplete((connected, failure) -> {
            if (failure == null) {
                report(P2pRequest.State.CONNECTED);
            } else {
                fail();
            }
        });
    }

    /** The stream comes by another edge, and goes on. In a codec that was not offered it cannot. */
    void from(ReceivingEdge parent) {
        if (!isOver() && !connection.from(parent.connection())) {
            fail();
        }
    }

    @Override
    public void fallSilent() {
        super.fallSilent();
        connection.stop();
    }

    @Override
    public boolean isNeeded() {
        return false;
    }

    @Override
    public void close() {
        super.close();
        connection.close();
    }
}
