package org.anychat.relay.control;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.LinkApi;
import org.anychat.contracts.LinkApi.LinkAudience;
import org.anychat.contracts.LinkApi.LinkOffer;
import org.anychat.contracts.LinkApi.Route;
import org.anychat.contracts.LinkApi.UserAudience;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.allocation.PauseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links that go out: each other relay of a room that asks is one more viewer of this relay's own publishers. */
final class OutgoingLinks {
    /** Sections of an offer, within what a description may have. */
    static final int MAX_TRACKS = 96;

    private static final Logger log = LoggerFactory.getLogger(OutgoingLinks.class);
    private static final long RETRY_MS = 250;
    private static final UserId NOBODY = new UserId(0);

    private final Vertx vertx;
    private final Spans spans;
    private final RelayRooms rooms;
    private final Subscribing subscribing;
    private final Function<NodeId, ? extends LinkApi> relays;

    OutgoingLinks(
            Vertx vertx,
            Spans spans,
            RelayRooms rooms,
            Subscribing subscribing,
            Function<NodeId, ? extends LinkApi> relays) {
        this.vertx = vertx;
        this.spans = spans;
        this.rooms = rooms;
        this.subscribing = subscribing;
        this.relays = relays;
    }

    /** The other relay as a viewer; one that it was before has to be closed first. */
    LinkViewer enter(Route route) {
        NodeId relay = route.viewer();
        Peer peer = new Peer(route.room(), session(route.room(), relay), NOBODY, relay);
        return rooms.enter(peer, room -> new LinkViewer(room, peer, new OfferSignal(relay), relay));
    }

    /** The other relay as a viewer, or null where it is none. */
    LinkViewer find(RoomId room, NodeId relay) {
        return rooms.find(session(room, relay)) instanceof LinkViewer viewer ? viewer : null;
    }

    private static SessionId session(RoomId room, NodeId relay) {
        return new SessionId("link " + room + " " + relay.value());
    }

    void wanted(LinkViewer viewer, List<String> tracks, List<String> certain) {
        if (Math.max(tracks.size(), certain.size()) > MAX_TRACKS) {
            throw Negotiator.bad("link: " + tracks.size() + " tracks wanted, at most " + MAX_TRACKS + " are offered");
        }
        viewer.wanted(Set.copyOf(tracks), Set.copyOf(certain));
        subscribing.select(viewer);
    }

    /** Viewers whose relay has no part in the room any more. */
    List<LinkViewer> outsiders(RoomId room) {
        Set<NodeId> peers = spans.peers(room);
        return viewers(room).stream()
                .filter(viewer -> !peers.contains(viewer.relay()))
                .toList();
    }

    /** Tells the other relays who gets a user's media; done when all of them know. */
    Future<?> audienceChanged(Participant publisher) {
        UserAudience audience = new UserAudience(publisher.peer().user(), publisher.audience());
        RoomId room = publisher.room().id();
        return Future.all(viewers(room).stream()
                .map(viewer -> relays.apply(viewer.relay())
                        .linkAudience(new LinkAudience(spans.to(viewer.relay(), room), audience)))
                .toList());
    }

    private List<LinkViewer> viewers(RoomId room) {
        List<LinkViewer> viewers = new ArrayList<>();
        for (Participant participant : rooms.participants(room)) {
            if (participant instanceof LinkViewer viewer) {
                viewers.add(viewer);
            }
        }
        return viewers;
    }

    private List<UserAudience> audiences(RoomId room) {
        return rooms.participants(room).stream()
                .filter(participant ->
                        !participant.isLink() && !participant.audience().unlimited())
                .map(participant -> new UserAudience(participant.peer().user(), participant.audience()))
                .toList();
    }

    /** Carries offers to another relay; one that does not arrive goes out again until there is a newer one. */
    private final class OfferSignal implements Signal {
        private final NodeId relay;
        private int newest;

        OfferSignal(NodeId relay) {
            this.relay = relay;
        }

        @Override
        public void offer(Peer peer, int revision, String sdp) {
            newest = revision;
            send(peer.room(), revision, sdp);
        }

        private void send(RoomId room, int revision, String sdp) {
            LinkOffer offer = new LinkOffer(spans.to(relay, room), revision, sdp, audiences(room));
            relays.apply(relay).linkOffer(offer).onFailure(failure -> {
                log.debug("Offer {} of room {} did not reach relay {}", revision, room, relay, failure);
                vertx.setTimer(RETRY_MS, timer -> {
                    LinkViewer viewer = find(room, relay);
                    if (newest == revision && viewer != null && viewer.signal() == this) {
                        send(room, revision, sdp);
                    }
                });
            });
        }

        @Override
        public void state(Peer peer, Direction direction, State state, int code, String reason) {
            log.info("Link of room {} to relay {}: {} {}", peer.room(), relay, state, reason);
        }

        /** The way to a relay is not weighed, but the port may take less than is given. */
        @Override
        public void videoPaused(Peer peer, UserId publisher, PauseReason reason, boolean paused) {
            log.info(
                    "Link of room {} to relay {}: video of user {} {}",
                    peer.room(),
                    relay,
                    publisher,
                    paused ? "is held back, as this relay's port is crowded" : "goes on");
        }
    }
}
