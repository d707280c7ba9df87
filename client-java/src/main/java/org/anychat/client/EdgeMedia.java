package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.client.media.MediaException;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.StreamProgress;
import org.anychat.client.media.TrackStatistics;
import org.anychat.client.media.Uplink;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * A client's edges of mesh trees ({@code RoutingPolicy=3}), each named by its attempt's number. It knows of no other edges, and makes none but those that the server orders. For
 * the client's loop.
 */
final class EdgeMedia {
    /** As with all direct connections, of a client that comes back: the others may get something for so long. */
    private static final int GRACE_MS = 2_000;
    /** What a user has at once; a stream that changes over to another source has two for a while. */
    private static final int MOST_CONNECTIONS = 30;
    /** Those that are being given up included: however quickly they are ordered and given up. */
    private static final int MOST_AT_ONCE = 64;
    /** Of which it is known how far they have come; those are forgotten whose last edge was ordered longest ago. */
    private static final int MOST_STREAMS = 256;
    /** Where a stream comes another way, what the server says of the edges comes one after the other. */
    private static final long SETTLE_MS = 1_000;

    private final MediaSession.Requests requests;
    private final EventLoop loop;
    private final DirectMedia.Surroundings media;
    private final Map<Integer, Edge> edges = new LinkedHashMap<>();
    private final Farewells<Edge> leaving;
    private final Hooks hooks = new Hooks();
    private final Uplink uplink;
    /** By which edge each stream comes, as far as one carries it. */
    private final Map<Integer, ReceivingEdge> parents = new HashMap<>();

    /** By the key of a publisher's stay. */
    private final Map<String, StreamProgress> progress = new LinkedHashMap<>();

    private TrackHandover handover;

    EdgeMedia(MediaSession.Requests requests, EventLoop loop, DirectMedia.Surroundings media) {
        this.requests = requests;
        this.loop = loop;
        this.media = media;
        this.leaving = new Farewells<>(loop);
        this.uplink = new Uplink(media.upBps(), System::nanoTime);
    }

    /** What the server is told that this client can do in a tree: it sends what it publishes, and passes on what it gets by edges where the application has said how much can be sent. */
    P2pRequest.Mesh abilities() {
        return new P2pRequest.Mesh(
                forwards() ? P2pRequest.Forwards.PACKETS : P2pRequest.Forwards.NONE,
                media.upBps(),
                media.signer().key());
    }

    private boolean forwards() {
        return media.upBps() > 0;
    }

    /** The client receives from now on, or its link is back: what there is may not count any more. */
    void start(TrackHandover receiving) {
        handover = receiving;
        List.copyOf(edges.values()).forEach(edge -> leave(edge, GRACE_MS));
    }

    void stop() {
        handover = null;
        List.copyOf(edges.values()).forEach(this::drop);
        leaving.endAll();
    }

    /** The application does not want everything of a user any more. */
    void decline(int publisher) {
        edges.values().stream()
                .filter(edge -> !edge.sends() && edge.publisher() == publisher)
                .forEach(edge -> edge.report(P2pRequest.State.DECLINED));
    }

    /** Other sources are sent from now on. */
    void onSources() {
        sending().forEach(edge -> edge.send(media.signedTaps()));
    }

    /** Key frames are to be as far from each other as is said now. */
    void onParameters() {
        sending().forEach(edge -> edge.gop(media.gop()));
    }

    /** What comes by edges and is shown. */
    List<TrackStatistics> statistics() {
        return edges.values().stream()
                .filter(ReceivingEdge.class::isInstance)
                .flatMap(edge -> ((ReceivingEdge) edge).statistics().stream())
                .toList();
    }

    /** The server has an edge made. */
    void onTry(ServerEvent.P2pTry order, boolean declined) {
        Edge before = edges.get(order.attempt());
        if (before != null) {
            drop(before);
        }
        if (declined && !order.stream().sends()) {
            report(order, P2pRequest.State.DECLINED);
        } else if (handover == null || !isSensible(order) || !hasRoom(order)) {
            report(order, P2pRequest.State.FAILED);
        } else {
            open(order);
        }
    }

