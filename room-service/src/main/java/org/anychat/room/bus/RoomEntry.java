package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.Optional;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.room.domain.PasswordGuard;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.store.RoomStore;

/** How a session gets into a room: what may keep it out, who is asked, and what it leaves for it. Runs on the service's context. */
final class RoomEntry {
    private final RoomStore store;
    private final RelayWatch relays;
    private final RoomAdmission admission;
    private final RoomFilter filter;
    private final Surroundings surroundings;
    private final RelayWatch.Rooms rooms;
    private final PasswordGuard guard = new PasswordGuard();

    RoomEntry(
            RoomStore store,
            RelayWatch relays,
            RoomAdmission admission,
            RoomFilter filter,
            Surroundings surroundings,
            RelayWatch.Rooms rooms) {
        this.store = store;
        this.relays = relays;
        this.admission = admission;
        this.filter = filter;
        this.surroundings = surroundings;
        this.rooms = rooms;
    }

    Future<Entered> enter(EnterRoom request) {
        if (!RequestCheck.isValid(request)) {
            return refuse(ServiceError.BAD_PARAMETER, "room, room name or member out of range");
        }
        return idOf(request)
                .compose(id -> store.room(id)
                        .compose(room -> room.flatMap(known -> entered(known, request))
                                .map(entered -> leaveOthers(request.member().session(), entered))
                                .orElseGet(() -> enter(request, id))));
    }

    /** What the gateway asks for may have been done before, by this service or by the instance before, whose answer was lost. */
    private Optional<Entered> entered(Room room, EnterRoom request) {
        return room.member(request.member().session())
                .filter(member -> member.gateway().equals(request.member().gateway()))
                .map(member -> entered(room, member));
    }

    /** The instance before may have ended between the entry and the departure from the room of before. */
    private Future<Entered> leaveOthers(SessionId session, Entered entered) {
        RoomId id = entered.room().room();
        return store.rooms()
                .compose(all -> Future.join(all.stream()
                        .filter(room ->
                                !room.id().equals(id) && room.member(session).isPresent())
                        .map(room -> leave(room.id(), session))
                        .toList()))
                .map(entered);
    }

    /**
     * The plug-in is asked last, so that it hears of no entry that cannot be; then all is looked at anew, as it may have
     * taken its time. The room's own lock is looked at when the room is entered.
     */
    private Future<Entered> enter(EnterRoom request, RoomId id) {
        return requireOpen(request, id)
                .compose(before -> filter.mayEnter(request, id))
                .compose(allowed -> requireOpen(request, id))
                .compose(before -> enter(id, request)
                        .compose(entered -> leaveFormer(request.member().session(), before, entered)));
    }

    /** Fails where the session may not even try to enter; the future has the room that it is in. */
    private Future<Optional<RoomId>> requireOpen(EnterRoom request, RoomId id) {
        SessionId session = request.member().session();
        return store.roomOf(session).compose(before -> {
            if (before.isPresent() && before.get().equals(id)) {
                return refuse(ServiceError.ROOM_ALREADY_IN, "already in room " + id);
            }
            if (!admission.admits(id, session)) {
                return refuse(ServiceError.ROOM_REJECT, "room " + id + " is that of a video call of others");
            }
            if (guard.waitNs(request.address(), id, nowNs()) > 0) {
                return refuse(
                        ServiceError.ADDRESS_LOCKED, "too many wrong passwords for room " + id + "; wait a minute");
            }
            return Future.succeededFuture(before);
        });
    }

    private Future<RoomId> idOf(EnterRoom request) {
        if (request.room() != null) {
            return Future.succeededFuture(request.room());
        }
        return store.idOf(request.roomName())
                .compose(id -> id.map(Future::succeededFuture).orElseGet(store::allot));
    }

    private Future<Entered> enter(RoomId id, EnterRoom request) {
        String name = request.roomName() == null ? "Room " + id : request.roomName();
        RoomCommand.Key key =
                new RoomCommand.Key(request.password(), surroundings.newSalt().get());
        return relays.choice(id)
                .compose(choice -> rooms.apply(id, new RoomCommand.Enter(request.member(), name, choice, key)))
                .onSuccess(room -> guard.onRight(request.address(), id))
                .onFailure(failure -> countWrong(request.address(), id, failure))
                .map(room ->
                        entered(room, room.member(request.member().session()).orElseThrow()));
    }

    private Entered entered(Room room, Member member) {
        relays.onEntered(room.id(), member);
        return new Entered(room.snapshot(), member.relay(), room.lock());
    }

    private void countWrong(String address, RoomId room, Throwable failure) {
        if (failure instanceof ServiceException refusal && refusal.error() == ServiceError.ROOM_PASSWORD) {
            guard.onWrong(address, room, nowNs());
        }
    }

    private long nowNs() {
        return surroundings.nowNs().getAsLong();
    }

    private Future<Entered> leaveFormer(SessionId session, Optional<RoomId> before, Entered entered) {
        return before.map(id -> leave(id, session).map(entered)).orElseGet(() -> Future.succeededFuture(entered));
    }

    private Future<Void> leave(RoomId room, SessionId session) {
        return rooms.apply(room, new RoomCommand.Leave(session, 0))
                .<Void>mapEmpty()
                .recover(failure -> wasOut(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /** Whoever was taken out meanwhile, as at the end of a call, has left all the same. */
    private static boolean wasOut(Throwable failure) {
        return failure instanceof ServiceException refusal
                && (refusal.error() == ServiceError.ROOM_NOT_IN || refusal.error() == ServiceError.ROOM_INVALID);
    }

    private static <T> Future<T> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }
}
