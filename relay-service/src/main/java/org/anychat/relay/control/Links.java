package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.anychat.contracts.Done;
import org.anychat.contracts.LinkApi;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RelayApi.SpanEpoch;
import org.anychat.contracts.ServiceException;
import org.anychat.webrtc.transport.CloseReason;

/** A room that spans relays, as one of them sees it: serves {@link LinkApi} and keeps links as the room's viewers need them. */
final class Links implements LinkApi {
    private final Context context;
    private final Spans spans;
    private final RelayRooms rooms;
    private final Subscribing subscribing;
    private final OutgoingLinks outgoing;
    private final IncomingLinks incoming;
    private final Negotiator negotiator;
    private final Consumer<Participant> closeSubscriber;
    private final Set<RelayRoom> dirty = new LinkedHashSet<>();

    /** What links are made of. */
    record Parts(
            Spans spans,
            RelayRooms rooms,
            Subscribing subscribing,
            OutgoingLinks outgoing,
            IncomingLinks incoming,
            Negotiator negotiator) {}

    Links(Context context, Parts parts, Consumer<Participant> closeSubscriber) {
        this.context = context;
        this.spans = parts.spans();
        this.rooms = parts.rooms();
        this.subscribing = parts.subscribing();
        this.outgoing = parts.outgoing();
        this.incoming = parts.incoming();
        this.negotiator = parts.negotiator();
        this.closeSubscriber = closeSubscriber;
    }

    SpanEpoch span(RoomSpan span) {
        if (spans.update(span)) {
            outgoing.outsiders(span.room()).forEach(closeSubscriber);
            RelayRoom room = rooms.room(span.room());
            if (room != null) {
                onDemandChanged(room);
            }
        }
        return new SpanEpoch(spans.epoch(span.room()));
    }

    /** Viewers, or what they watch, may have changed; what follows from it is done once for all changes of the moment. */
    void onDemandChanged(RelayRoom room) {
        if (spans.epoch(room.id()) != 0 && dirty.add(room)) {
            context.runOnContext(now -> settle(room));
        }
    }

    private void settle(RelayRoom room) {
        dirty.remove(room);
        if (incoming.reconcile(room)) {
            subscribing.onPublicationsChanged(room);
        }
        incoming.tellWanted(room);
    }

    /** Tells the room's other relays who gets a publisher's media. */
    Future<?> onAudienceChanged(Participant publisher) {
        return outgoing.audienceChanged(publisher);
    }

    void onConnected(long connectionId) {
        incoming.onConnected(connectionId);
    }

    void onBroken(IncomingLinks.BrokenLinks listener) {
        incoming.onBroken(listener);
    }

    /** Whether a connection was that of a link. */
    boolean onClosed(long connectionId, CloseReason reason) {
        RelayRoom room = incoming.onClosed(connectionId, reason);
        if (room != null) {
            subscribing.onPublicationsChanged(room);
            onDemandChanged(room);
        }
        return room != null;
    }

    int size() {
        return incoming.size();
    }

    @Override
    public Future<Done> openLink(OpenLink request) {
        return attempt(() -> {
            spans.requireOutgoing(request.route());
            LinkViewer before =
                    outgoing.find(request.route().room(), request.route().viewer());
            if (before != null) {
                closeSubscriber.accept(before);
            }
            open(outgoing.enter(request.route()));
        });
    }

    /** A link that could not be opened leaves nothing behind. */
    private void open(LinkViewer viewer) {
        try {
            subscribing.subscribe(viewer);
        } finally {
            if (!viewer.hasMedia()) {
                closeSubscriber.accept(viewer);
            }
        }
    }

    @Override
    public Future<Done> linkOffer(LinkOffer request) {
        try {
            spans.requireIncoming(request.route());
            RelayRoom room = rooms.room(request.route().room());
            IncomingLink link = room == null ? null : room.link(request.route().source());
            if (link == null) {
                return Future.failedFuture(Negotiator.bad("link: nobody here watches the room"));
            }
            return incoming.onOffer(link, request).map(applied -> {
                subscribing.onPublicationsChanged(room);
                subscribing.onAudienceChanged(room);
                onDemandChanged(room);
                return Done.DONE;
            });
        } catch (ServiceException e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public Future<Done> linkAnswer(LinkAnswer request) {
        return attempt(() -> {
            LinkViewer viewer = viewer(request.route());
            subscribing.answer(viewer, request.revision(), negotiator.parse(request.sdp()));
        });
    }

    @Override
    public Future<Done> linkWanted(LinkWanted request) {
        return attempt(() -> outgoing.wanted(viewer(request.route()), request.tracks(), request.certain()));
    }

    private LinkViewer viewer(Route route) {
        spans.requireOutgoing(route);
        LinkViewer viewer = outgoing.find(route.room(), route.viewer());
        if (viewer == null || viewer.subscriber() == null) {
            throw Negotiator.bad("link: not open");
        }
        return viewer;
    }

    @Override
    public Future<Done> linkAudience(LinkAudience request) {
        return attempt(() -> {
            spans.requireIncoming(request.route());
            RelayRoom room = rooms.room(request.route().room());
            IncomingLink link = room == null ? null : room.link(request.route().source());
            if (link != null) {
                incoming.onAudience(link, request.audience());
                subscribing.onAudienceChanged(room);
                onDemandChanged(room);
            }
        });
    }

    @Override
    public Future<Done> closeLink(CloseLink request) {
        LinkViewer viewer =
                outgoing.find(request.route().room(), request.route().viewer());
        if (viewer != null
                && request.route().epoch() >= spans.epoch(request.route().room())) {
            closeSubscriber.accept(viewer);
        }
        return Future.succeededFuture(Done.DONE);
    }

    private static Future<Done> attempt(Runnable call) {
        try {
            call.run();
            return Future.succeededFuture(Done.DONE);
        } catch (ServiceException e) {
            return Future.failedFuture(e);
        }
    }
}
