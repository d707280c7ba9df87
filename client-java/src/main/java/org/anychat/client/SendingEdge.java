package org.anychat.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/** The end at which the stream's publisher sends it to a viewer. */
final class SendingEdge extends Edge {
    private final Publisher connection;
    private SharedSources.Taps taps;

    /** Fails with a {@link org.anychat.client.media.MediaException} where there is nothing to send. */
    SendingEdge(
            ServerEvent.P2pTry order,
            Hooks hooks,
            SharedSources.Taps taps,
            Function<List<MediaSource>, Publisher> connections) {
        super(order, hooks);
        this.taps = taps;
        this.connection = connections.apply(taps.sources());
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

    /** Other sources are sent from now on. What was not offered cannot be sent, and nothing else is told of the edge. */
    void send(SharedSources.Taps next) {
        taps.close();
        taps = isOver() ? new SharedSources.Taps(List.of()) : next;
        if (!connection.send(taps.sources())) {
            fail();
        }
    }

    void gop(int frames) {
        connection.gop(frames);
    }

    @Override
    public void fallSilent() {
        super.fallSilent();
        taps.close();
        connection.send(List.of());
    }

    @Override
    public boolean isNeeded() {
        return false;
    }

    @Override
    public void close() {
        super.close();
        taps.close();
        connection.close();
    }
}
