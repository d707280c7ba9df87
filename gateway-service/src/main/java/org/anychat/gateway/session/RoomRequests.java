package org.anychat.gateway.session;

import io.vertx.core.Future;
import org.anychat.contracts.AuthApi.LoginState;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.ListRooms;
import org.anychat.contracts.RoomApi.SetState;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserState;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/** Rooms and what others see of a client in them. */
final class RoomRequests {
    private final NodeId node;
    private final Services services;
    private final RoomViews views;
    private final Departures departures;

    RoomRequests(NodeId node, Services services, RoomViews views, Departures departures) {
        this.node = node;
        this.services = services;
        this.views = views;
        this.departures = departures;
    }

    Future<Outcome> enter(ClientSession session, ClientRequest.EnterRoom request) {
        return enter(
                session,
                RoomTranslation.enter(
                        request,
                        RoomTranslation.member(session, node),
                        session.link().address()));
    }

    Future<Outcome> enter(ClientSession session, ClientRequest.EnterRoomEx request) {
        return enter(
                session,
                RoomTranslation.enter(
                        request,
                        RoomTranslation.member(session, node),
                        session.link().address()));
    }

    private Future<Outcome> enter(ClientSession session, EnterRoom request) {
        // The room service takes the same again from the same gateway for a call whose answer was lost.
        if (isIn(session.seat(), request)) {
            return Refusal.refuse(ErrorCode.ROOM_ALREADIN);
        }
        views.entryBegins();
        session.moving(true);
        return services.rooms()
                .enter(request)
                .onComplete(answered -> session.moving(false))
                .onFailure(failure -> {
                    views.entryDone();
                    onRefused(session, failure);
                })
                .map(entered -> onEntered(session, entered));
    }

    private static boolean isIn(RoomSeat seat, EnterRoom request) {
        return seat != null
                && (request.room() == null
                        ? seat.view().name().equals(request.roomName())
                        : seat.room().equals(request.room()));
    }

    private Outcome onEntered(ClientSession session, Entered entered) {
        if (session.seat() != null) {
            departures.standUp(session);
        }
        RoomSeat seat = views.take(session, entered);
        session.seat(seat);
        ReplyBody.Room room = seat.view().describe(entered);
        return new Outcome(room, () -> {
            session.send(new ServerEvent.OnlineUser(room.roomId(), room.users().size()));
            views.catchUp(seat);
            views.entryDone();
        });
    }

    /** An entry without an answer may have happened all the same, so the client is taken out of whatever room. */
    private void onRefused(ClientSession session, Throwable failure) {
        if (!(failure instanceof ServiceException service) || service.error() != ServiceError.REQUEST_FAILED) {
            return;
        }
        if (session.seat() != null) {
            departures.standUp(session);
        }
        departures.leaveRoom(session.login(), ErrorCode.SUCCESS.number());
    }

    Future<Outcome> leave(ClientSession session) {
        session.moving(true);
        return services.rooms()
                .leave(new LeaveRoom(session.login().session(), ErrorCode.SUCCESS.number()))
                .<Outcome>map(done -> Outcome.DONE)
                .recover(RoomRequests::doneWhereNotIn)
                .onComplete(answered -> session.moving(false))
                .onSuccess(left -> departures.standUp(session));
    }

    /** The service has taken the client out before: that is what the client wants. */
    private static Future<Outcome> doneWhereNotIn(Throwable failure) {
        return failure instanceof ServiceException service && service.error() == ServiceError.ROOM_NOT_IN
                ? Future.succeededFuture(Outcome.DONE)
                : Future.failedFuture(failure);
    }

    Future<Outcome> rooms() {
        return services.rooms().rooms(new ListRooms()).map(list -> Outcome.of(RoomTranslation.rooms(list)));
    }

    Future<Outcome> snapshot(ClientSession session) {
        RoomSeat seat = session.seat();
        return seat.view().read(false).map(read -> Outcome.of(seat.view().describe(seat.relay() != null)));
    }

    Future<Outcome> setCamera(ClientSession session, ClientRequest.SetCamera request) {
        return setState(session, session.state().withCamera(request.state()));
    }

    Future<Outcome> setMicrophone(ClientSession session, ClientRequest.SetMicrophone request) {
        return setState(session, session.state().withMicrophone(request.state()));
    }

    Future<Outcome> setNickname(ClientSession session, ClientRequest.SetNickname request) {
        return request.name().isBlank()
                ? Refusal.refuse(ErrorCode.FUNCOPTERROR)
                : setState(session, session.state().withName(request.name()));
    }

    private Future<Outcome> setState(ClientSession session, UserState state) {
        Future<?> known = session.seat() == null
                ? Future.succeededFuture()
                : services.rooms().setState(new SetState(session.login().session(), state));
        return known.map(done -> {
            session.state(state);
            services.auth().stateChanged(new LoginState(session.login().session(), state));
            return Outcome.DONE;
        });
    }
}
