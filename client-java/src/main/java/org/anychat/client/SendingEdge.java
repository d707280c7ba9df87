package org.anychat.client;

import java.util.List;
import java.util.function.Function;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.protocol.ServerEvent;

/** The end at which the stream's publisher sends it to a viewer. */
final class SendingEdge extends OfferingEdge<Publisher> {
    private SharedSources.Taps taps;

    /** Fails with a {@link org.anychat.client.media.MediaException} where there is nothing to send. */
    SendingEdge(
            ServerEvent.P2pTry order,
            Hooks hooks,
            SharedSources.Taps taps,
            Function<List<MediaSource>, Publisher> connections) {
        super(order, hooks, connections.apply(taps.sources()));
        this.taps = taps;
    }

    /** Other sources are sent from now on. What was not offered cannot be sent, and nothing else is told of the edge. */
    void send(SharedSources.Taps next) {
        taps.close();
        taps = isOver() ? new SharedSources.Taps(List.of()) : next;
        if (!connection().send(taps.sources())) {
            fail();
        }
    }

    void gop(int frames) {
        connection().gop(frames);
    }

    @Override
    public void fallSilent() {
        super.fallSilent();
        taps.close();
        connection().send(List.of());
    }

    @Override
    public void close() {
        super.close();
        taps.close();
    }
}
