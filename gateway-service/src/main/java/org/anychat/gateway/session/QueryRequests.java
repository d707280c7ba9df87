package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.List;
import org.anychat.contracts.AuthApi.AdmitAddresses;
import org.anychat.contracts.AuthApi.BanAddresses;
import org.anychat.contracts.AuthApi.Kick;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.AuthApi.MayControl;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.ReadUserState;
import org.anychat.contracts.GatewayApi.UserStateValue;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RoomStateName;
import org.anychat.protocol.UserControl;
import org.anychat.protocol.UserStateName;

/** What clients ask about rooms and users that they are not among, and what they do to such users. */
final class QueryRequests {
    private final NodeId node;
    private final Services services;
    private final GatewayApi here;
    private final UserStates states;
    private final UserRoutes routes;

    /** {@code here} answers for this gateway's own clients, without the way over the bus. */
    QueryRequests(NodeId node, Services services, GatewayApi here, UserStates states) {
        this.node = node;
        this.services = services;
        this.here = here;
        this.states = states;
        this.routes = new UserRoutes(services);
    }

    Future<Outcome> roomUsers(ClientSession session, ClientRequest.RoomUsers request) {
        return snapshot(session, request.roomId())
                .map(room -> Outcome.of(new ReplyBody.RoomUsers(
                        request.roomId(),
                        room.members().stream().map(RoomTranslation::user).toList())));
    }

    private Future<RoomSnapshot> snapshot(ClientSession session, int room) {
        return services.rooms()
                .snapshot(new GetSnapshot(new RoomId(room), session.login().session()));
    }

    Future<Outcome> roomState(ClientSession session, ClientRequest.QueryRoomState request) {
        return RoomStateName.ofNumber(request.state())
                .map(state -> snapshot(session, request.roomId()).map(room -> roomState(session, room, state)))
                .orElseGet(() -> Refusal.refuse(ErrorCode.FUNCNOTALLOW));
    }

    private static Outcome roomState(ClientSession session, RoomSnapshot room, RoomStateName state) {
        UserId self = session.login().user();
        long others = room.members().stream()
                .filter(member -> !member.user().equals(self))
                .count();
        return Outcome.of(
                state == RoomStateName.NAME
                        ? new ReplyBody.QueriedState(state.number(), null, room.name())
                        : new ReplyBody.QueriedState(state.number(), others, null));
    }

    Future<Outcome> userState(ClientSession session, ClientRequest.QueryUserState request) {
        return UserStateName.ofNumber(request.state())
                .map(state -> userState(session, request.userId(), state))
                .orElseGet(() -> Refusal.refuse(ErrorCode.FUNCNOTALLOW))
                .compose(value -> routes(session, request)
                        .map(routes -> Outcome.of(
                                new ReplyBody.QueriedState(request.state(), value.number(), value.text(), routes))));
    }

    /** Whether two have a connection is a state of both, and so is how media goes between them. */
    private Future<List<ReplyBody.UserRoute>> routes(ClientSession session, ClientRequest.QueryUserState request) {
        return request.state() == UserStateName.P2P_STATE.number() && !isOwn(session, request.userId())
                ? routes.between(session, new UserId(request.userId()))
                : Future.succeededFuture();
    }

    private static boolean isOwn(ClientSession session, int userId) {
        return userId == Limits.ONESELF
                || (session.login() != null && session.login().user().value() == userId);
    }

    private Future<UserStateValue> userState(ClientSession session, int userId, UserStateName state) {
        if (isOwn(session, userId)) {
            return states.read(session, state);
        }
        if (session.login() == null) {
            return Refusal.refuse(ErrorCode.NOTLOGIN);
        }
        // Where somebody is on the Internet is for those alone who may act on it.
        Future<?> allowed = state == UserStateName.INTERNET_IP
                ? services.auth().mayControl(new MayControl(session.login().session()))
                : Future.succeededFuture();
        return allowed.compose(may -> services.auth().locate(new Locate(new UserId(userId))))
                .compose(located -> state == UserStateName.P2P_STATE
                        ? Future.succeededFuture(UserStates.between(session, new UserId(userId)))
                        : gatewayOf(located).userState(new ReadUserState(located.session(), state.number())));
    }

    private GatewayApi gatewayOf(Located located) {
        return located.gateway().equals(node) ? here : services.gateway(located.gateway());
    }

    Future<Outcome> control(ClientSession session, ClientRequest.UserInfoControl request) {
        SessionId by = session.login().session();
        return UserControl.ofNumber(request.control())
                .map(control -> control(by, control, request).map(Outcome.DONE))
                .orElseGet(() -> Refusal.refuse(ErrorCode.FUNCNOTALLOW));
    }

    private Future<Done> control(SessionId by, UserControl control, ClientRequest.UserInfoControl request) {
        return switch (control) {
            case KICK_OUT -> services.auth().kick(new Kick(by, new UserId(request.userId())));
            case BAN_ADDRESS -> services.auth().ban(new BanAddresses(by, request.text(), request.wParam()));
            case ADMIT_ADDRESS -> services.auth().admit(new AdmitAddresses(by, request.text()));
        };
    }
}
