package org.anychat.auth;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.domain.Resumption;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.CallApi.LeaveCalls;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions whose gateway is gone: kept for as long as a lost link is, then taken out of rooms and calls and logged out
 * with 101. The relay ends their media by itself, as nobody consents to it any more.
 */
final class AbandonedSessions implements NodeEvents {
    private static final Logger log = LoggerFactory.getLogger(AbandonedSessions.class);
    /** CONNECT_ABORT of the error table. */
    private static final int LINK_BROKEN = 101;

    private final Resumption resumption;
    private final RoomApi rooms;
    private final CallApi calls;
    private final Consumer<ActiveLogin> logout;
    private final Set<SessionId> ending = new HashSet<>();

    AbandonedSessions(Resumption resumption, Bus bus, Consumer<ActiveLogin> logout) {
        this.resumption = resumption;
        this.rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
        this.calls = bus.proxy(CallApi.class, Addresses.CALL);
        this.logout = logout;
    }

    @Override
    public void joined(NodeJoined event) {
        // A gateway that is there again announces what it holds.
    }

    @Override
    public void left(NodeLeft event) {
        resumption.abandon(event.node(), null);
    }

    /** Ends those whose time is up; to be called about once a second. */
    void expire() {
        resumption.ended().stream().filter(login -> ending.add(login.session())).forEach(this::end);
    }

    /** Where a service is away the session stays, and its end is tried again. */
    private void end(ActiveLogin login) {
        Future<?> room =
                goneFrom(rooms.leave(new LeaveRoom(login.session(), LINK_BROKEN, login.gateway(), login.moves())));
        Future<?> call = goneFrom(calls.leave(new LeaveCalls(login.session(), login.gateway(), login.moves())));
        Future.join(room, call)
                .onSuccess(gone -> {
                    log.info("User {} did not come back, gateway {} is gone", login.user(), login.gateway());
                    logout.accept(login);
                })
                .onComplete(done -> ending.remove(login.session()));
    }

    private static Future<?> goneFrom(Future<?> left) {
        return left.recover(failure ->
                failure instanceof ServiceException refusal && !refusal.error().retryable()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }
}
