package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.Optional;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.UserStateName;

/** What services tell this gateway's clients. */
final class GatewayEvents implements GatewayApi {
    private final SessionRegistry registry;
    private final RoomViews views;
    private final PrivateChatRequests privateChats;
    private final UserStates states;
    private final Transfers transfers;
    private final ResumeRequests resumes;
    private final DirectRequests directs;
    private final MediaCandidates candidates;
    private final GatewayCounters counters;
    private final HeardTexts heard = new HeardTexts();

    GatewayEvents(
            SessionRegistry registry,
            RoomViews views,
            PrivateChatRequests privateChats,
            UserStates states,
            Transfers transfers,
            ResumeRequests resumes,
            DirectRequests directs,
            MediaCandidates candidates,
            GatewayCounters counters) {
        this.directs = directs;
        this.candidates = candidates;
        this.registry = registry;
        this.views = views;
        this.privateChats = privateChats;
        this.states = states;
        this.transfers = transfers;
        this.resumes = resumes;
        this.counters = counters;
    }

    @Override
    public void roomChanged(RoomChanged event) {
        views.onChanged(event);
    }

    @Override
    public void text(TextDelivery event) {
        if (!heard.isNew(event.sent())) {
            return;
        }
        SharedMessage message = new SharedMessage(RoomTranslation.text(event));
        event.to().forEach(session -> find(session).ifPresent(client -> client.send(message)));
    }

    @Override
    public Future<Done> transBuffer(BufferDelivery request) {
        Optional<ClientSession> receiver = find(request.to())
                .filter(client -> resumes.takes(client, request.data().length()));
        if (receiver.isEmpty()) {
            return refuse(ServiceError.INVALID_USER_ID, "the user has just logged out");
        }
        receiver.get()
                .send(new ServerEvent.TransBuffer(
                        request.from().value(), request.data().getBytes()));
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public void callChanged(CallChanged event) {
        find(event.to()).ifPresent(client -> {
            client.calls()
                    .onTold(
                            event.step(),
                            event.peer(),
                            event.code(),
                            event.words().param());
            client.send(CallRequests.event(event));
        });
    }

    @Override
    public Future<Done> offerTransfer(TransferOffer request) {
        return transfers.offerTransfer(request);
    }

    @Override
    public void transferChunk(TransferChunk event) {
        transfers.transferChunk(event);
    }

    @Override
    public void transferProgress(TransferProgress event) {
        transfers.transferProgress(event);
    }

    @Override
    public void transferEnded(TransferEnded event) {
        transfers.transferEnded(event);
    }

    @Override
    public void privateChat(PrivateChatEvent event) {
        find(event.to()).ifPresent(client -> privateChats.onEvent(client, event));
    }

    @Override
    public Future<UserStateValue> userState(ReadUserState request) {
        Optional<UserStateName> state = UserStateName.ofNumber(request.state());
        if (state.isEmpty()) {
            return refuse(ServiceError.FUNC_NOT_ALLOW, "there is no user state " + request.state());
        }
        return find(request.session())
                .map(client -> states.read(client, state.get()))
                .orElseGet(() -> refuse(ServiceError.INVALID_USER_ID, "the user has just logged out"));
    }

    private static <T> Future<T> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }

    @Override
    public void filterData(FilterDelivery event) {
        find(event.to())
                .ifPresent(client ->
                        client.send(new ServerEvent.SdkFilterData(event.data().getBytes())));
    }

    @Override
    public Future<HandedOver> handOver(HandOver request) {
        return find(request.session())
                .map(client -> resumes.handOver(client, request.received()))
                .orElseGet(() -> refuse(ServiceError.INVALID_USER_ID, "the session is not here"));
    }

    @Override
    public void closeSession(CloseSession event) {
        find(event.session()).ifPresent(client -> {
            if (event.goesOn()) {
                resumes.goesOnElsewhere(client);
            } else {
                counters.count(GatewayCounter.CLOSED_BY_SERVICE);
                client.close(event.code());
            }
        });
    }

    @Override
    public void mediaOffer(MediaOffer event) {
        find(event.session(), event.relay())
                .ifPresent(client -> client.send(MediaTranslation.offer(event, candidates)));
    }

    @Override
    public void mediaState(MediaState event) {
        find(event.session(), event.relay()).ifPresent(client -> {
            if (event.state() == State.CLOSED) {
                client.media().remove(event.direction());
            }
            client.trail().media(event);
            client.send(MediaTranslation.state(event));
        });
    }

    @Override
    public void direct(DirectApi.DirectOrder event) {
        find(event.to()).ifPresent(client -> directs.onOrder(client, event));
    }

    @Override
    public void videoPaused(VideoPaused event) {
        find(event.session(), event.relay()).ifPresent(client -> client.send(MediaTranslation.paused(event)));
    }

    /** A client that another relay carries by now is told nothing of its connections before. */
    private Optional<ClientSession> find(SessionId session, NodeId relay) {
        Optional<ClientSession> client = find(session);
        Optional<ClientSession> carried = client.filter(
                known -> known.seat() != null && relay.equals(known.seat().relay()));
        if (client.isPresent() && carried.isEmpty()) {
            counters.count(GatewayCounter.STALE_MEDIA_EVENT);
        }
        return carried;
    }

    private Optional<ClientSession> find(SessionId session) {
        Optional<ClientSession> client = registry.find(session);
        if (client.isEmpty()) {
            counters.count(GatewayCounter.UNKNOWN_SESSION);
        }
        return client;
    }
}
