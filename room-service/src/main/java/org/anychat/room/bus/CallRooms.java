package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;
import org.anychat.room.store.RoomStore;

/** Opens and closes the rooms of video calls. A number comes again only after all others of its range. */
final class CallRooms {
    private static final int RANGE = 1_000_000;
    private static final int MAX_TRIES = 10_000;
    private static final int MAX_CLOSING_ROUNDS = 3;

    private final RoomStore store;
    private final RoomService rooms;
    private final int first;
    private int next;

    CallRooms(RoomStore store, RoomService rooms, int first) {
        this.store = store;
        this.rooms = rooms;
        this.first = first;
    }

    /** Makes an empty room that stays until it is closed, under a number that no room has. */
    Future<RoomId> open() {
        return open(MAX_TRIES);
    }

    private Future<RoomId> open(int triesLeft) {
        if (triesLeft == 0) {
            return Future.failedFuture(new ServiceException(
                    ServiceError.NO_CALL_ROOM, "no number from " + first + " on is free for the room of a call"));
        }
        RoomId id = new RoomId(first + next);
        passOver(id);
        return open(id).compose(
                        outcome -> outcome.refusal() == null ? Future.succeededFuture(id) : open(triesLeft - 1));
    }

    private void passOver(RoomId id) {
        next = (id.value() - first + 1) % Math.min(RANGE, Integer.MAX_VALUE - first);
    }

    private Future<RoomOutcome> open(RoomId id) {
        return store.apply(id, new RoomCommand.Open(name(id)));
    }

    private static String name(RoomId id) {
        return "Call " + id;
    }

    /**
     * The rooms of the instance before: those of calls are there, and their numbers do not come again soon.
     *
     * @param inUse the rooms of calls that are on
     * @return rooms of calls that are over, which are to be closed
     */
    Future<List<RoomId>> adopt(List<RoomId> inUse) {
        return Future.all(inUse.stream().map(this::open).toList())
                .compose(there -> store.rooms())
                .map(rooms ->
                        rooms.stream().filter(this::isOfCall).map(Room::id).toList())
                .onSuccess(ofCalls -> ofCalls.stream()
                        .max(Comparator.comparingInt(RoomId::value))
                        .ifPresent(this::passOver))
                .map(ofCalls ->
                        ofCalls.stream().filter(id -> !inUse.contains(id)).toList());
    }

    private boolean isOfCall(Room room) {
        return room.permanent() && room.id().value() >= first && room.name().equals(name(room.id()));
    }

    /** Takes out who is still in the room, and the room away. */
    Future<Void> close(RoomId id) {
        return close(id, MAX_CLOSING_ROUNDS);
    }

    private Future<Void> close(RoomId id, int roundsLeft) {
        return store.room(id)
                .compose(this::empty)
                .compose(emptied -> store.apply(id, new RoomCommand.Close()))
                .compose(outcome ->
                        isOccupied(outcome) && roundsLeft > 0 ? close(id, roundsLeft - 1) : Future.succeededFuture());
    }

    private static boolean isOccupied(RoomOutcome outcome) {
        return outcome.refusal() == ServiceError.ROOM_FULL;
    }

    private Future<?> empty(Optional<Room> room) {
        return Future.all(room.stream()
                .flatMap(known -> known.members().stream().map(member -> rooms.expel(known.id(), member)))
                .toList());
    }
}
