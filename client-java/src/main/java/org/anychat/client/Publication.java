package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaException;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.client.media.SendStatistics;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.OwnSettings;
import org.anychat.protocol.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client sends, as long as the application wants it: a connection that ends without its will is opened anew. For the client's loop. */
final class Publication {
    /** How long after the end of a connection the next one is tried. */
    static final long RETRY_MS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final MediaSession.Requests requests;
    private final ClientRuntime runtime;
    private final EventLoop loop;
    private List<MediaSource> wanted = List.of();
    private final SendParameters parameters;
    private Publisher publisher;

    Publication(MediaSession.Requests requests, ClientRuntime runtime, EventLoop loop, SendParameters parameters) {
        this.parameters = parameters;
        this.requests = requests;
        this.runtime = runtime;
        this.loop = loop;
    }

    /** Fails with 21 for sources that cannot be sent together, 44 without a connection, or the server's code. */
    CompletableFuture<Void> begin(List<MediaSource> sources) {
        end();
        wanted = sources;
        return open().whenComplete((done, failure) -> {
            if (failure != null && wanted == sources) {
                end();
            }
        });
    }

    CompletableFuture<Void> stop() {
        end();
        return requests.request(ClientRequest.Unpublish::new, ReplyBody.class).thenAccept(body -> {});
    }

    void end() {
        wanted = List.of();
        closePublisher();
    }

    /** The connection is over; where a relay is there, it takes a new one. */
    void onMoved(boolean relayThere) {
        closePublisher();
        if (relayThere) {
            openAgain();
        }
    }

    /** The link is back. Where media has gone on without it, nothing is done. */
    void onReturn(boolean heldByRelay) {
        if (publisher == null || !heldByRelay) {
            closePublisher();
            openAgain();
        } else if (!publisher.flows()) {
            restart(publisher);
        }
    }

    private void restart(Publisher open) {
        String offer = open.restart();
        OwnSettings own = parameters.forRelay();
        CompletableFuture<Void> unused = requests.request(
                        id -> new ClientRequest.Publish(id, offer, own), ReplyBody.Published.class)
                .thenAccept(published -> open.acceptRestart(published.sdp()))
                .whenComplete((done, failure) -> {
                    if (failure != null && publisher == open) {
                        log.info("An ICE restart failed, publishing anew: {}", failure.getMessage());
                        closePublisher();
                        openAgain();
                    }
                });
    }

    List<SendStatistics> statistics() {
        return publisher == null ? List.of() : publisher.statistics();
    }

    private CompletableFuture<Void> open() {
        Publisher opened;
        try {
            opened = new Publisher(runtime.media(loop), wanted);
        } catch (MediaException e) {
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.FUNCOPTERROR, e.getMessage()));
        }
        publisher = opened;
        parameters.tell(wanted);
        setGop(opened);
        CompletableFuture<Void> unused = opened.closed().thenAccept(reason -> onClosed(opened));
        return offer(opened).thenCompose(published -> accept(opened, published.sdp()));
    }

    private CompletableFuture<ReplyBody.Published> offer(Publisher opened) {
        String offer = opened.offer();
        OwnSettings own = parameters.forRelay();
        return requests.request(id -> new ClientRequest.Publish(id, offer, own), ReplyBody.Published.class);
    }

    /** Other parameters count from now on. The relay is told by the same offer once more, whose answer has nothing new. */
    CompletableFuture<Void> onParameters() {
        Publisher open = publisher;
        if (open == null) {
            return CompletableFuture.completedFuture(null);
        }
        parameters.tell(wanted);
        setGop(open);
        return offer(open).thenAccept(published -> {});
    }

    private void setGop(Publisher opened) {
        if (parameters.video() != null) {
            opened.gop(parameters.video().gop());
        }
    }

    private static CompletableFuture<Void> accept(Publisher opened, String answer) {
        return opened.accept(answer)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new AnyChatException(ErrorCode.REQUESTFAILED, failure.getMessage())));
    }

    private void onClosed(Publisher closed) {
        if (publisher == closed) {
            publisher = null;
            retryLater();
        }
    }

    private void retryLater() {
        var unused = loop.schedule(this::openAgain, RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void openAgain() {
        if (wanted.isEmpty() || publisher != null) {
            return;
        }
        List<MediaSource> sources = wanted;
        CompletableFuture<Void> unused = open().whenComplete((done, failure) -> {
            if (failure != null && wanted == sources) {
                log.info("Publishing anew failed: {}", failure.getMessage());
                closePublisher();
                if (MediaRetry.worthwhile(failure)) {
                    retryLater();
                }
            }
        });
    }

    private void closePublisher() {
        Publisher closing = publisher;
        publisher = null;
        if (closing != null) {
            closing.close();
        }
    }
}