    /** Whoever sends offers; this client sends what is its own, or what it gets of another publisher, and gets what is another's. */
    private boolean isSensible(ServerEvent.P2pTry order) {
        ServerEvent.Stream stream = order.stream();
        boolean own = stream.publisher() == media.ownId();
        boolean possible = stream.sends() ? own ? isSigned(stream) : fits(order) : !own;
        return order.offers() == stream.sends() && possible && order.userId() != media.ownId();
    }

    /** Whether viewers are told the key of this stay. */
    private boolean isSigned(ServerEvent.Stream stream) {
        return stream.key().equals(media.signer().key());
    }

    /** Whether a stream is passed on: never back to its publisher, and only by as many hops as may follow the edge by which it comes. */
    private boolean fits(ServerEvent.P2pTry order) {
        ServerEvent.Stream stream = order.stream();
        ReceivingEdge parent = parents.get(stream.publisher());
        return forwards()
                && order.userId() != stream.publisher()
                && parent != null
                && order.userId() != parent.userId()
                && stream.ttl() < parent.ttl();
    }

    private boolean hasRoom(ServerEvent.P2pTry order) {
        List<Edge> moving = edges.values().stream()
                .filter(edge ->
                        !edge.sends() && edge.publisher() == order.stream().publisher())
                .toList();
        boolean moves = !order.stream().sends() && moving.size() == 1;
        return edges.size() + leaving.count() < MOST_AT_ONCE
                && moving.size() <= 1
                && streamsAndViewers() + (moves ? 0 : 1) <= MOST_CONNECTIONS;
    }

    /** Each stream that comes counts once, even while it changes over from one edge to another. */
    private int streamsAndViewers() {
        Set<Integer> publishers = new HashSet<>();
        return (int) edges.values().stream()
                .filter(edge -> edge.sends() || publishers.add(edge.publisher()))
                .count();
    }

    private void open(ServerEvent.P2pTry order) {
        try {
            Edge edge = edge(order);
            edges.put(order.attempt(), edge);
            edge.begin();
        } catch (MediaException e) {
            report(order, P2pRequest.State.FAILED);
        }
    }

    private Edge edge(ServerEvent.P2pTry order) {
        if (!order.stream().sends()) {
            return receiver(order);
        }
        return order.stream().publisher() == media.ownId() ? sender(order) : forwarder(order);
    }

    private Edge forwarder(ServerEvent.P2pTry order) {
        ReceivingEdge parent = parents.get(order.stream().publisher());
        return new ForwardingEdge(
                order,
                hooks,
                parent,
                connection -> media.connections().forwarder(connection, uplink, media.stunServers()));
    }

    private Edge sender(ServerEvent.P2pTry order) {
        SendingEdge edge = new SendingEdge(
                order,
                hooks,
                media.signedTaps(),
                sources -> media.connections().publisher(sources, media.stunServers()));
        edge.gop(media.gop());
        return edge;
    }

    private Edge receiver(ServerEvent.P2pTry order) {
        return new ReceivingEdge(
                order,
                hooks,
                handover,
                loop,
                progressOf(order.stream().key()),
                (verifier, sink) -> media.connections().subscriber(media.stunServers(), verifier, sink));
    }

    private StreamProgress progressOf(String key) {
        StreamProgress known = progress.remove(key);
        StreamProgress kept = known == null ? new StreamProgress() : known;
        progress.put(key, kept);
        if (progress.size() > MOST_STREAMS) {
            progress.remove(progress.keySet().iterator().next());
        }
        return kept;
    }

    /** The other end's description. False where it is of no edge. */
    boolean onSignal(ServerEvent.P2pSignal event) {
        Edge edge = edges.get(event.attempt());
        if (edge == null || edge.userId() != event.userId()) {
            return false;
        }
        edge.take(event.sdp());
        return true;
    }

    /** Somebody further up has moved: how many hops may follow one of the edges is said anew, and of the others it may be about to be. */
    void onStream(ServerEvent.P2pStream event) {
        Edge edge = edges.get(event.attempt());
        if (edge != null) {
            edge.retime(event.generation(), event.ttl());
            settle(edge.publisher());
        }
    }

    private void settle(int publisher) {
        var unused = loop.schedule(() -> endWhatDoesNotFit(publisher), SETTLE_MS, TimeUnit.MILLISECONDS);
    }

