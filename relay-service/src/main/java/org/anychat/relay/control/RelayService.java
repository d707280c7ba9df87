package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.control.Connections.Owner;
import org.anychat.relay.media.MediaEvents;
import org.anychat.relay.media.MediaLoops;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.runtime.echo.EchoLine;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link RelayApi}: keeps who publishes and who receives in which room, and has the media loops carry it. Runs on
 * the context that it was made for; a {@link MediaEventsProxy} brings the loops' events there.
 */
public final class RelayService implements RelayApi {
    private static final Logger log = LoggerFactory.getLogger(RelayService.class);
    private static final int SERVICE_CLOSED = ServiceError.SERVICE_CLOSED.code();
    private static final int CONNECTIONS_PER_CLIENT = 2;

    private final Negotiator negotiator;
    private final GatewayEvents gateways;
    private final Connections connections;
    private final RelayRooms rooms;
    private final Publishing publishing;
    private final Subscribing subscribing;
    private final Watching watching;
    private final CodecAgreement codecs = new CodecAgreement();
    private final PublisherStatistics statistics;
    private final Settings settings;
    private final Draining draining;
    private final Links links;
    private final StreamAdmissions streams;
    private final MediaEvents mediaEvents;
    private final RelayAdminApi inspection;
    private final RelayCounters counters = new RelayCounters();
    private final NegotiationLimit negotiations = new NegotiationLimit();
    private long lastPublicationId;

    /**
     * What a relay is told.
     *
     * @param node the process
     * @param maxPeers clients with media, at most
     * @param maxTracksPerPublisher tracks of one client, at most
     * @param videosPerViewer videos that one client gets at once, at most, 0 for all
     * @param streamWays where gateways bring clients' TCP connections
     */
    public record Settings(
            NodeId node,
            int maxPeers,
            int maxTracksPerPublisher,
            int videosPerViewer,
            List<InetSocketAddress> streamWays) {}

    /**
     * Makes a service without clients.
     *
     * @param context where everything runs
     * @param loops the media loops, open
     * @param negotiator the relay's part in offer and answer
     * @param settings who the relay is, and its limits
     * @param gateways reaches a node's gateway
     * @param relays reaches another node's relay
     */
    public RelayService(
            Context context,
            MediaLoops loops,
            Negotiator negotiator,
            Settings settings,
            Function<NodeId, GatewayApi> gateways,
            Function<NodeId, RelayApi> relays) {
        this.negotiator = negotiator;
        this.settings = settings;
        this.gateways = new GatewayEvents(settings.node(), gateways);
        this.draining = new Draining(context.owner(), () -> closeAll("the relay's draining has come to its deadline"));
        this.connections = new Connections(context.owner(), settings.videosPerViewer());
        this.rooms = new RelayRooms(loops.loops(), settings.maxPeers());
        this.streams = new StreamAdmissions(context, loops, settings.streamWays());
        this.inspection = new RoomInspection(context, rooms);
        TrackNaming naming = new TrackNaming(() -> ++lastPublicationId);
        this.publishing = new Publishing(negotiator, connections, naming, settings.maxTracksPerPublisher());
        this.statistics = new PublisherStatistics(context);
        this.subscribing = new Subscribing(context, negotiator, connections, this::closeSubscriber);
        this.watching = new Watching(context, negotiator, connections, this::onOtherSpeaker);
        Spans spans = new Spans(settings.node(), counters);
        OutgoingLinks outgoing = new OutgoingLinks(context.owner(), spans, rooms, subscribing, relays);
        IncomingLinks incoming = new IncomingLinks(context.owner(), spans, negotiator, connections, naming, relays);
        this.links = new Links(
                context,
                new Links.Parts(spans, rooms, subscribing, outgoing, incoming, negotiator),
                this::closeSubscriber);
        this.mediaEvents = new ConnectionEvents(connections, links, this::onGone);
    }

    @Override
    public Future<Answer> publish(Publish request) {
        return negotiate(request.peer(), () -> {
            SessionDescription offer = parse(request.sdp());
            Participant participant = enter(request.peer());
            changeAudience(participant, request.audience()).onFailure(failure -> log.debug("A link is slow", failure));
            Answer answer = publishing.answer(participant, offer, request.settings());
            onPublicationsChanged(participant.room());
            return answer;
        });
    }

    /** Those who watch may show others now, perhaps users of other relays. */
    private void onPublicationsChanged(RelayRoom room) {
        subscribing.onPublicationsChanged(room);
        links.onDemandChanged(room);
        room.participants().stream()
                .filter(participant -> participant.watcher() != null)
                .forEach(codecs::onViewer);
    }

    private void onOtherSpeaker(Participant viewer) {
        subscribing.select(viewer);
        links.onDemandChanged(viewer.room());
        codecs.onViewer(viewer);
    }

