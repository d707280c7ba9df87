package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.control.Connections.Owner;
import org.anychat.relay.media.MediaEvents;
import org.anychat.relay.media.MediaLoop;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.transport.CloseReason;

/**
 * Serves {@link RelayApi}: keeps who publishes and who receives in which room, and has the media loops carry it. Runs on
 * the context that it was made for; a {@link MediaEventsProxy} brings the loops' events there.
 */
public final class RelayService implements RelayApi, MediaEvents {
    private final Negotiator negotiator;
    private final GatewayEvents gateways;
    private final Connections connections;
    private final RelayRooms rooms;
    private final Publishing publishing;
    private final Subscribing subscribing;
    private final PublisherStatistics statistics;

    /**
     * Makes a service without clients.
     *
     * @param context where everything runs
     * @param loops the media loops, open
     * @param negotiator the relay's part in offer and answer
     * @param maxPeers clients with media, at most
     * @param maxTracksPerPublisher tracks of one client, at most
     * @param gateways reaches a node's gateway
     */
    public RelayService(
            Context context,
            List<MediaLoop> loops,
            Negotiator negotiator,
            int maxPeers,
            int maxTracksPerPublisher,
            Function<NodeId, GatewayApi> gateways) {
        this.negotiator = negotiator;
        this.gateways = new GatewayEvents(gateways);
        this.connections = new Connections(context.owner());
        this.rooms = new RelayRooms(loops, maxPeers);
        this.publishing = new Publishing(negotiator, connections, maxTracksPerPublisher);
        this.statistics = new PublisherStatistics(context);
        this.subscribing = new Subscribing(context, negotiator, connections, this.gateways, this::closeSubscriber);
    }

    @Override
    public Future<Answer> publish(Publish request) {
        return attempt(request.peer(), () -> {
            SessionDescription offer = parse(request.sdp());
            Participant participant = enter(request.peer());
            changeAudience(participant, request.audience());
            Answer answer = publishing.answer(participant, offer, request.settings());
            subscribing.onPublicationsChanged(participant.room());
            return answer;
        });
    }

