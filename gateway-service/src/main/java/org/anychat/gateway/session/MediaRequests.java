package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.LimitVideos;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.RelayApi.Subscribe;
import org.anychat.contracts.RelayApi.Watch;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserId;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;

/** What clients ask of the relay that carries their room. */
final class MediaRequests {
    /** A relay that is gone may be known to be gone to the client's request sooner than to the room; that follows. */
    private static final long FOLLOW_MS = 100;

    private static final int FOLLOW_ATTEMPTS = 30;

    private final Vertx vertx;
    private final NodeId node;
    private final Services services;
    private final Supplier<ClientConfig> config;
    private final MediaCandidates candidates;

    /** Serves a node's clients, whose settings are read at each publication, and who are told the candidates. */
    MediaRequests(
            Vertx vertx, NodeId node, Services services, Supplier<ClientConfig> config, MediaCandidates candidates) {
        this.candidates = candidates;
        this.vertx = vertx;
        this.node = node;
        this.services = services;
        this.config = config;
    }

    Future<Outcome> publish(ClientSession session, ClientRequest.Publish request) {
        // Noted before the answer: a publish whose answer is lost is closed with the others.
        return begin(session, relay -> {
            session.media().add(Direction.PUBLISH);
            return relay.publish(new Publish(
                            MediaTranslation.peer(session, node),
                            request.sdp(),
                            MediaTranslation.audience(session, session.state()),
                            MediaTranslation.settings(config.get(), request.own())))
                    .map(answer -> Outcome.of(MediaTranslation.published(answer, candidates)));
        });
    }

    Future<Outcome> unpublish(ClientSession session) {
        return call(session, relay -> {
            session.media().remove(Direction.PUBLISH);
            return relay.close(new CloseMedia(session.login().session(), Direction.PUBLISH))
                    .map(done -> Outcome.DONE);
        });
    }

    Future<Outcome> subscribe(ClientSession session) {
        return begin(session, relay -> {
            session.media().add(Direction.SUBSCRIBE);
            RoomSeat seat = session.seat();
            NodeId carrier = seat.relay();
            return relay.subscribe(new Subscribe(MediaTranslation.peer(session, node)))
                    .onSuccess(done -> noteSubscribed(session, seat, carrier))
                    .compose(done -> selectAgain(session.seat(), relay))
                    .map(done -> Outcome.DONE);
        });
    }

    /** Meanwhile the end of the client's connection before may have come. */
    private static void noteSubscribed(ClientSession session, RoomSeat seat, NodeId carrier) {
        if (session.seat() == seat && carrier.equals(seat.relay())) {
            session.media().add(Direction.SUBSCRIBE);
        }
    }

    /** The relay's answer to a client that offers to receive itself; from {@code publisher}, or null for those who speak. */
    Future<String> watch(ClientSession session, String sdp, UserId publisher) {
        return begin(session, relay -> {
                    session.media().add(Direction.SUBSCRIBE);
                    return relay.watch(new Watch(MediaTranslation.peer(session, node), sdp, publisher))
                            .map(answer -> Outcome.of(MediaTranslation.published(answer, candidates)));
                })
                .map(outcome -> ((ReplyBody.Published) outcome.body()).sdp());
    }

    /** A relay that the client has come to does not know yet what it wants of others. */
    private static Future<Void> selectAgain(RoomSeat seat, RelayApi relay) {
        List<Future<Done>> selected = seat == null
                ? new ArrayList<>()
                : new ArrayList<>(seat.selections().stream().map(relay::select).toList());
        if (seat != null && seat.videos() != null) {
            selected.add(relay.limitVideos(seat.videos()));
        }
        return Future.join(selected).<Void>mapEmpty().otherwiseEmpty();
    }

    Future<Outcome> answer(ClientSession session, ClientRequest.MediaAnswer request) {
        return call(
                session,
                relay -> relay.answer(MediaTranslation.answer(session, request)).map(done -> Outcome.DONE));
    }

    Future<Outcome> select(ClientSession session, ClientRequest.SelectMedia request) {
        SelectMedia wish = MediaTranslation.select(session, request);
        RoomSeat seat = session.seat();
        // Noted before the answer: what else the relay is told of the user meanwhile, is told of this wish.
        SelectMedia before = seat.selection(wish.publisher());
        seat.select(wish);
        return call(session, relay -> relay.select(seat.toRelay(wish)).map(Outcome.DONE))
                .onFailure(refusal -> {
                    if (seat.selection(wish.publisher()).equals(wish)) {
                        seat.select(before);
                    }
                });
    }

    Future<Outcome> limitVideos(ClientSession session, ClientRequest.LimitVideos request) {
        LimitVideos wish = new LimitVideos(session.login().session(), request.videos());
        RoomSeat seat = session.seat();
        return call(
                session,
                relay -> relay.limitVideos(wish).map(done -> {
                    seat.videos(wish);
                    return Outcome.DONE;
                }));
    }

    /** What a client says of itself, for operators alone. */
    Future<Outcome> quality(ClientSession session, ClientRequest.ReportQuality request) {
        session.seat().received(MediaTranslation.received(request));
        return Future.succeededFuture(Outcome.DONE);
    }

    /** Asks the relay that carries the room by then: one that has just ended is not the client's trouble. */
    private Future<Outcome> begin(ClientSession session, Function<RelayApi, Future<Outcome>> call) {
        return begin(session, call, FOLLOW_ATTEMPTS);
    }

    private Future<Outcome> begin(ClientSession session, Function<RelayApi, Future<Outcome>> call, int attemptsLeft) {
        return call(session, call)
                .recover(failure -> attemptsLeft > 0 && isGone(failure)
                        ? later().compose(now -> session.seat() == null
                                ? Future.failedFuture(failure)
                                : begin(session, call, attemptsLeft - 1))
                        : Future.failedFuture(failure));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ServiceException known && known.error() == ServiceError.SERVICE_CLOSED;
    }

    private Future<Void> later() {
        Promise<Void> pause = Promise.promise();
        vertx.setTimer(FOLLOW_MS, timer -> pause.complete());
        return pause.future();
    }

    private Future<Outcome> call(ClientSession session, Function<RelayApi, Future<Outcome>> call) {
        NodeId relay = session.seat().relay();
        return relay == null ? Refusal.refuse(ErrorCode.NOENOUGHRESOURCE) : call.apply(services.relay(relay));
    }
}
