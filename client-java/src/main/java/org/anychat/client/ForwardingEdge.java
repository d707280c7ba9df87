package org.anychat.client;

import java.util.function.Function;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.Subscriber;
import org.anychat.protocol.ServerEvent;

/** The end at which a viewer passes on to another what it gets by an edge itself. */
final class ForwardingEdge extends OfferingEdge<Forwarder> {
    /** Fails with a {@link org.anychat.client.media.MediaException} where nothing comes by the parent. */
    ForwardingEdge(
            ServerEvent.P2pTry order, Hooks hooks, ReceivingEdge parent, Function<Subscriber, Forwarder> connections) {
        super(order, hooks, connections.apply(parent.connection()));
    }

    /** The stream comes by another edge, and goes on. In a codec that was not offered it cannot. */
    void from(ReceivingEdge parent) {
        if (!isOver() && !connection().from(parent.connection())) {
            fail();
        }
    }

    @Override
    public void fallSilent() {
        super.fallSilent();
        connection().stop();
    }
}
