package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.CallApi.LeaveCalls;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.SessionId;

/** Takes clients out of rooms and logins so that nothing stays behind in any service. */
final class Departures {
    private final NodeId node;
    private final Vertx vertx;
    private final Services services;
    private final SessionRegistry registry;
    private final RoomViews views;
    private final Transfers transfers;
    private final Retry retry;
    private final Set<Future<Void>> underWay = new HashSet<>();

    /** Takes away what is of the gateway {@code node}; sessions that another has taken up stay as they are. */
    Departures(
            NodeId node,
            Vertx vertx,
            Services services,
            SessionRegistry registry,
            RoomViews views,
            Transfers transfers,
            Retry retry) {
        this.node = node;
        this.vertx = vertx;
        this.services = services;
        this.registry = registry;
        this.views = views;
        this.transfers = transfers;
        this.retry = retry;
    }

    /** Out of the room, out of the login; here at once, in the services as soon as they can be reached. */
    Future<Void> leaveAll(ClientSession session, int reason) {
        SessionId id = session.login().session();
        Future<Void> room = session.seat() == null ? Future.succeededFuture() : leaveRoom(session, reason);
        transfers.endAll(session);
        Future<Void> calls = session.calls().inUse() ? leaveCalls(session) : Future.succeededFuture();
        registry.loggedOut(id);
        session.loggedOut();
        return Future.join(room, calls, logout(id)).mapEmpty();
    }

    private Future<Void> leaveCalls(ClientSession session) {
        LeaveCalls over =
                new LeaveCalls(session.login().session(), node, session.login().moves());
        session.calls().clear();
        return track(() -> services.calls().leave(over));
    }

    private Future<Void> leaveRoom(ClientSession session, int reason) {
        ClientLogin login = session.login();
        standUp(session);
        return leaveRoom(login, reason);
    }

    /** Tells the room service, and nobody here. */
    Future<Void> leaveRoom(ClientLogin login, int reason) {
        return track(() -> services.rooms().leave(new LeaveRoom(login.session(), reason, node, login.moves(), false)));
    }

    /** Gives up the seat and its media; the room service knows already, or is told by the caller. */
    void standUp(ClientSession session) {
        RoomSeat seat = session.seat();
        views.leave(seat);
        closeFormer(seat);
        closeMedia(session, seat.relay());
        session.seat(null);
    }

    /** Ends both media connections at a relay, where the client has any. */
    void closeMedia(ClientSession session, NodeId relay) {
        if (relay != null && !session.media().isEmpty()) {
            CloseMedia both = new CloseMedia(session.login().session(), null, node);
            track(() -> services.relay(relay).close(both));
        }
        session.media().clear();
    }

    /** Ends what goes on at the relay that a client is changing over from, if it is. */
    void closeFormer(RoomSeat seat) {
        NodeId former = seat.former();
        if (former != null) {
            seat.former(null);
            CloseMedia both = new CloseMedia(seat.session().login().session(), null);
            track(() -> services.relay(former).close(both));
        }
    }

    Future<Void> logout(SessionId id) {
        return track(() -> services.auth().logout(new AuthApi.Logout(id, node)));
    }

    /** Buffers and files under way end with a link. */
    void endTransfers(ClientSession session) {
        transfers.endAll(session);
    }

    /** Auth is to watch over sessions that this gateway cannot keep. */
    Future<Void> abandon(AuthApi.Abandon which) {
        return track(() -> services.auth().abandon(which));
    }

    /** Runs something after what the current event leads to. */
    void later(Runnable action) {
        vertx.runOnContext(now -> action.run());
    }

    /** Done when all that is under way now has come to its end. */
    Future<Void> settled() {
        return Future.join(List.copyOf(underWay)).mapEmpty();
    }

    private Future<Void> track(Supplier<? extends Future<?>> call) {
        Future<Void> cleanUp = retry.untilDone(call);
        underWay.add(cleanUp);
        return cleanUp.onComplete(done -> underWay.remove(cleanUp));
    }
}
