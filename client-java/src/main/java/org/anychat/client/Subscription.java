package org.anychat.client;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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
    /** How often it is looked whether the old connection is needed any more. */
    private static final long WATCH_MS = 50;

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private final MediaSession.Requests requests;
    private final ClientRuntime runtime;
    private final EventLoop loop;
    private final TrackHandover.OpenMedia openMedia;
    private TrackHandover wanted;
    private Opened subscriber;
    /** The connection to the relay that the client is changing over from. */
    private Opened former;

    /** Of the offers that the connection answers. */
    private String connection = "";

    /** How often the relay was asked for an offer. */
    private int asked;

    /** A connection with its way to the application. */
    private record Opened(Subscriber subscriber, TrackHandover.Feed feed) {
        void close() {
            subscriber.close();
            feed.close();
        }
    }

    Subscription(
            MediaSession.Requests requests, ClientRuntime runtime, EventLoop loop, TrackHandover.OpenMedia openMedia) {
        this.requests = requests;
        this.runtime = runtime;
        this.loop = loop;
        this.openMedia = openMedia;
    }

    CompletableFuture<Void> begin(MediaSink sink) {
        end();
        TrackHandover begun = new TrackHandover(sink, System::nanoTime, openMedia);
        wanted = begun;
        return ask().whenComplete((done, failure) -> {
            if (failure != null && wanted == begun) {
                end();
            }
        });
    }

    void end() {
        closeSubscriber();
        closeFormer();
        wanted = null;
    }

    /** What stands between the connections and the application's sink, null where nothing is wanted. */
    TrackHandover handover() {
        return wanted;
    }

    /** Where the relay is, as far as it has said so. */
    List<InetSocketAddress> relayAddresses() {
        return subscriber == null ? List.of() : subscriber.subscriber().relayAddresses();
    }

    void onOffer(ServerEvent.MediaOffer offer) {
        if (wanted == null) {
            return;
        }
        try {
            String offered = Subscriber.connectionOf(offer.sdp());
            if (subscriber == null || !connection.equals(offered)) {
                closeSubscriber();
                open();
                connection = offered;
            }
            answer(offer.revision(), subscriber.subscriber().answer(offer.sdp()));
        } catch (MediaException e) {
            log.warn("The relay's offer {} cannot be answered: {}", offer.revision(), e.getMessage());
        }
    }

    /** Where a relay is there, it is asked anew; the old connection goes on until the new one has taken over, or is over. */
    void onMoved(boolean relayThere, int graceMs) {
        closeFormer();
        if (graceMs > 0) {
            former = subscriber;
            subscriber = null;
            watchFormer(former, loop.schedule(() -> {}, graceMs, TimeUnit.MILLISECONDS));
        } else {
            closeSubscriber();
        }
        if (relayThere) {
            askAgain();
        }
    }

    /** The link is back. Where media has gone on without it, nothing is done; else the relay restarts ICE, or offers anew. */
    void onReturn(boolean heldByRelay) {
        if (subscriber == null || !heldByRelay) {
            closeSubscriber();
            askAgain();
        } else if (wanted != null && !subscriber.subscriber().flows()) {
            CompletableFuture<Void> unused = ask().exceptionally(failure -> {
                log.info("Subscribing anew failed: {}", failure.getMessage());
                return null;
            });
        }
    }

    /**
     * A connection that has never come about does not notice by itself; one that has is told by the relay, too. Where there
     * is none, what has ended may be what the relay was to make an offer for.
     */
    void onClosedByServer() {
        if (subscriber == null) {
            int askedBefore = asked;
            var unused = loop.schedule(() -> askWithoutOffer(askedBefore), Publication.RETRY_MS, TimeUnit.MILLISECONDS);
        } else {
            lookAgainAt(subscriber);
        }
    }

    private void askWithoutOffer(int askedBefore) {
        if (asked == askedBefore) {
            askAgain();
        }
    }

    private void lookAgainAt(Opened told) {
        var unused = loop.schedule(() -> onClosedByServer(told), Publication.RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void onClosedByServer(Opened told) {
        if (told != null && told.equals(subscriber) && !told.subscriber().flows()) {
            closeSubscriber();
            askAgain();
        }
    }

    private void watchFormer(Opened leaving, Future<?> grace) {
        if (leaving == null || !leaving.equals(former)) {
            return;
        }
        if (grace.isDone() || (subscriber != null && !leaving.feed().isNeeded())) {
            closeFormer();
        } else {
            var unused = loop.schedule(() -> watchFormer(leaving, grace), WATCH_MS, TimeUnit.MILLISECONDS);
        }
    }

    List<TrackStatistics> statistics() {
        Opened receiving = subscriber == null ? former : subscriber;
        return receiving == null ? List.of() : receiving.subscriber().statistics();
    }

    private CompletableFuture<Void> ask() {
        asked++;
        return requests.request(ClientRequest.Subscribe::new, ReplyBody.class).thenAccept(body -> {});
    }

    private void open() {
        TrackHandover.Feed feed = wanted.open();
        Opened opened = new Opened(new Subscriber(runtime.media(loop), feed), feed);
        subscriber = opened;
        CompletableFuture<Void> unused = opened.subscriber().closed().thenAccept(reason -> onClosed(opened));
    }

    /** Who is refused may answer an offer that a connection's end has overtaken: nothing would come of it by itself. */
    private void answer(int answered, String sdp) {
        Opened answering = subscriber;
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new ClientRequest.MediaAnswer(id, answered, sdp), ReplyBody.class)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.info("The answer to the relay's offer {} was refused: {}", answered, failure.getMessage());
                        lookAgainAt(answering);
                    }
                });
    }

    private void onClosed(Opened closed) {
        closed.feed().close();
        if (closed.equals(former)) {
            former = null;
        } else if (closed.equals(subscriber)) {
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
        TrackHandover asking = wanted;
        CompletableFuture<Void> unused = ask().whenComplete((done, failure) -> {
            if (failure != null && wanted == asking) {
                log.info("Subscribing anew failed: {}", failure.getMessage());
                if (MediaRetry.worthwhile(failure)) {
                    retryLater();
                }
            }
        });
    }

    private void closeSubscriber() {
        Opened closing = subscriber;
        subscriber = null;
        if (closing != null) {
            closing.close();
        }
    }

    private void closeFormer() {
        Opened closing = former;
        former = null;
        if (closing != null) {
            closing.close();
        }
    }
}
