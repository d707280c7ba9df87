package org.anychat.auth;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * with 101. Those that a newer login of the same user has displaced, or that were kicked, are taken out at once.
 * Not thread-safe: to be called on one context, on which the answers of the bus arrive as well.
 */
final class AbandonedSessions implements NodeEvents {
    private static final Logger log = LoggerFactory.getLogger(AbandonedSessions.class);
    /** CONNECT_ABORT of the error table. */
    private static final int LINK_BROKEN = 101;
    /** So many rounds of {@link #expire} a gateway may be gone before everybody knows. */
    private static final int DOUBTFUL_ROUNDS = 30;
    /** So many displaced logins are kept in mind; each is gone after as many rounds. */
    private static final int MAX_DISPLACED = 4_096;

    private final Resumption resumption;
    private final RoomApi rooms;
    private final CallApi calls;
    private final Consumer<ActiveLogin> logout;
    private final Set<SessionId> ending = new HashSet<>();
    /** Displaced logins whose gateway was told; it may be gone without anybody's knowing yet. */
    private final Map<SessionId, Displaced> displaced = new LinkedHashMap<>();

    private long round;

    private record Displaced(ActiveLogin login, boolean isGone, long untilRound) {}

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
        resumption.abandon(event.node(), null, null);
        displaced.replaceAll((session, one) -> one.login().gateway().equals(event.node())
                ? new Displaced(one.login(), true, round + DOUBTFUL_ROUNDS)
                : one);
    }

    /** A login is over for good, and its gateway was told so, if it is there. */
    void displaced(ActiveLogin login) {
        if (displaced.size() < MAX_DISPLACED) {
            // One that was to end has no gateway.
            displaced.put(login.session(), new Displaced(login, login.endsMs() != 0, round + DOUBTFUL_ROUNDS));
        }
    }

    /** Ends those whose time is up; to be called twice a second. */
    void expire() {
        round++;
        displaced.values().removeIf(one -> one.untilRound() <= round);
        displaced.values().stream()
                .filter(Displaced::isGone)
                .map(Displaced::login)
                .filter(login -> ending.add(login.session()))
                .forEach(this::endDisplaced);
        resumption.ended().stream().filter(login -> ending.add(login.session())).forEach(this::end);
    }

    private void endDisplaced(ActiveLogin login) {
        takeOut(login)
                .onSuccess(gone -> displaced.remove(login.session()))
                .onComplete(done -> ending.remove(login.session()));
    }

    /** Where a service is away the session stays, and its end is tried again. */
    private void end(ActiveLogin login) {
        takeOut(login)
                .onSuccess(gone -> {
                    log.info("User {} did not come back, gateway {} is gone", login.user(), login.gateway());
                    logout.accept(login);
                })
                .onComplete(done -> ending.remove(login.session()));
    }

    private Future<?> takeOut(ActiveLogin login) {
        Future<?> room = goneFrom(
                rooms.leave(new LeaveRoom(login.session(), LINK_BROKEN, login.gateway(), login.moves(), true)));
        Future<?> call = goneFrom(calls.leave(new LeaveCalls(login.session(), login.gateway(), login.moves())));
        return Future.join(room, call);
    }

    private static Future<?> goneFrom(Future<?> left) {
        return left.recover(failure ->
                failure instanceof ServiceException refusal && !refusal.error().retryable()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }
}
