package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.room.RoomCounter;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Attempts;
import org.anychat.room.direct.DirectPolicy;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.direct.RouteFigures;
import org.anychat.room.direct.RouteTable;
import org.anychat.room.domain.Room;
import org.anychat.room.mesh.EdgeFigures;
import org.anychat.room.mesh.MeshPolicy;
import org.anychat.room.mesh.MeshTable;
import org.anychat.room.routing.RoutingLimits;
import org.anychat.room.store.RoomStore;

/**
 * The routes of all rooms: asks the tables, and sends out what they order. That of trees comes first, as there are no pairs in
 * a room that has some. Runs on the service's context.
 */
public final class DirectService implements DirectApi {
    private final RouteTable table;
    private final MeshTable trees;
    private final RoomStore store;
    private final Surroundings surroundings;

    /**
     * Makes the service.
     *
     * @param policy how much may go without the relay
     * @param mesh whether and how far streams go along trees
     * @param store where rooms are kept
     * @param surroundings clock, context and bus
     */
    public DirectService(DirectPolicy policy, MeshPolicy mesh, RoomStore store, Surroundings surroundings) {
        this.store = store;
        this.surroundings = surroundings;
        Attempts attempts = Attempts.anywhere(surroundings.random(), RouteTable.MOST_USERS);
        this.table = new RouteTable(policy, attempts, this::hasTrees);
        this.trees = new MeshTable(mesh, attempts, table.counters());
    }

    private boolean hasTrees(RoomId room) {
        return trees.applies(room);
    }

    @Override
    public Future<Done> ready(Ready request) {
        return room(request.session()).map(room -> {
            send(trees.ready(room, request, nowMs()));
            send(table.ready(room, request, nowMs()));
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> network(Network request) {
        return answer(request.session(), (room, nowMs) -> trees.network(room, request, nowMs));
    }

    @Override
    public Future<Done> withhold(Withhold request) {
        // The same way as ready takes: what is said later counts later.
        return room(request.session())
                .map(room -> {
                    send(trees.withhold(room.id(), request, nowMs()));
                    send(table.withhold(room.id(), request, nowMs()));
                    return Done.DONE;
                })
                .recover(failure ->
                        isInNoRoom(failure) ? Future.succeededFuture(Done.DONE) : Future.failedFuture(failure));
    }

    @Override
    public Future<Done> connect(Connect request) {
        return answer(request.session(), (room, nowMs) -> table.connect(room, request, nowMs));
    }

    @Override
    public Future<Done> signal(Signal request) {
        return answer(
                request.session(),
                (room, nowMs) -> trees.hasEdge(room, request.attempt())
                        ? trees.signal(room, request)
                        : table.signal(room, request));
    }

    @Override
    public Future<Done> report(Report request) {
        return answer(
                request.session(),
                (room, nowMs) -> trees.hasEdge(room, request.attempt())
                        ? trees.report(room, request, nowMs)
                        : table.report(room, request, nowMs));
    }

    @Override
    public Future<RouteList> routes(ReadRoutes request) {
        // A room goes by pairs or along trees.
        List<Route> pairs = table.routes(request.room());
        return Future.succeededFuture(
                pairs.isEmpty()
                        ? RoutePage.of(
                                trees.routes(request.room(), request.from(), request.to()),
                                request.to() == null ? trees.senders(request.room()) : List.of(),
                                request)
                        : RoutePage.of(pairs, RoutePage.senders(pairs), request));
    }

    /** A room has changed, or is gone. */
    void onChanged(RoomId id, Room room) {
        send(trees.onRoom(id, room, nowMs()));
        send(table.onRoom(id, room, nowMs()));
    }

    /** Lets attempts come to their end, and others begin; to be called about twice a second. */
    public void tick() {
        send(trees.tick(nowMs()));
        send(table.tick(nowMs()));
    }

    /**
     * Takes other limits, which count at once.
     *
     * @param maxPeers with how many others a user exchanges media directly at most
     * @param limits how far streams go along trees, or null where there are none
     */
    public void policy(int maxPeers, RoutingLimits limits) {
        MeshPolicy mesh = trees.policy();
        send(trees.policy(mesh.with(limits != null, maxPeers + 1, limits == null ? mesh.limits() : limits), nowMs()));
        send(table.policy(table.policy().withMaxPeers(maxPeers), nowMs()));
    }

    /**
     * What has come of attempts to do without the relay.
     *
     * @return the live counters
     */
    public RouteCounters counters() {
        return table.counters();
    }

    /**
     * How many pairs of users do without the relay, or try to.
     *
     * @return how it is now
     */
    public RouteFigures figures() {
        return table.figures();
    }

    /**
     * How many edges of mesh trees are how far.
     *
     * @return how it is now
     */
    public EdgeFigures edges() {
        return trees.figures();
    }

    private long nowMs() {
        return surroundings.nowMs().getAsLong();
    }

    private Future<Done> answer(SessionId session, BiFunction<RoomId, Long, RouteTable.Outcome> ask) {
        return room(session).compose(room -> {
            RouteTable.Outcome outcome = ask.apply(room.id(), nowMs());
            if (outcome.refusal() != null) {
                surroundings.counters().count(RoomCounter.DIRECT_REFUSED);
                return Future.failedFuture(new ServiceException(outcome.refusal(), "no such attempt, or not its turn"));
            }
            send(outcome.orders());
            return Future.succeededFuture(Done.DONE);
        });
    }

    private Future<Room> room(SessionId session) {
        return store.roomOf(session)
                .compose(id -> id.map(store::room).orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .compose(room -> room.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(
                                new ServiceException(ServiceError.ROOM_NOT_IN, "the session is in no room"))));
    }

    private static boolean isInNoRoom(Throwable failure) {
        return failure instanceof ServiceException refusal && refusal.error() == ServiceError.ROOM_NOT_IN;
    }

    /** After the reply of the call that is under way, and after what the room's change itself brings. */
    private void send(List<Addressed> orders) {
        if (!orders.isEmpty()) {
            surroundings
                    .context()
                    .runOnContext(later -> orders.forEach(one -> surroundings
                            .bus()
                            .proxy(GatewayApi.class, Addresses.gateway(one.gateway()))
                            .direct(one.order())));
        }
    }
}
