package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media of one client: what it sends and what it receives. For the client's loop. */
final class MediaSession {
    private static final Logger log = LoggerFactory.getLogger(MediaSession.class);

    private final Publication publication;
    private final Subscription subscription;
    private final MediaChoices choices;
    private final SendParameters parameters = new SendParameters();

    /** Sends a request over the client's link. */
    interface Requests {
        <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType);
    }

    MediaSession(Requests requests, ClientRuntime runtime, EventLoop loop) {
        this.publication = new Publication(requests, runtime, loop, parameters);
        this.subscription = new Subscription(requests, runtime, loop);
        this.choices = new MediaChoices(requests);
    }

    MediaChoices choices() {
        return choices;
    }

    SendParameters parameters() {
        return parameters;
    }

    CompletableFuture<Void> applyParameters(boolean own) {
        parameters.apply(own);
        return publication.onParameters();
    }

    CompletableFuture<Void> publish(List<MediaSource> sources) {
        return publication.begin(sources);
    }

    CompletableFuture<Void> unpublish() {
        return publication.stop();
    }

    CompletableFuture<Void> subscribe(MediaSink sink) {
        return subscription.begin(sink);
    }

    /** The room or the link is gone, and all media with it. */
    void endAll() {
        publication.end();
        subscription.end();
        choices.forget();
    }

    /** The link is back, and the room was not left. */
    void onReturn(List<String> heldByRelay) {
        publication.onReturn(heldByRelay.contains("publish"));
        subscription.onReturn(heldByRelay.contains("subscribe"));
    }

    void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.MediaOffer offer) {
            subscription.onOffer(offer);
        } else if (event instanceof ServerEvent.MediaMoved moved) {
            publication.onMoved(moved.media(), moved.graceMs());
            subscription.onMoved(moved.media(), moved.graceMs());
        } else if (event instanceof ServerEvent.MediaState state && state.state() == ServerEvent.State.CLOSED) {
            if (state.direction() == ServerEvent.Direction.PUBLISH) {
                publication.onClosedByServer();
            } else {
                subscription.onClosedByServer();
            }
        } else if (event instanceof ServerEvent.ServerConfigUpdate update) {
            parameters.server(update.config());
            CompletableFuture<Void> unused = publication.onParameters().exceptionally(failure -> {
                log.info("The relay was not told of the server's new settings: {}", failure.getMessage());
                return null;
            });
        }
    }

    List<SendStatistics> sendStatistics() {
        return publication.statistics();
    }

    List<TrackStatistics> receiveStatistics() {
        return subscription.statistics();
    }
}