    @Override
    public Future<Done> subscribe(Subscribe request) {
        return negotiate(request.peer(), () -> {
            Participant viewer = enter(request.peer());
            subscribing.subscribe(viewer);
            links.onDemandChanged(viewer.room());
            return Done.DONE;
        });
    }

    @Override
    public Future<Answer> watch(Watch request) {
        return negotiate(request.peer(), () -> {
            SessionDescription offer = parse(request.sdp());
            Participant viewer = enter(request.peer());
            Answer answer = watching.answer(viewer, offer, request.publisher());
            codecs.onViewer(viewer);
            links.onDemandChanged(viewer.room());
            return answer;
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
            codecs.onViewer(viewer);
            links.onDemandChanged(viewer.room());
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
            // Gateways say it of everybody where a client begins anew, which is to cost the loops nothing.
            if (viewer.select(request)) {
                subscribing.select(viewer);
                links.onDemandChanged(viewer.room());
            }
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> limitVideos(LimitVideos request) {
        Participant viewer = rooms.find(request.session());
        if (viewer == null) {
            return Future.failedFuture(
                    new ServiceException(ServiceError.ROOM_NOT_IN, "limitVideos: this session has no media here"));
        }
        return attempt(viewer.peer(), () -> {
            viewer.limitVideos(request.videos());
            subscribing.select(viewer);
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> setAudience(SetAudience request) {
        Participant publisher = rooms.find(request.session());
        return publisher == null
                ? Future.succeededFuture(Done.DONE)
                : changeAudience(publisher, request.audience()).map(Done.DONE);
    }

    private Future<?> changeAudience(Participant publisher, Audience audience) {
        if (!publisher.audience().equals(audience)) {
            publisher.audience(audience);
            subscribing.onAudienceChanged(publisher.room());
            links.onDemandChanged(publisher.room());
        }
        // Even where nothing has changed here: another relay may not have heard of it when it did.
        return audience.unlimited() && !publisher.hasMedia()
                ? Future.succeededFuture()
                : links.onAudienceChanged(publisher);
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
        boolean isNew = !isOf(participant, request.gateway());
        participant.moveTo(request.gateway());
        // What came by other ways only the gateway before knew, and a client that is back gives those up.
        if (isNew && participant.selectNothingElsewhere()) {
            subscribing.select(participant);
            links.onDemandChanged(participant.room());
        }
        subscribing.reattach(participant);
        participant.forgetAsked();
        participant.room().participants().forEach(codecs::onViewer);
        return Future.succeededFuture(new HeldMedia(participant.directions()));
    }

    private <T> Future<T> negotiate(Peer peer, Supplier<T> call) {
        if (!negotiations.admit(peer.session(), System.nanoTime())) {
            counters.add(RelayCounter.DROP_TOO_MANY_OFFERS);
            return Future.failedFuture(new ServiceException(
                    ServiceError.FUNC_NOT_ALLOW,
                    "this session negotiates too often: at most " + NegotiationLimit.PER_SECOND
                            + " times in a second are taken"));
        }
        return attempt(peer, call);
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
        if (draining.mode() == RelayMode.CLOSED) {
            throw new ServiceException(ServiceError.NO_RELAY, "the relay is closed");
        }
        Participant known = rooms.find(peer.session());
        if (known != null && !known.peer().room().equals(peer.room())) {
            closePublisher(known);
            closeSubscriber(known);
        }
        return rooms.enter(peer, gateways);
    }

    private void closePublisher(Participant participant) {
        if (participant.publisher() != null) {
            connections.close(participant.publisher().id());
            onPublisherGone(participant);
        }
    }

    private void closeSubscriber(Participant participant) {
        if (participant.viewing() != null) {
            connections.close(participant.viewing().id());
            onSubscriberGone(participant);
        }
        leaveIfIdle(participant);
    }

    private void onPublisherGone(Participant participant) {
        participant.publisher(null);
        onPublicationsChanged(participant.room());
        leaveIfIdle(participant);
    }

    private void onSubscriberGone(Participant participant) {
        participant.viewing(null);
        leaveIfIdle(participant);
        links.onDemandChanged(participant.room());
    }

    private void leaveIfIdle(Participant participant) {
        if (!participant.hasMedia()) {
            rooms.leave(participant);
        }
    }

    private void onGone(Owner owner, String reason) {
        Participant participant = owner.participant();
        if (owner.direction() == Direction.SUBSCRIBE
                && draining.mode() != RelayMode.CLOSED
                && subscribing.reopen(participant)) {
            links.onDemandChanged(participant.room());
            return;
        }
        participant.signal().state(participant.peer(), owner.direction(), State.CLOSED, 0, reason);
        if (owner.direction() == Direction.PUBLISH) {
            onPublisherGone(participant);
        } else {
            onSubscriberGone(participant);
        }
    }

    /**
     * What tells operators of the media here.
     *
     * @return to be put on the bus
     */
    public RelayAdminApi inspection() {
        return inspection;
    }

    /**
     * What is to hear from the media loops, on the service's context.
     *
     * @return the one listener
     */
    public MediaEvents mediaEvents() {
        return mediaEvents;
    }

    @Override
    public Future<SpanEpoch> span(RoomSpan request) {
        return Future.succeededFuture(links.span(request));
    }

    @Override
    public Future<Done> openLink(OpenLink request) {
        return links.openLink(request);
    }

    @Override
    public Future<Done> linkOffer(LinkOffer request) {
        return links.linkOffer(request);
    }

    @Override
    public Future<Done> linkAnswer(LinkAnswer request) {
        return links.linkAnswer(request);
    }

    @Override
    public Future<Done> linkWanted(LinkWanted request) {
        return links.linkWanted(request);
    }

    @Override
    public Future<Done> linkAudience(LinkAudience request) {
        return links.linkAudience(request);
    }

    @Override
    public Future<Done> closeLink(CloseLink request) {
        return links.closeLink(request);
    }

    /**
     * What was counted on the service's context.
     *
     * @return live; readable from any thread
     */
    public RelayCounters counters() {
        return counters;
    }

    @Override
    public Future<StreamWay> admitStream(AdmitStream request) {
        return streams.admit(request);
    }

    @Override
    public Future<Done> startDrain(StartDrain request) {
        if (request.deadlineMs() <= 0) {
            return Future.failedFuture(Negotiator.bad("startDrain: the deadline is not in the future"));
        }
        draining.begin(request.deadlineMs());
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> stopDrain(StopDrain request) {
        draining.end();
        return Future.succeededFuture(Done.DONE);
    }

    /** Takes nothing more and closes what is left; clients are told that the relay is being stopped. */
    public void stop() {
        draining.close();
        closeAll("the relay is being stopped");
    }

    private void closeAll(String reason) {
        for (Participant participant : rooms.participants()) {
            if (participant.publisher() != null) {
                participant.signal().state(participant.peer(), Direction.PUBLISH, State.CLOSED, SERVICE_CLOSED, reason);
                closePublisher(participant);
            }
            if (participant.viewing() != null) {
                participant
                        .signal()
                        .state(participant.peer(), Direction.SUBSCRIBE, State.CLOSED, SERVICE_CLOSED, reason);
                closeSubscriber(participant);
            }
        }
    }

    /**
     * A process is gone: its echoes go, too, and the media of clients whose session has ended with it, however long they
     * keep it alive. Other clients stay: their media does not depend on their gateway.
     *
     * @param process which one
     */
    public void onProcessLeft(NodeId process) {
        for (Participant participant : rooms.participants()) {
            if (endsWith(participant.peer(), process)) {
                closePublisher(participant);
                closeSubscriber(participant);
            }
        }
    }

    private static boolean endsWith(Peer peer, NodeId process) {
        return EchoLine.isOf(peer.gateway(), process) || (peer.boundToGateway() && process.equals(peer.gateway()));
    }

    /**
     * A process is in the cluster again, or this one is: what was offered meanwhile has reached nobody.
     *
     * @param process which one
     */
    public void onProcessJoined(NodeId process) {
        for (Participant participant : rooms.participants()) {
            if (process.equals(settings.node())
                    || process.equals(participant.peer().gateway())) {
                subscribing.reattach(participant);
            }
        }
    }

    /**
     * Tells what becomes of {@link #mode}.
     *
     * @param listener called on the context when it has changed
     */
    public void onModeChange(Runnable listener) {
        draining.onChange(listener);
    }

    /**
     * Sets who hears of links from other relays that do not come about or have broken.
     *
     * @param listener called on the context with the room and the other relay, again and again while it stays so
     */
    public void onBrokenLink(BiConsumer<RoomId, NodeId> listener) {
        links.onBroken(listener::accept);
    }

    /**
     * What the relay takes.
     *
     * @return open until it is drained or stopped
     */
    public RelayMode mode() {
        return draining.mode();
    }

    /**
     * The rooms with media here.
     *
     * @return their numbers
     */
    public List<RoomId> rooms() {
        return rooms.ids();
    }

    /**
     * The most connections that there can be.
     *
     * @return two for each client
     */
    public int maxSessions() {
        return CONNECTIONS_PER_CLIENT * settings.maxPeers();
    }

    /**
     * Connections that are open.
     *
     * @return publishing and receiving ones together
     */
    public int sessions() {
        return connections.size() + links.size();
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
