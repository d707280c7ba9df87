package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaException;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client receives, as long as the application wants it: a connection that ends without its will is opened anew. For the client's loop. */
final class Subscription {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private final MediaSession.Requests requests;
    private final ClientRuntime runtime;
    private final EventLoop loop;
    private MediaSink wanted;
    private Subscriber subscriber;
    private int revision;

    Subscription(MediaSession.Requests requests, ClientRuntime runtime, EventLoop loop) {
        this.requests = requests;
        this.runtime = runtime;
        this.loop = loop;
    }

    CompletableFuture<Void> begin(MediaSink sink) {
        end();
        wanted = sink;
        return ask().whenComplete((done, failure) -> {
            if (failure != null && wanted == sink) {
                end();
            }
        });
    }

    void end() {
        wanted = null;
        closeSubscriber();
    }

    void onOffer(ServerEvent.MediaOffer offer) {
        if (wanted == null) {
            return;
        }
        // Revisions rise within a subscription, so one that does not begins another, with another transport.
        if (subscriber == null || offer.revision() <= revision) {
            closeSubscriber();
            open();
        }
        revision = offer.revision();
        try {
            answer(offer.revision(), subscriber.answer(offer.sdp()));
        } catch (MediaException e) {
            log.warn("The relay's offer {} cannot be answered: {}", offer.revision(), e.getMessage());
        }
    }

    void onMoved(boolean relayThere) {
        closeSubscriber();
        if (relayThere) {
            askAgain();
        }
    }

    /** The link is back. Where media has gone on without it, nothing is done; else the relay restarts ICE, or offers anew. */
    void onReturn(boolean heldByRelay) {
        if (subscriber == null || !heldByRelay) {
            closeSubscriber();
            askAgain();
        } else if (wanted != null && !subscriber.flows()) {
            CompletableFuture<Void> unused = ask().exceptionally(failure -> {
                log.info("Subscribing anew failed: {}", failure.getMessage());
                return null;
            });
        }
    }

    List<TrackStatistics> statistics() {
        return subscriber == null ? List.of() : subscriber.statistics();
    }

    private CompletableFuture<Void> ask() {
        return requests.request(ClientRequest.Subscribe::new, ReplyBody.class).thenAccept(body -> {});
    }

    private void open() {
        Subscriber opened = new Subscriber(runtime.media(loop), wanted);
        subscriber = opened;
        CompletableFuture<Void> unused = opened.closed().thenAccept(reason -> onClosed(opened));
    }

    private void answer(int answered, String sdp) {
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new ClientRequest.MediaAnswer(id, answered, sdp), ReplyBody.class)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.info("The answer to the relay's offer {} was refused: {}", answered, failure.getMessage());
                    }
                });
    }

    private void onClosed(Subscriber closed) {
        if (subscriber == closed) {
            subscriber = null;
            retryLater();
        }
    }

    private void retryLater() {
        var unused = loop.schedule(this::askAgain, Publication.RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void askAgain() {
        if (wanted == null || subscriber != null) {
            return;
        }
        MediaSink sink = wanted;
        CompletableFuture<Void> unused = ask().whenComplete((done, failure) -> {
            if (failure != null && wanted == sink) {
                log.info("Subscribing anew failed: {}", failure.getMessage());
                if (MediaRetry.worthwhile(failure)) {
                    retryLater();
                }
            }
        });
    }

    private void closeSubscriber() {
        Subscriber closing = subscriber;
        subscriber = null;
        revision = 0;
        if (closing != null) {
            closing.close();
        }
    }
}
