package org.anychat.room.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.call.Call;
import org.anychat.room.call.CallNotice;
import org.anychat.room.call.CallOutcome;
import org.anychat.room.call.Calls;
import org.anychat.room.store.RoomStore;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Video calls on the bus. Runs on the room service's context. */
public final class CallService implements CallApi {
    private static final Logger log = LoggerFactory.getLogger(CallService.class);

    /**
     * How calls are run.
     *
     * @param firstRoom the first number of the rooms that calls get, above 0
     * @param answerSeconds how long a call rings, 1 to 600
     */
    public record Settings(int firstRoom, int answerSeconds) {
        /** As the default ini has them. */
        public static final Settings DEFAULT = new Settings(100_000, 60);

        /**
         * How long a call rings.
         *
         * @return nanoseconds
         */
        public long ringNs() {
            return TimeUnit.SECONDS.toNanos(answerSeconds);
        }
    }

    private final Calls calls;
    private final CallRooms rooms;
    private final CallPolicy policy;
    private final AuthApi auth;
    private final LongSupplier nanoClock;
    private final Context context;
    private final Bus bus;

    /**
     * Makes the service.
     *
     * @param calls the calls, which the room service asks who may enter
     * @param rooms where the rooms of calls are opened and closed
     * @param policy who may forbid calls
     * @param nanoClock a monotonic clock, in nanoseconds
     * @param context the context that the service runs on
     * @param bus where users are found and gateways are told
     */
    CallService(Calls calls, CallRooms rooms, CallPolicy policy, LongSupplier nanoClock, Context context, Bus bus) {
        this.calls = calls;
        this.rooms = rooms;
        this.policy = policy;
        this.nanoClock = nanoClock;
        this.context = context;
        this.bus = bus;
        this.auth = bus.proxy(AuthApi.class, Addresses.AUTH);
    }

    /**
     * Makes the service beside the room service.
     *
     * @param settings how calls are run
     * @param calls the calls, which the room service asks who may enter
     * @param store where rooms are kept
     * @param roomService who takes members out of rooms
     * @param context the context that both run on
     * @param bus where users are found and gateways are told
     * @return the service
     */
    public static CallService beside(
            Settings settings, Calls calls, RoomStore store, RoomService roomService, Context context, Bus bus) {
        CallRooms rooms = new CallRooms(store, roomService, settings.firstRoom());
        return new CallService(calls, rooms, CallPolicy.ALLOW_ALL, System::nanoTime, context, bus);
    }

    /**
     * Goes on with the calls of the instance before: what is left of rooms whose calls are over goes.
     *
     * @return done when the rooms of its calls are there
     */
    public Future<Void> adopt() {
        return rooms.adopt(calls.roomsInUse()).map(ended -> {
            ended.forEach(calls::roomEnded);
            ended.forEach(this::close);
            return null;
        });
    }

    @Override
    public Future<Done> ring(RingCall request) {
        Calls.check(request.words());
        return policy.review(request)
                .compose(allowed -> auth.locate(new Locate(request.callee())))
                .recover(CallService::offlineWhereUnknown)
                .compose(callee -> whereItIs(request.caller())
                        .compose(caller -> ring(request, caller, party(request.callee(), callee))));
    }

    private Future<Done> ring(RingCall request, Caller caller, Party callee) {
        CallOutcome outcome =
                calls.ring(caller.side(), callee, request.words(), request.number(), nanoClock.getAsLong());
        if (!caller.found()) {
            calls.doubt(caller.side().session());
        }
        return carryOut(outcome);
    }

    /** Who calls, and whether auth knows it. */
    private record Caller(Party side, boolean found) {}

    private static Party party(UserId user, Located located) {
        return new Party(user, located.session(), located.gateway(), located.moves());
    }

    /**
     * The session may have gone on at another gateway while the one before asked for a call, or be over: then nobody would
     * hear of the call's end. Auth may also have started a moment ago and not know it yet; it is asked again later.
     */
    private Future<Caller> whereItIs(Party side) {
        return auth.locate(new Locate(side.user()))
                .transform(located -> located.failed()
                        ? Future.succeededFuture(new Caller(side, false))
                        : located(side, located.result()));
    }

    private static Future<Caller> located(Party side, Located located) {
        if (!located.session().equals(side.session())) {
            String message = "the session of user " + side.user() + " that calls is over";
            return Future.failedFuture(new ServiceException(ServiceError.SESSION_NOT_EXIST, message));
        }
        boolean moved = located.moves() > side.moves();
        return Future.succeededFuture(new Caller(moved ? party(side.user(), located) : side, true));
    }

