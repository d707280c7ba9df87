package org.anychat.relay.control;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anychat.contracts.LinkApi;
import org.anychat.contracts.LinkApi.CloseLink;
import org.anychat.contracts.LinkApi.LinkAnswer;
import org.anychat.contracts.LinkApi.LinkOffer;
import org.anychat.contracts.LinkApi.LinkWanted;
import org.anychat.contracts.LinkApi.OpenLink;
import org.anychat.contracts.LinkApi.UserAudience;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.relay.control.IncomingLink.Demand;
import org.anychat.webrtc.sdp.negotiation.ClientAnswer;
import org.anychat.webrtc.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links that come in: where a room has viewers here, this relay is a client of each other relay of the room, and what
 * that one's publishers send is offered to the viewers here like what comes from publishers here.
 */
final class IncomingLinks {
    private static final Logger log = LoggerFactory.getLogger(IncomingLinks.class);
    private static final long RETRY_MS = 250;
    /** A link that does not stand by then is broken, and is said to be as often as that. */
    private static final long OPEN_MS = 3_000;

    private final Vertx vertx;
    private final Spans spans;
    private final Negotiator negotiator;
    private final Connections connections;
    private final TrackNaming naming;
    private final Function<NodeId, ? extends LinkApi> relays;
    private final Map<Long, IncomingLink> byConnection = new HashMap<>();
    private BrokenLinks broken = (room, source) -> {};

    /** Hears of links that do not come about or have broken; more than once of the same. */
    @FunctionalInterface
    interface BrokenLinks {
        void onBroken(RoomId room, NodeId source);
    }

    IncomingLinks(
            Vertx vertx,
            Spans spans,
            Negotiator negotiator,
            Connections connections,
            TrackNaming naming,
            Function<NodeId, ? extends LinkApi> relays) {
        this.vertx = vertx;
        this.spans = spans;
        this.negotiator = negotiator;
        this.connections = connections;
        this.naming = naming;
        this.relays = relays;
    }

    void onBroken(BrokenLinks listener) {
        broken = listener;
    }

    /** Makes the room's links be those that its viewers need; true where something that was offered is gone. */
    boolean reconcile(RelayRoom room) {
        Set<NodeId> needed = room.hasViewers() ? spans.peers(room.id()) : Set.of();
        List<IncomingLink> superfluous = room.links().stream()
                .filter(link -> !needed.contains(link.source()))
                .toList();
        superfluous.forEach(this::close);
        needed.forEach(source -> {
            if (room.link(source) == null) {
                IncomingLink link = new IncomingLink(room, source, negotiator.newSessionId(), negotiator.credentials());
                room.add(link);
                open(link);
                watch(link);
            }
        });
        return !superfluous.isEmpty();
    }

    private void open(IncomingLink link) {
        relays.apply(link.source())
                .openLink(new OpenLink(spans.from(link.source(), link.room().id())))
                .onFailure(failure -> {
                    log.debug(
                            "Relay {} opens no link of room {}",
                            link.source(),
                            link.room().id(),
                            failure);
                    vertx.setTimer(RETRY_MS, timer -> {
                        if (link.isCurrent()) {
                            open(link);
                        }
                    });
                });
    }

    private void watch(IncomingLink link) {
        vertx.setTimer(OPEN_MS, timer -> {
            if (link.isCurrent() && !link.isFlowing()) {
                broken.onBroken(link.room().id(), link.source());
                watch(link);
            }
        });
    }

    private void close(IncomingLink link) {
        link.room().remove(link);
        drop(link);
        relays.apply(link.source())
                .closeLink(new CloseLink(spans.from(link.source(), link.room().id())))
                .onFailure(failure -> log.debug("Relay {} was not told of a link's end", link.source(), failure));
    }

    private void drop(IncomingLink link) {
        if (byConnection.remove(link.connectionId()) != null) {
            connections.closeLink(link.room().loop(), link.connectionId());
        }
    }

    /** Answers an offer; the future is done when what it offers can be offered to viewers here. */
    Future<Void> onOffer(IncomingLink link, LinkOffer offer) {
        ClientAnswer answer = negotiator.answerRelay(offer.sdp(), link.sdpSessionId(), link.local());
        link.audiences(offer.audiences());
        LinkAnswer reply = new LinkAnswer(
                spans.from(link.source(), link.room().id()),
                offer.revision(),
                answer.description().toSdp());
        // Not before the other side knows this one: the first flight of a handshake would be lost.
        return relays.apply(link.source()).linkAnswer(reply).map(done -> {
            if (link.isCurrent()) {
                apply(link, answer);
            }
            return null;
        });
    }

    private void apply(IncomingLink link, ClientAnswer answer) {
        List<RoomTrack> tracks = naming.remote(answer.media(), link.tracks());
        boolean known = byConnection.containsKey(link.connectionId());
        if (known && answer.remote().equals(link.remote())) {
            connections.updateLink(link.room().loop(), link.connectionId(), tracks);
        } else {
            drop(link);
            long id = connections.openLink(
                    link.room().loop(), link.local(), negotiator.remoteRelay(answer.remote()), tracks);
            byConnection.put(id, link);
            link.connected(id, answer.remote());
        }
        link.tracks(tracks);
    }

    void onAudience(IncomingLink link, UserAudience audience) {
        link.audience(audience);
    }

    void onConnected(long connectionId) {
        IncomingLink link = byConnection.get(connectionId);
        if (link != null) {
            link.flowing();
        }
    }

    /** A link has broken; it is made anew unless nobody needs it. Returns its room, or null where the connection is none. */
    RelayRoom onClosed(long connectionId, CloseReason reason) {
        IncomingLink link = byConnection.remove(connectionId);
        if (link == null) {
            return null;
        }
        log.info("Link of room {} from relay {} is over: {}", link.room().id(), link.source(), reason);
        link.room().remove(link);
        if (reason != CloseReason.REMOTE) {
            broken.onBroken(link.room().id(), link.source());
        }
        return link.room();
    }

    /** Tells each source which of its tracks somebody here watches, where that has changed. */
    void tellWanted(RelayRoom room) {
        Set<Long> watched = new HashSet<>();
        Set<Long> certain = new HashSet<>();
        for (Participant viewer : room.participants()) {
            if (!viewer.isLink() && viewer.viewing() != null) {
                watched.addAll(viewer.viewing().needed(viewer));
                certain.addAll(viewer.viewing().certain(viewer));
            }
        }
        room.links().forEach(link -> tellWanted(link, new Demand(ids(link, watched), ids(link, certain))));
    }

    private static Set<String> ids(IncomingLink link, Set<Long> publications) {
        return link.tracks().stream()
                .filter(track -> publications.contains(track.publicationId()))
                .map(track -> track.offered().trackId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void tellWanted(IncomingLink link, Demand demand) {
        if (demand.equals(link.demand())) {
            return;
        }
        link.demand(demand);
        relays.apply(link.source())
                .linkWanted(new LinkWanted(
                        spans.from(link.source(), link.room().id()),
                        List.copyOf(demand.wanted()),
                        List.copyOf(demand.certain())))
                .onFailure(failure -> {
                    link.demand(null);
                    vertx.setTimer(RETRY_MS, timer -> {
                        if (link.isCurrent()) {
                            tellWanted(link.room());
                        }
                    });
                });
    }

    int size() {
        return byConnection.size();
    }
}