    @Override
    public Future<Done> subscribe(Subscribe request) {
        return attempt(request.peer(), () -> {
            subscribing.subscribe(enter(request.peer()));
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> answer(SubscriberAnswer request) {
        Participant viewer = rooms.find(request.session());
        if (viewer == null || viewer.subscriber() == null) {
            return Future.failedFuture(Negotiator.bad("answer: this session has no offer"));
        }
        return attempt(viewer.peer(), () -> {
            subscribing.answer(viewer, request.revision(), parse(request.sdp()));
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> select(SelectMedia request) {
        Participant viewer = rooms.find(request.session());
        if (viewer == null) {
            return Future.failedFuture(
                    new ServiceException(ServiceError.ROOM_NOT_IN, "select: this session has no media here"));
        }
        return attempt(viewer.peer(), () -> {
            viewer.select(request);
            subscribing.select(viewer);
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> setAudience(SetAudience request) {
        Participant publisher = rooms.find(request.session());
        if (publisher != null) {
            changeAudience(publisher, request.audience());
        }
        return Future.succeededFuture(Done.DONE);
    }

    private void changeAudience(Participant publisher, Audience audience) {
        if (!publisher.audience().equals(audience)) {
            publisher.audience(audience);
            subscribing.onAudienceChanged(publisher.room());
        }
    }

    @Override
    public Future<MediaStatistics> statistics(ReadStatistics request) {
        Participant publisher = rooms.find(request.session());
        return publisher == null || publisher.publisher() == null
                ? Future.succeededFuture(new MediaStatistics(List.of()))
                : statistics.read(publisher);
    }

    @Override
    public Future<Done> close(CloseMedia request) {
        Participant participant = rooms.find(request.session());
        if (participant != null && isOf(participant, request.gateway())) {
            if (request.direction() != Direction.SUBSCRIBE) {
                closePublisher(participant);
            }
            if (request.direction() != Direction.PUBLISH) {
                closeSubscriber(participant);
            }
        }
        return Future.succeededFuture(Done.DONE);
    }

    /** A gateway that was cut off for a while may not know that the client goes on at another. */
    private static boolean isOf(Participant participant, NodeId gateway) {
        return gateway == null || gateway.equals(participant.peer().gateway());
    }

    @Override
    public Future<HeldMedia> reattach(Reattach request) {
        Participant participant = rooms.find(request.session());
        if (participant == null) {
            return Future.succeededFuture(new HeldMedia(List.of()));
        }
        participant.moveTo(request.gateway());
        subscribing.reattach(participant);
        return Future.succeededFuture(new HeldMedia(participant.directions()));
    }

    /** Refusals become failed futures, and a client that has got nothing leaves nothing behind. */
    private <T> Future<T> attempt(Peer peer, Supplier<T> call) {
        try {
            return Future.succeededFuture(call.get());
        } catch (ServiceException e) {
            return Future.failedFuture(e);
        } finally {
            Participant participant = rooms.find(peer.session());
            if (participant != null) {
                leaveIfIdle(participant);
            }
        }
    }

    private SessionDescription parse(String sdp) {
        if (sdp == null || sdp.length() > SdpParser.MAX_LENGTH) {
            throw Negotiator.bad("sdp: none, or longer than " + SdpParser.MAX_LENGTH);
        }
        return negotiator.parse(sdp);
    }

    /** A client that comes from another room has left that one. */
    private Participant enter(Peer peer) {
        Participant known = rooms.find(peer.session());
        if (known != null && !known.peer().room().equals(peer.room())) {
            closePublisher(known);
            closeSubscriber(known);
        }
        return rooms.enter(peer);
    }

    private void closePublisher(Participant participant) {
        if (participant.publisher() != null) {
            connections.close(participant.publisher().id());
            onPublisherGone(participant);
        }
    }

    private void closeSubscriber(Participant participant) {
        if (participant.subscriber() != null) {
            connections.close(participant.subscriber().id());
            onSubscriberGone(participant);
        }
    }

    private void onPublisherGone(Participant participant) {
        participant.publisher(null);
        subscribing.onPublicationsChanged(participant.room());
        leaveIfIdle(participant);
    }

    private void onSubscriberGone(Participant participant) {
        participant.subscriber(null);
        leaveIfIdle(participant);
    }

    private void leaveIfIdle(Participant participant) {
        if (!participant.hasMedia()) {
            rooms.leave(participant);
        }
    }

    @Override
    public void onConnected(long connectionId) {
        tell(connectionId, State.CONNECTED, "");
    }

    @Override
    public void onInterrupted(long connectionId) {
        tell(connectionId, State.INTERRUPTED, "nothing has come from the client for a while");
    }

    @Override
    public void onResumed(long connectionId) {
        tell(connectionId, State.CONNECTED, "");
    }

    @Override
    public void onClosed(long connectionId, CloseReason reason) {
        tell(connectionId, State.CLOSED, words(reason));
        Owner owner = connections.forget(connectionId);
        if (owner == null) {
            return;
        }
        if (owner.direction() == Direction.PUBLISH) {
            onPublisherGone(owner.participant());
        } else {
            onSubscriberGone(owner.participant());
        }
    }

    private void tell(long connectionId, State state, String reason) {
        Owner owner = connections.owner(connectionId);
        if (owner != null) {
            gateways.state(owner.participant().peer(), owner.direction(), state, reason);
        }
    }

    private static String words(CloseReason reason) {
        return switch (reason) {
            case LOCAL -> "the relay has closed it";
            case REMOTE -> "the client has closed it";
            case ICE_TIMEOUT -> "no connectivity check has come through: is the relay's UDP port reachable?";
            case DTLS_TIMEOUT -> "the DTLS handshake was not done in time";
            case DTLS_FAILED -> "the DTLS handshake has failed";
            case CONSENT_EXPIRED -> "the client has not been heard of for too long";
        };
    }

    /**
     * Connections that are open.
     *
     * @return publishing and receiving ones together
     */
    public int sessions() {
        return connections.size();
    }

    /**
     * Clients with media.
     *
     * @return the count
     */
    public int participants() {
        return rooms.size();
    }
}
