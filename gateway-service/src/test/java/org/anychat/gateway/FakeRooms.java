package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.Change;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RelayChanged;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.GatewayApi.StateChanged;
import org.anychat.contracts.GatewayApi.TextDelivery;
import org.anychat.contracts.GatewayApi.TextNumber;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;

/** Just enough of a room service: rooms 1 and 2, for one gateway. Guarded by itself. */
final class FakeRooms implements RoomApi {
    static final NodeId RELAY = new NodeId("relay-1");

    final BlockingQueue<AnnounceMembers> announcements = new LinkedBlockingQueue<>();
    final BlockingQueue<LeaveRoom> departures = new LinkedBlockingQueue<>();
    final BlockingQueue<Object> privateChats = new LinkedBlockingQueue<>();
    volatile boolean silent;
    /** A successor does what is asked once more. */
    volatile boolean diesBeforeItAnswers;

    volatile NodeId relay = RELAY;
    /** What a move is answered with, or null for at once and with no room. */
    volatile Promise<MovedMember> moving;
    /** Whether moves are answered with where the session is. */
    volatile boolean movesMembers;
    /** What an entry waits for, or null. */
    volatile Promise<Void> entering;
    /** Entries that wait. */
    private final Semaphore entries = new Semaphore(0);
    /** A room that is there for its members and for services only, or null. */
    volatile RoomId ofCall;
    /** Who comes and goes before an announcement is answered. */
    volatile Member visitor;

    private final GatewayApi gateway;
    private final Map<RoomId, Map<SessionId, Member>> rooms = new LinkedHashMap<>();
    private final Map<RoomId, Long> versions = new LinkedHashMap<>();

    FakeRooms(Bus bus, NodeId node) {
        gateway = bus.proxy(GatewayApi.class, Addresses.gateway(node));
        for (int number = 1; number <= 2; number++) {
            rooms.put(new RoomId(number), new LinkedHashMap<>());
            versions.put(new RoomId(number), 0L);
        }
    }

    synchronized void change(RoomId room, Change change) {
        gateway.roomChanged(new RoomChanged(room, versions.merge(room, 1L, Long::sum), change));
    }

    /** All members of a room are carried by another relay. */
    synchronized void move(RoomId room, NodeId to, int graceMs) {
        NodeId from = relay;
        relay = to;
        rooms.get(room).replaceAll((session, member) -> member.on(to));
        change(room, new RelayChanged(from, to, graceMs));
    }

    /** The same where the event is lost, and with it everybody's knowledge. */
    synchronized void moveUnheard(RoomId room, NodeId to) {
        relay = to;
        rooms.get(room).replaceAll((session, member) -> member.on(to));
        versions.merge(room, 1L, Long::sum);
    }

    /** A change whose event is lost. */
    synchronized void lose(RoomId room, Member entered) {
        rooms.get(room).put(entered.session(), entered);
        versions.merge(room, 1L, Long::sum);
    }

    synchronized void restart() {
        rooms.values().forEach(Map::clear);
        versions.replaceAll((room, version) -> 0L);
    }

    synchronized int members(int room) {
        return rooms.get(new RoomId(room)).size();
    }

    /** Waits until somebody wants to enter while {@link #entering} holds it up. */
    void awaitEntry() throws InterruptedException {
        assertTrue(entries.tryAcquire(20, TimeUnit.SECONDS), "nobody wanted to enter");
    }

    @Override
    public Future<Entered> enter(EnterRoom request) {
        Promise<Void> waitsFor = entering;
        if (waitsFor == null) {
            return entered(request);
        }
        entries.release();
        return waitsFor.future().compose(now -> entered(request));
    }

    private synchronized Future<Entered> entered(EnterRoom request) {
        if (silent) {
            return Promise.<Entered>promise().future();
        }
        RoomId room = request.room() != null
                ? request.room()
                : new RoomId(request.roomName().equals("Two") ? 2 : 99);
        if (!rooms.containsKey(room)) {
            return fail(ServiceError.ROOM_INVALID);
        }
        SessionId session = request.member().session();
        if (rooms.get(room).containsKey(session)) {
            return fail(ServiceError.ROOM_ALREADY_IN);
        }
        takeOut(session, 0);
        Member placed = request.member().on(relay);
        rooms.get(room).put(session, placed);
        change(room, new MemberEntered(placed));
        return Future.succeededFuture(new Entered(describe(room), relay));
    }

    @Override
    public synchronized Future<Done> leave(LeaveRoom request) {
        departures.add(request);
        return takeOut(request.session(), request.reason())
                ? Future.succeededFuture(Done.DONE)
                : fail(ServiceError.ROOM_NOT_IN);
    }

