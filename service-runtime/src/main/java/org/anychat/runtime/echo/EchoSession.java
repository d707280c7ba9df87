package org.anychat.runtime.echo;

import io.vertx.core.Future;
import java.util.function.Consumer;
import org.anychat.contracts.Done;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RelayApi.SubscriberAnswer;
import org.anychat.contracts.SessionId;

/**
 * One echo at one relay: a connection that sends and one on which the same comes back. Its futures fail as those of
 * {@link RelayApi} do. Belongs to the context of its {@link EchoLine}.
 */
public final class EchoSession {
    private final RelayApi relay;
    private final Peer sender;
    private final Peer viewer;
    private final EchoListener listener;
    private final Consumer<EchoSession> onClosed;
    private boolean closed;

    EchoSession(RelayApi relay, Peer sender, Peer viewer, EchoListener listener, Consumer<EchoSession> onClosed) {
        this.relay = relay;
        this.sender = sender;
        this.viewer = viewer;
        this.listener = listener;
        this.onClosed = onClosed;
    }

    SessionId sender() {
        return sender.session();
    }

    SessionId viewer() {
        return viewer.session();
    }

    EchoListener listener() {
        return listener;
    }

    /**
     * Opens the connection that sends.
     *
     * @param offer SDP
     * @return the relay's answer, SDP
     */
    public Future<String> publish(String offer) {
        return relay.publish(new Publish(sender, offer))
                .map(RelayApi.Answer::sdp)
                .onComplete(done -> closeLate());
    }

    /**
     * Opens the connection that receives; the offer comes to the {@link EchoListener}.
     *
     * @return done
     */
    public Future<Done> subscribe() {
        return relay.subscribe(new Subscribe(viewer)).onComplete(done -> closeLate());
    }

    /**
     * Answers an offer.
     *
     * @param revision of the offer
     * @param answer SDP
     * @return done
     */
    public Future<Done> answer(int revision, String answer) {
        return relay.answer(new SubscriberAnswer(viewer.session(), revision, answer));
    }

    /** Closes both connections; more than once is fine. Where the relay does not hear of it, its patience ends them. */
    public void close() {
        if (!closed) {
            closed = true;
            onClosed.accept(this);
            closeAtRelay();
        }
    }

    /** What was opened while it was being closed. */
    private void closeLate() {
        if (closed) {
            closeAtRelay();
        }
    }

    private void closeAtRelay() {
        relay.close(new CloseMedia(sender.session(), null));
        relay.close(new CloseMedia(viewer.session(), null));
    }
}