    private void endWhatDoesNotFit(int publisher) {
        ReceivingEdge parent = parents.get(publisher);
        if (parent != null) {
            forwarding(publisher).stream()
                    .filter(edge -> edge.ttl() >= parent.ttl())
                    .forEach(Edge::fail);
        }
    }

    private List<ForwardingEdge> forwarding(int publisher) {
        return edges.values().stream()
                .filter(edge -> edge.publisher() == publisher && edge instanceof ForwardingEdge)
                .map(ForwardingEdge.class::cast)
                .toList();
    }

    /** What is passed on of a stream comes by another edge; as long as none carries it, nothing comes. */
    private void onGone(Edge edge) {
        if (parents.remove(edge.publisher(), edge)) {
            edges.values().stream()
                    .filter(other -> other.publisher() == edge.publisher())
                    .filter(other -> other instanceof ReceivingEdge receiving && receiving.carries())
                    .findFirst()
                    .ifPresent(other -> hooks.onCarries((ReceivingEdge) other));
        }
    }

    /** The server has an edge given up, with a grace. False where it is of no edge. */
    boolean onClose(ServerEvent.P2pClose event) {
        Edge edge = edges.get(event.attempt());
        if (edge == null || edge.userId() != event.userId()) {
            return false;
        }
        leave(edge, event.graceMs());
        return true;
    }

    /** Nothing may go to a user any more: all edges with it end at once, those that are still being given up included. */
    void endAllWith(int userId) {
        all().filter(edge -> edge.userId() == userId).toList().forEach(this::drop);
    }

    private void leave(Edge edge, int graceMs) {
        edges.remove(edge.attempt(), edge);
        onGone(edge);
        leaving.begin(edge, graceMs);
    }

    private void drop(Edge edge) {
        edges.remove(edge.attempt(), edge);
        onGone(edge);
        leaving.end(edge);
    }

    private Stream<Edge> all() {
        return Stream.concat(edges.values().stream(), leaving.all().stream());
    }

    private List<SendingEdge> sending() {
        return all().filter(SendingEdge.class::isInstance)
                .map(SendingEdge.class::cast)
                .toList();
    }

    private void report(ServerEvent.P2pTry order, P2pRequest.State state) {
        report(order, state, null);
    }

    private void report(ServerEvent.P2pTry order, P2pRequest.State state, Integer delayMs) {
        // What the server does not take any more it has decided otherwise.
        CompletableFuture<ReplyBody> unused = requests.request(
                        id -> new P2pRequest.Report(id, order.userId(), order.attempt(), state, delayMs),
                        ReplyBody.class)
                .exceptionally(failure -> null);
    }

    private final class Hooks implements Edge.Hooks {
        @Override
        public boolean isOpen(int userId, MediaKind kind) {
            return media.isOpen(userId, kind);
        }

        @Override
        public int roomId() {
            return media.signer().roomId();
        }

        @Override
        public CompletableFuture<Void> signal(Edge edge, String sdp) {
            return requests.request(
                            id -> new P2pRequest.Signal(id, edge.userId(), edge.attempt(), sdp), ReplyBody.class)
                    .thenAccept(reply -> {});
        }

        @Override
        public void report(Edge edge, P2pRequest.State state) {
            EdgeMedia.this.report(edge.order(), state, edge.delayMs());
        }

        @Override
        public void onCarries(ReceivingEdge edge) {
            if (!edge.equals(edges.get(edge.attempt()))) {
                return;
            }
            boolean moves = !edge.equals(parents.put(edge.publisher(), edge));
            if (moves) {
                forwarding(edge.publisher()).forEach(passing -> passing.from(edge));
                settle(edge.publisher());
            }
        }

        /** At once: nothing of it is shown, or passed on, any more. */
        @Override
        public void onForged(Edge edge) {
            if (edge.equals(edges.get(edge.attempt()))) {
                EdgeMedia.this.report(edge.order(), P2pRequest.State.FORGED);
                drop(edge);
            }
        }

        @Override
        public void onFailed(Edge edge) {
            if (edge.equals(edges.get(edge.attempt()))) {
                EdgeMedia.this.report(edge.order(), P2pRequest.State.FAILED);
                leave(edge, 0);
            }
        }
    }
}