    synchronized boolean takeOut(SessionId session, int reason) {
        for (Map.Entry<RoomId, Map<SessionId, Member>> room : rooms.entrySet()) {
            Member member = room.getValue().remove(session);
            if (member != null) {
                change(room.getKey(), new MemberLeft(member.user(), session, reason));
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized Future<MovedMember> move(MoveMember request) {
        if (moving != null) {
            return moving.future();
        }
        return Future.succeededFuture(new MovedMember(movesMembers ? moved(request) : null, List.of()));
    }

    private Entered moved(MoveMember request) {
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().containsKey(request.session()))
                .findFirst()
                .map(room -> new Entered(describe(room.getKey()), relay))
                .orElse(null);
    }

    @Override
    public synchronized Future<Done> setState(SetState request) {
        for (Map.Entry<RoomId, Map<SessionId, Member>> room : rooms.entrySet()) {
            Member member = room.getValue().get(request.session());
            if (member != null) {
                room.getValue().put(member.session(), member.in(request.state()));
                change(room.getKey(), new StateChanged(member.user(), request.state()));
                return Future.succeededFuture(Done.DONE);
            }
        }
        return fail(ServiceError.ROOM_NOT_IN);
    }

    @Override
    public synchronized Future<Done> text(SendText request) {
        for (Map<SessionId, Member> room : rooms.values()) {
            Member sender = room.get(request.session());
            if (sender != null) {
                List<SessionId> to = new ArrayList<>();
                room.values().stream()
                        .filter(member -> request.to() == null
                                ? !member.equals(sender)
                                : member.user().equals(request.to()))
                        .forEach(member -> to.add(member.session()));
                if (to.isEmpty() && request.to() != null) {
                    return fail(ServiceError.INVALID_USER_ID);
                }
                TextNumber sent = new TextNumber(request.session(), request.number());
                TextDelivery text =
                        new TextDelivery(to, sender.user(), request.to(), request.secret(), request.text(), sent);
                gateway.text(text);
                if (diesBeforeItAnswers) {
                    gateway.text(text);
                }
                return Future.succeededFuture(Done.DONE);
            }
        }
        return fail(ServiceError.ROOM_NOT_IN);
    }

    @Override
    public synchronized Future<PrivateRequested> privateRequest(PrivateRequest request) {
        privateChats.add(request);
        return Future.succeededFuture(new PrivateRequested(5));
    }

    @Override
    public synchronized Future<Done> privateEcho(PrivateEcho request) {
        privateChats.add(request);
        return request.requestId() == 5 ? Future.succeededFuture(Done.DONE) : fail(ServiceError.PRIVATE_REQUEST_ID);
    }

    @Override
    public synchronized Future<Done> privateExit(PrivateExit request) {
        privateChats.add(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public synchronized Future<RoomSnapshot> snapshot(GetSnapshot request) {
        return rooms.containsKey(request.room()) && !isHidden(request)
                ? Future.succeededFuture(describe(request.room()))
                : fail(ServiceError.ROOM_INVALID);
    }

    private boolean isHidden(GetSnapshot request) {
        return request.room().equals(ofCall)
                && request.asker() != null
                && !rooms.get(request.room()).containsKey(request.asker());
    }

    @Override
    public synchronized Future<RoomList> rooms(ListRooms request) {
        return Future.succeededFuture(new RoomList(rooms.entrySet().stream()
                .map(room -> new RoomInfo(
                        room.getKey(),
                        "Room " + room.getKey().value(),
                        room.getValue().size(),
                        false))
                .toList()));
    }

    @Override
    public synchronized Future<Done> announceMembers(AnnounceMembers request) {
        announcements.add(request);
        for (Membership membership : request.memberships()) {
            rooms.get(membership.room())
                    .put(membership.member().session(), membership.member().on(membership.relay()));
            versions.merge(membership.room(), membership.version(), Math::max);
        }
        if (visitor != null) {
            RoomId room = request.memberships().get(0).room();
            change(room, new MemberEntered(visitor));
            change(room, new MemberLeft(visitor.user(), visitor.session(), 0));
        }
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public void relayAlive(RelayStatus status) {}

    @Override
    public void linkBroken(LinkBroken event) {}

    @Override
    public Future<Done> announceRooms(AnnounceRooms request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Drained> drain(DrainRelay request) {
        return Future.succeededFuture(new Drained(0, 0));
    }

    @Override
    public Future<Done> undrain(UndrainRelay request) {
        return Future.succeededFuture(Done.DONE);
    }

    private RoomSnapshot describe(RoomId room) {
        return new RoomSnapshot(
                room,
                "Room " + room.value(),
                versions.get(room),
                List.copyOf(rooms.get(room).values()));
    }

    private static <T> Future<T> fail(ServiceError error) {
        return Future.failedFuture(new ServiceException(error, "refused by the fake"));
    }

    @Override
    public Future<Done> probe(ProbeRelay request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<RelayList> relays(ListRelays request) {
        NodeId carrier = relay;
        return Future.succeededFuture(
                new RelayList(carrier == null ? List.of() : List.of(new RelayStatus(carrier, RelayLoad.NONE))));
    }
}
