package org.anychat.client;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.FrameSigner;
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
    private SharedSources wanted = new SharedSources(List.of());
    private final SendParameters parameters;
    private boolean uploads = true;
    private Opened publisher;
    /** The connection to the relay that the client is changing over from. */
    private Opened former;

    /** A connection with its view of the sources. */
    private record Opened(Publisher publisher, SharedSources.Taps taps) {
        void close() {
            publisher.close();
            taps.close();
        }
    }

    Publication(MediaSession.Requests requests, ClientRuntime runtime, EventLoop loop, SendParameters parameters) {
        this.parameters = parameters;
        this.requests = requests;
        this.runtime = runtime;
        this.loop = loop;
    }

    /** Fails with 21 for sources that cannot be sent together, 44 without a connection, or the server's code. */
    CompletableFuture<Void> begin(List<MediaSource> sources) {
        end();
        SharedSources begun = new SharedSources(sources);
        wanted = begun;
        CompletableFuture<Void> opening = open();
        Opened mine = publisher;
        return opening.exceptionallyCompose(failure -> {
            if (wanted == begun && publisher != null && !publisher.equals(mine)) {
                // The room has moved to another relay meanwhile, and the attempt there goes on.
                return CompletableFuture.completedFuture(null);
            }
            if (wanted == begun) {
                end();
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    CompletableFuture<Void> stop() {
        end();
        return requests.request(ClientRequest.Unpublish::new, ReplyBody.class).thenAccept(body -> {});
    }

    void end() {
        wanted = new SharedSources(List.of());
        closePublisher();
        closeFormer();
    }

    /** Whether the relay is sent anything: not as long as everybody gets everything directly. */
    void upload(boolean needed) {
        uploads = needed;
        if (publisher != null) {
            publisher.publisher().upload(needed);
        }
        if (former != null) {
            former.publisher().upload(needed);
        }
    }

    /** What is sent, for one more connection; nothing where nothing is published. */
    SharedSources.Taps taps() {
        return wanted.open();
    }

    /** The same for the edge of a mesh tree, signed. */
    SharedSources.Taps taps(FrameSigner signer) {
        return wanted.open(signer);
    }

    /** Frames from one key frame to the next, 0 for no matter. */
    int gop() {
        return parameters.video() == null ? 0 : parameters.video().gop();
    }

    /** Where the relay is, as far as it has said so. */
    List<InetSocketAddress> relayAddresses() {
        return publisher == null ? List.of() : publisher.publisher().relayAddresses();
    }

    /** Where a relay is there, it takes a new connection; the old one goes on for a while, or is over. */
    void onMoved(boolean relayThere, int graceMs) {
        closeFormer();
        if (graceMs > 0) {
            former = publisher;
            publisher = null;
            Opened leaving = former;
            var unused = loop.schedule(() -> onGraceOver(leaving), graceMs, TimeUnit.MILLISECONDS);
        } else {
            closePublisher();
        }
        if (relayThere) {
            openAgain();
        }
    }

    /** The link is back. Where media has gone on without it, nothing is done. */
    void onReturn(boolean heldByRelay) {
        if (publisher == null || !heldByRelay) {
            closePublisher();
            openAgain();
        } else if (!publisher.publisher().flows()) {
            restart(publisher);
        }
    }

    /** A connection that has never come about does not notice by itself; one that has is told by the relay, too. */
    void onClosedByServer() {
        Opened told = publisher;
        var unused = loop.schedule(() -> onClosedByServer(told), RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void onClosedByServer(Opened told) {
        if (told != null && told.equals(publisher) && !told.publisher().flows()) {
            closePublisher();
            openAgain();
        }
    }

    private void restart(Opened open) {
        String offer = open.publisher().restart();
        OwnSettings own = parameters.forRelay();
        CompletableFuture<Void> unused = requests.request(
                        id -> new ClientRequest.Publish(id, offer, own), ReplyBody.Published.class)
                .thenAccept(published -> open.publisher().acceptRestart(published.sdp()))
                .whenComplete((done, failure) -> {
                    if (failure != null && open.equals(publisher)) {
                        log.info("An ICE restart failed, publishing anew: {}", failure.getMessage());
                        closePublisher();
                        openAgain();
                    }
                });
    }

    private void onGraceOver(Opened leaving) {
        if (leaving != null && leaving.equals(former)) {
            closeFormer();
        }
    }

    List<SendStatistics> statistics() {
        Opened sending = publisher == null ? former : publisher;
        return sending == null ? List.of() : sending.publisher().statistics();
    }

    private CompletableFuture<Void> open() {
        SharedSources.Taps taps = wanted.open();
        Opened opened;
        try {
            opened = new Opened(new Publisher(runtime.media(loop), taps.sources()), taps);
        } catch (MediaException e) {
            return CompletableFuture.failedFuture(new AnyChatException(ErrorCode.FUNCOPTERROR, e.getMessage()));
        }
        publisher = opened;
        opened.publisher().upload(uploads);
        parameters.tell(wanted.sources());
        setGop(opened.publisher());
        CompletableFuture<Void> unused = opened.publisher().closed().thenAccept(reason -> onClosed(opened));
        return offer(opened.publisher()).thenCompose(published -> accept(opened.publisher(), published.sdp()));
    }

    private CompletableFuture<ReplyBody.Published> offer(Publisher opened) {
        String offer = opened.offer();
        OwnSettings own = parameters.forRelay();
        return requests.request(id -> new ClientRequest.Publish(id, offer, own), ReplyBody.Published.class);
    }

    /** Other parameters count from now on. The relay is told by the same offer once more, whose answer has nothing new. */
    CompletableFuture<Void> onParameters() {
        Opened open = publisher;
        if (open == null) {
            return CompletableFuture.completedFuture(null);
        }
        parameters.tell(wanted.sources());
        setGop(open.publisher());
        return offer(open.publisher()).thenAccept(published -> {});
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

    private void onClosed(Opened closed) {
        closed.taps().close();
        if (closed.equals(former)) {
            former = null;
        } else if (closed.equals(publisher)) {
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
        SharedSources sources = wanted;
        CompletableFuture<Void> opening = open();
        Opened mine = publisher;
        CompletableFuture<Void> unused = opening.whenComplete((done, failure) -> {
            // An older attempt must not end a newer one.
            if (failure != null && wanted == sources && Objects.equals(mine, publisher)) {
                log.info("Publishing anew failed: {}", failure.getMessage());
                closePublisher();
                if (MediaRetry.worthwhile(failure)) {
                    retryLater();
                }
            }
        });
    }

    private void closePublisher() {
        Opened closing = publisher;
        publisher = null;
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
