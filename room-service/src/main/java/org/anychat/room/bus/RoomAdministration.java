package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserId;
import org.anychat.room.domain.Room;
import org.anychat.room.store.RoomStore;

/** What operators see of rooms and relays, and do to rooms. Runs on the service's context. */
final class RoomAdministration implements RoomAdminApi {
    private static final int MAX_TEXT = 16_384;
    /** Whom the server's own words come from. */
    private static final UserId SERVER = new UserId(0);

    private final RoomStore store;
    private final RelayWatch relays;
    private final RoomEvents events;
    private final RoomAdmission admission;
    private final BiFunction<RoomId, Member, Future<Done>> expel;

    RoomAdministration(
            RoomStore store,
            RelayWatch relays,
            RoomEvents events,
            RoomAdmission admission,
            BiFunction<RoomId, Member, Future<Done>> expel) {
        this.store = store;
        this.relays = relays;
        this.events = events;
        this.admission = admission;
        this.expel = expel;
    }

    @Override
    public Future<Overview> overview(GetOverview request) {
        return store.rooms().map(rooms -> {
            List<RelayLine> carrying = relays.statuses().stream()
                    .map(status -> line(status, rooms))
                    .sorted(Comparator.comparing(line -> line.status().relay().value()))
                    .toList();
            return new Overview(count(rooms), carrying);
        });
    }

    private RoomCount count(List<Room> rooms) {
        int used = 0;
        int members = 0;
        long stamp = 0;
        for (Room room : rooms) {
            RoomLine line = line(room);
            used += line.users() > 0 ? 1 : 0;
            members += line.users();
            // In whatever order the store has them.
            stamp += line.hashCode();
        }
        return new RoomCount(rooms.size(), used, members, stamp);
    }

    @Override
    public Future<RoomPage> rooms(ListRooms request) {
        String text = request.text() == null ? "" : request.text().strip().toLowerCase(Locale.ROOT);
        return store.rooms().map(rooms -> {
            List<Room> matching = rooms.stream()
                    .filter(room -> room.name().toLowerCase(Locale.ROOT).contains(text)
                            || room.id().toString().equals(text))
                    .toList();
            List<RoomLine> page = matching.stream()
                    .sorted(order(request))
                    .skip(Math.max(0, request.offset()))
                    .limit(Math.max(0, Math.min(request.limit(), MAX_ROOMS)))
                    .map(this::line)
                    .toList();
            return new RoomPage(matching.size(), page);
        });
    }

    private static Comparator<Room> order(ListRooms request) {
        Comparator<Room> byNumber = Comparator.comparingInt(room -> room.id().value());
        Comparator<Room> order =
                switch (request.order() == null ? RoomOrder.ROOM : request.order()) {
                    case ROOM -> byNumber;
                    case NAME -> Comparator.comparing(Room::name, String.CASE_INSENSITIVE_ORDER);
                    case USERS -> Comparator.comparingInt(room -> room.members().size());
                };
        // Rooms that are equal in it keep their place from one answer to the next.
        return (request.descending() ? order.reversed() : order).thenComparing(byNumber);
    }

    private RoomLine line(Room room) {
        return new RoomLine(
                room.id(),
                room.name(),
                room.members().size(),
                room.lock() != null,
                admission.isPrivate(room.id()),
                room.version(),
                room.relays());
    }

    private static RelayLine line(RelayStatus status, List<Room> rooms) {
        int members =
                rooms.stream().mapToInt(room -> room.membersOn(status.relay())).sum();
        int carried = (int) rooms.stream()
                .filter(room -> room.membersOn(status.relay()) > 0)
                .count();
        return new RelayLine(status, carried, members);
    }

    @Override
    public Future<Expelled> close(CloseRoom request) {
        return room(request.room())
                .compose(room -> Future.join(room.members().stream()
                                .map(member -> expel.apply(room.id(), member))
                                .toList())
                        .map(gone -> new Expelled(room.members().size())));
    }

    @Override
    public Future<Moved> move(MoveRoom request) {
        NodeId to = request.relay();
        return room(request.room()).compose(room -> relays.moveTo(room, to).map(Moved::new));
    }

    @Override
    public Future<Said> say(SayInRoom request) {
        String text = request.text();
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT) {
            return Future.failedFuture(
                    new ServiceException(ServiceError.BAD_PARAMETER, "text is empty or too long: 1 to " + MAX_TEXT));
        }
        return room(request.room()).map(room -> {
            events.text(room.members(), SERVER, new SendText(null, null, false, text, 0));
            return new Said(room.members().size());
        });
    }

    private Future<Room> room(RoomId id) {
        return id == null
                ? refuse("no room")
                : store.room(id)
                        .compose((Optional<Room> room) ->
                                room.map(Future::succeededFuture).orElseGet(() -> refuse("there is no room " + id)));
    }

    private static Future<Room> refuse(String message) {
        return Future.failedFuture(new ServiceException(ServiceError.ROOM_INVALID, message));
    }
}