    private static Future<Located> offlineWhereUnknown(Throwable failure) {
        return isUnknown(failure)
                ? Future.failedFuture(new ServiceException(ServiceError.CALL_OFFLINE, failure.getMessage()))
                : Future.failedFuture(failure);
    }

    @Override
    public Future<Done> answer(AnswerCall request) {
        Calls.check(request.words());
        if (request.code() != 0) {
            return carryOut(calls.refuse(request, nanoClock.getAsLong()));
        }
        if (calls.isAccepted(request.session(), request.peer())) {
            return Future.succeededFuture(Done.DONE);
        }
        Call call = calls.ringing(request.session(), request.peer());
        return rooms.open().compose(room -> start(call, room, request.words()));
    }

    private Future<Done> start(Call call, RoomId room, CallWords words) {
        try {
            return carryOut(calls.start(call, room, words));
        } catch (ServiceException ended) {
            return rooms.close(room).compose(closed -> Future.failedFuture(ended));
        }
    }

    @Override
    public Future<Done> finish(FinishCall request) {
        Calls.check(request.words());
        return carryOut(calls.finish(request, nanoClock.getAsLong()));
    }

    @Override
    public Future<Done> leave(LeaveCalls request) {
        boolean isLate =
                request.gateway() != null && calls.isBehind(request.session(), request.gateway(), request.moves());
        return isLate ? Future.succeededFuture(Done.DONE) : carryOut(calls.leave(request.session()));
    }

    @Override
    public Future<MovedCalls> move(MoveCalls request) {
        List<Call> moved = calls.move(request.session(), request.gateway(), request.moves());
        return Future.succeededFuture(new MovedCalls(moved.stream()
                .map(call -> new MovedCall(call.peerOf(request.session()).user(), call.room()))
                .toList()));
    }

    @Override
    public Future<HeldCalls> announce(AnnounceCalls request) {
        HeldCalls held = new HeldCalls(request.sessions().stream()
                .flatMap(one -> calls.announce(one.session(), request.gateway(), one.moves()).stream()
                        .map(call -> held(one.session(), call)))
                .toList());
        // After the events of what has happened until now, which wait for their turn, too.
        Promise<HeldCalls> promise = Promise.promise();
        context.runOnContext(later -> promise.complete(held));
        return promise.future();
    }

    private static HeldCall held(SessionId session, Call call) {
        return new HeldCall(
                session,
                call.peerOf(session).user(),
                call.callee().session().equals(session),
                call.room(),
                call.words());
    }

    /**
     * Asks auth about those sides of calls for whom no gateway speaks, as it is gone or has said nothing of them to this
     * instance: their logins may be over. To be called every few seconds, not at once, as gateways take a moment.
     */
    public void checkDoubted() {
        List<NodeId> present = bus.members();
        if (!present.isEmpty()) {
            calls.doubtAllBut(present);
        }
        calls.doubted()
                .forEach(side -> auth.locate(new Locate(side.user()))
                        .map(located -> located.session().equals(side.session()))
                        .recover(failure ->
                                isUnknown(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure))
                        .onSuccess(there -> settle(side, there))
                        .onFailure(
                                failure -> log.debug("Auth did not say where {} is; asked again later", side.user())));
    }

    private void settle(Party side, boolean there) {
        if (there) {
            // Where its gateway is gone, auth watches over it, and says when it is over.
            calls.confirm(side.session());
        } else {
            carryOut(calls.leave(side.session()));
        }
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ServiceException refusal && refusal.error() == ServiceError.INVALID_USER_ID;
    }

    /** Gives up calls that have rung for too long; to be called about twice a second. */
    public void expire() {
        carryOut(calls.expire(nanoClock.getAsLong()));
    }

    /**
     * Ends the calls of a gateway that has started anew and so has lost its links.
     *
     * @param gateway the node
     */
    public void forgetGateway(NodeId gateway) {
        calls.sessionsOf(gateway).forEach(session -> carryOut(calls.leave(session)));
    }

    private Future<Done> carryOut(CallOutcome outcome) {
        // After the reply of the call that is under way, so that a client's own reply comes first.
        context.runOnContext(later -> {
            outcome.notices().forEach(this::tell);
            outcome.endedRooms().forEach(this::close);
        });
        return Future.succeededFuture(Done.DONE);
    }

    private void tell(CallNotice notice) {
        bus.proxy(GatewayApi.class, Addresses.gateway(notice.to().gateway()))
                .callChanged(new GatewayApi.CallChanged(
                        notice.to().session(), notice.step(), notice.peer(), notice.code(), notice.words()));
    }

    private void close(RoomId room) {
        rooms.close(room)
                .onFailure(failure -> log.error("Room {} of a call could not be closed", room, failure))
                .onSuccess(closed -> calls.roomClosed(room));
    }
}
