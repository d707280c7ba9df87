package org.anychat.gateway.session;

import io.vertx.core.Future;
import org.anychat.contracts.AuthApi.LoginState;
import org.anychat.contracts.GatewayApi.PrivateChatEvent;
import org.anychat.contracts.GatewayApi.PrivateNews;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.SetAudience;
import org.anychat.contracts.RoomApi.PrivateEcho;
import org.anychat.contracts.RoomApi.PrivateExit;
import org.anychat.contracts.RoomApi.PrivateRequest;
import org.anychat.contracts.RoomApi.SetState;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * Private chats, and who gets a client's media because of them. The room service decides who is in one with whom; this
 * gateway keeps its clients' partners and tells the relay (design record 0005).
 */
final class PrivateChatRequests {
    private final Services services;
    private final Retry retry;

    PrivateChatRequests(Services services, Retry retry) {
        this.services = services;
        this.retry = retry;
    }

    /** What becomes private is so at the relay before others hear of it; what becomes public, after. */
    Future<Outcome> changeMode(ClientSession session, ClientRequest.ChangeChatMode request) {
        UserState after = session.state().withChatMode(request.mode());
        Future<?> changed = request.mode() == UserState.PRIVATE_CHAT
                ? tellRelay(session, after).compose(told -> setState(session, after))
                : setState(session, after).compose(set -> tellRelay(session, after));
        return changed.map(done -> Outcome.DONE);
    }

    private Future<?> setState(ClientSession session, UserState state) {
        Future<?> known = session.seat() == null
                ? Future.succeededFuture()
                : services.rooms().setState(new SetState(session.login().session(), state));
        return known.onSuccess(done -> {
            session.state(state);
            services.auth().stateChanged(new LoginState(session.login().session(), state));
        });
    }

    /** A relay that the client is changing over from goes on sending, and must know too. */
    private Future<?> tellRelay(ClientSession session, UserState state) {
        RoomSeat seat = session.seat();
        if (seat == null) {
            return Future.succeededFuture();
        }
        // A publication brings its audience along, so a relay that the client does not publish at needs no word.
        NodeId current = session.media().contains(Direction.PUBLISH) ? seat.relay() : null;
        return Future.join(tell(current, seat, state), tell(seat.former(), seat, state));
    }

    private Future<?> tell(NodeId relay, RoomSeat seat, UserState state) {
        return relay == null
                ? Future.succeededFuture()
                : services.relay(relay)
                        .setAudience(new SetAudience(
                                seat.session().login().session(), MediaTranslation.audience(seat.session(), state)));
    }

    Future<Outcome> request(ClientSession session, ClientRequest.PrivateChatRequest request) {
        return services.rooms()
                .privateRequest(new PrivateRequest(
                        session.login().session(), new UserId(request.userId()), session.nextNumber()))
                .map(asked -> Outcome.of(new ReplyBody.PrivateChatRequested(asked.requestId())));
    }

    Future<Outcome> echo(ClientSession session, ClientRequest.PrivateChatEcho request) {
        UserId asker = new UserId(request.userId());
        return services.rooms()
                .privateEcho(new PrivateEcho(
                        session.login().session(), asker, request.requestId(), request.code(), session.nextNumber()))
                .map(done -> {
                    if (request.code() == 0) {
                        partnersChange(session, asker, true);
                    }
                    return Outcome.DONE;
                });
    }

    Future<Outcome> exit(ClientSession session, ClientRequest.PrivateChatExit request) {
        return services.rooms()
                .privateExit(
                        new PrivateExit(session.login().session(), new UserId(request.userId()), session.nextNumber()))
                .map(done -> Outcome.DONE);
    }

    /** News from the room service. */
    void onEvent(ClientSession session, PrivateChatEvent event) {
        if (event.what() == PrivateNews.ECHO && event.code() == 0) {
            partnersChange(session, event.with(), true);
        } else if (event.what() == PrivateNews.EXIT) {
            partnersChange(session, event.with(), false);
        }
        session.send(translate(event));
    }

    private void partnersChange(ClientSession session, UserId partner, boolean isPartner) {
        RoomSeat seat = session.seat();
        if (seat == null) {
            return;
        }
        boolean changed =
                isPartner ? seat.partners().add(partner) : seat.partners().remove(partner);
        if (changed && session.state().chatMode() == UserState.PRIVATE_CHAT) {
            // What is told is what holds at each attempt, not at the first.
            retry.untilDone(
                    () -> session.seat() == seat ? tellRelay(session, session.state()) : Future.succeededFuture());
        }
    }

    private static ServerEvent translate(PrivateChatEvent event) {
        int user = event.with().value();
        return switch (event.what()) {
            case REQUEST -> new ServerEvent.PrivateRequest(user, event.requestId());
            case ECHO -> new ServerEvent.PrivateEcho(user, event.requestId(), event.code());
            case EXIT -> new ServerEvent.PrivateExit(user, event.code());
        };
    }
}
